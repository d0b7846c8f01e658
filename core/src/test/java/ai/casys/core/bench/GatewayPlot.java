// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import ai.casys.core.bench.GatewayBenchmark.Cell;
import ai.casys.core.bench.GatewayMeasurement.Figures;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The measurement as bars: calls per second above, median and 99th percentile of the times below. One thread. */
final class GatewayPlot {

    private static final int WIDTH = 1_600;
    private static final int PANEL = 300;
    private static final int LEFT = 70;
    private static final int BOTTOM = 44;
    private static final int TOP = 48;
    private static final int HEAD = 50;

    private final Map<Cell, Figures> figures;
    private final String table;
    private final List<Way> ways;
    private final List<Integer> connections;

    GatewayPlot(GatewayMeasurement measurement) {
        System.setProperty("java.awt.headless", "true");
        figures = measurement.figures();
        table = measurement.markdown();
        LinkedHashSet<Way> names = new LinkedHashSet<>();
        LinkedHashSet<Integer> counts = new LinkedHashSet<>();
        figures.keySet().forEach(cell -> {
            names.add(cell.way());
            counts.add(cell.connections());
        });
        ways = new ArrayList<>(names);
        connections = new ArrayList<>(counts);
    }

    void writePng(Path file) throws IOException {
        Files.write(file, drawing().png());
    }

    void writeSvg(Path file) throws IOException {
        Files.writeString(file, drawing().svg());
    }

    /** One file that holds the picture and the table. */
    void writeHtml(Path file) throws IOException {
        StringBuilder rows = new StringBuilder();
        table.lines()
                .filter(line -> line.startsWith("|") && !line.startsWith("|---"))
                .forEach(line -> {
                    rows.append("<tr>");
                    for (String field : line.substring(1, line.length() - 1).split("\\|", -1)) {
                        rows.append("<td>").append(field.strip()).append("</td>");
                    }
                    rows.append("</tr>\n");
                });
        Files.writeString(
                file, """
                <!doctype html><html lang="en"><meta charset="utf-8"><title>Calls through the gateway</title>
                <style>body{font:15px sans-serif;margin:2em}td{padding:.2em .8em;border-bottom:1px solid #ddd}</style>
                <h1>Calls through the gateway</h1>
                <p><img alt="Calls per second and times by way and connections" src="data:image/png;base64,%s"></p>
                <table>%s</table></html>
                """.formatted(Base64.getEncoder().encodeToString(drawing().png()), rows));
    }

    private Drawing drawing() {
        Drawing drawing = new Drawing(WIDTH, HEAD + 3 * PANEL);
        legend(drawing);
        panel(drawing, HEAD, "calls per second", "%,.0f", Figures::perSecond);
        panel(drawing, HEAD + PANEL, "median, ms", "%.2f", Figures::p50);
        panel(drawing, HEAD + 2 * PANEL, "99th percentile, ms", "%.2f", Figures::p99);
        return drawing;
    }

    private void panel(Drawing drawing, int y, String title, String format, ToDoubleFunction<Figures> figure) {
        double most = figures.values().stream().mapToDouble(figure).max().orElse(1);
        int height = PANEL - TOP - BOTTOM;
        int base = y + TOP + height;
        int group = (WIDTH - LEFT - 20) / connections.size();
        int bar = Math.min(70, (group - 30) / ways.size());
        drawing.label(LEFT, y + 20, 14, true, title);
        drawing.bar(LEFT, base, WIDTH - LEFT - 20, 1, Color.DARK_GRAY);
        for (int g = 0; g < connections.size(); g++) {
            int count = connections.get(g);
            int x = LEFT + g * group + 10;
            drawing.label(x, base + 20, 11, false, count == 1 ? "1 connection" : count + " connections");
            for (int w = 0; w < ways.size(); w++) {
                Figures value = figures.get(new Cell(ways.get(w), count));
                if (value == null) {
                    continue;
                }
                int tall = (int) Math.round(height * figure.applyAsDouble(value) / most);
                drawing.bar(x + w * bar, base - tall, bar - 4, tall, color(ways.get(w)));
                String label = String.format(Locale.ROOT, format, figure.applyAsDouble(value));
                drawing.label(x + w * bar, base - tall - 4, 11, false, label);
            }
        }
    }

    private void legend(Drawing drawing) {
        int columns = (ways.size() + 1) / 2;
        for (int w = 0; w < ways.size(); w++) {
            Way way = ways.get(w);
            int x = LEFT + w % columns * ((WIDTH - LEFT) / columns);
            int y = 20 + w / columns * 20;
            drawing.bar(x, y - 10, 12, 12, color(way));
            drawing.label(
                    x + 18,
                    y,
                    12,
                    false,
                    way.client().label() + " clients, " + way.server() + " server, " + way.title());
        }
    }

    /** Blue for HTTP, orange for stdio; pale without the gateway, dark for modern clients. */
    private static Color color(Way way) {
        Color color = way.server().equals("http") ? new Color(0x2f, 0x6f, 0xb7) : new Color(0xe0, 0x8e, 0x2b);
        Color own = way.client() == ClientKind.MODERN ? color.darker() : color;
        return way.throughGateway() ? own : mixed(own, Color.WHITE);
    }

    private static Color mixed(Color one, Color other) {
        return new Color(
                (one.getRed() + other.getRed()) / 2,
                (one.getGreen() + other.getGreen()) / 2,
                (one.getBlue() + other.getBlue()) / 2);
    }
}
