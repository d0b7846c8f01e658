// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.FileSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Sets logging up in code, which spares every command the reading of a configuration file: to standard error, because
 * standard output belongs to results and to MCP. Found by logback through {@code META-INF/services}.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} %msg%n";
    private static final String WITHOUT_STACK_TRACES = PATTERN + "%nopex";
    private static final java.util.logging.Logger LUCENE = java.util.logging.Logger.getLogger("org.apache.lucene");
    private static final List<String> QUIET =
            List.of("org.eclipse.jetty", "io.javalin", "org.flywaydb", "org.jooq", "org.apache");

    /** Called by logback. */
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName("console");
        console.setTarget("System.err");
        console.setEncoder(encoder(context, WITHOUT_STACK_TRACES));
        console.start();
        context.getLogger("ROOT").addAppender(console);
        level(context, Level.WARN);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** For an engine: its state changes too, and a file that never grows past 5 MiB, with one older one beside it. */
    static void engine(Path file) {
        LoggerContext context = context();
        addFile(context, file);
        level(context, Level.INFO);
    }

    /** For a command that failed unexpectedly: the file gets what a person is spared. */
    static void failure(Path file) {
        addFile(context(), file);
    }

    private static LoggerContext context() {
        return (LoggerContext) org.slf4j.LoggerFactory.getILoggerFactory();
    }

    private static void addFile(LoggerContext context, Path file) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setName("file");
        appender.setFile(file.toString());
        appender.setEncoder(encoder(context, PATTERN));
        FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
        window.setContext(context);
        window.setParent(appender);
        window.setFileNamePattern(file + ".%i");
        window.setMinIndex(1);
        window.setMaxIndex(1);
        window.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(FileSize.valueOf("5MB"));
        size.start();
        appender.setRollingPolicy(window);
        appender.setTriggeringPolicy(size);
        appender.start();
        context.getLogger("ROOT").addAppender(appender);
    }

    private static void level(LoggerContext context, Level level) {
        context.getLogger("ROOT").setLevel(level);
        // The pool logs a stack trace for each connection that the end of a database breaks.
        context.getLogger("com.zaxxer.hikari").setLevel(Level.ERROR);
        // Lucene writes to java.util.logging; the logger must be held, or the setting is lost with it.
        LUCENE.setLevel(java.util.logging.Level.SEVERE);
        QUIET.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        // It warns of each malformed request, with the client's own bytes: anybody could fill the log, or forge lines.
        context.getLogger("org.eclipse.jetty.http").setLevel(Level.ERROR);
    }

    private static PatternLayoutEncoder encoder(LoggerContext context, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern(pattern);
        encoder.start();
        return encoder;
    }
}
