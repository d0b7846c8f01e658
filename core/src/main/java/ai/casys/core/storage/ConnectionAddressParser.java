// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.storage;

import ai.casys.core.api.CasysException;
import ai.casys.core.api.ErrorCategory;
import ai.casys.core.storage.ConnectionAddress.Host;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postgresql.PGProperty;

/**
 * Reads {@code postgres://}, {@code postgresql://} and {@code jdbc:postgresql://} addresses, with libpq's parameter names
 * (PostgreSQL documentation, "Connection URIs") or the JDBC driver's. No error ever repeats the address, which may hold a
 * password.
 */
final class ConnectionAddressParser {

    private static final Set<String> TLS_MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    /** libpq's names for what the driver calls differently. */
    private static final Map<String, String> LIBPQ_NAMES = Map.of(
            "connect_timeout", "connectTimeout",
            "application_name", "ApplicationName",
            "gssencmode", "gssEncMode",
            "channel_binding", "channelBinding",
            "sslcompression", "",
            "target_session_attrs", "targetServerType",
            "keepalives", "tcpKeepAlive");

    private static final Map<String, String> SESSION_KINDS = Map.of(
            "any", "any",
            "read-write", "primary",
            "primary", "primary",
            "read-only", "secondary",
            "standby", "secondary",
            "prefer-standby", "preferSecondary");

    private final String variable;

    private ConnectionAddressParser(String variable) {
        this.variable = variable;
    }

    /**
     * Reads one address.
     *
     * @param variable the name of the setting, for errors
     * @throws CasysException {@link ErrorCategory#CONFIGURATION} if it is not an address of a PostgreSQL database
     */
    static ConnectionAddress parse(String variable, String text) {
        return new ConnectionAddressParser(variable).parse(text.strip());
    }

    private ConnectionAddress parse(String text) {
        String address = text;
        if (address.regionMatches(true, 0, "jdbc:", 0, 5)) {
            address = address.substring(5);
        }
        String lower = address.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("postgres://") && !lower.startsWith("postgresql://")) {
            throw wrong("does not start with postgres://, postgresql:// or jdbc:postgresql://");
        }
        String rest = address.substring(address.indexOf("://") + 3);
        int question = rest.indexOf('?');
        String place = question < 0 ? rest : rest.substring(0, question);
        Map<String, String> given = query(question < 0 ? "" : rest.substring(question + 1));
        int slash = place.indexOf('/');
        String authority = slash < 0 ? place : place.substring(0, slash);
        String database = slash < 0 ? "" : decode(place.substring(slash + 1));
        // A password with an unescaped @ is common; the last one separates the host.
        int at = authority.lastIndexOf('@');
        String credentials = at < 0 ? "" : authority.substring(0, at);
        int colon = credentials.indexOf(':');
        String user = decode(colon < 0 ? credentials : credentials.substring(0, colon));
        Optional<String> password =
                colon < 0 ? Optional.empty() : Optional.of(decode(credentials.substring(colon + 1)));
        String namedUser = given.remove("user");
        String namedPassword = given.remove("password");
        String effectiveUser = user.isEmpty() && namedUser != null ? namedUser : user;
        if (effectiveUser.isEmpty()) {
            throw wrong("names no user; write it before the host, as in postgres://user:password@host/database");
        }
        return new ConnectionAddress(
                hosts(authority.substring(at + 1)),
                database.isEmpty() ? effectiveUser : database,
                effectiveUser,
                password.or(() -> Optional.ofNullable(namedPassword)),
                parameters(given));
    }

    private List<Host> hosts(String text) {
        List<Host> hosts = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            hosts.add(host(part));
        }
        return hosts;
    }

    private Host host(String text) {
        int bracket = text.indexOf(']');
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > bracket;
        String name = hasPort ? text.substring(0, colon) : text;
        if (name.startsWith("[") && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        name = decode(name);
        if (name.isEmpty() || name.startsWith("/")) {
            throw wrong("names no host; connections over Unix sockets are not supported, use host and port");
        }
        if (!hasPort) {
            return new Host(name, ConnectionAddress.DEFAULT_PORT);
        }
        try {
            return new Host(name, Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException _) {
            throw wrong("has a port that is not a number between 1 and 65535");
        }
    }

    private Map<String, String> query(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : text.split("&")) {
            if (part.isEmpty()) {
                continue;
            }
            int equals = part.indexOf('=');
            if (equals <= 0) {
                throw wrong("has a parameter without a value; write name=value");
            }
            values.put(decode(part.substring(0, equals)), decode(part.substring(equals + 1)));
        }
        return values;
    }

    private Map<String, String> parameters(Map<String, String> given) {
        Map<String, String> parameters = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            String known = LIBPQ_NAMES.getOrDefault(name, name);
            if (known.isEmpty()) {
                return;
            }
            if (PGProperty.forName(known) == null) {
                throw wrong("has the parameter \"" + name + "\", which is none of PostgreSQL; remove it");
            }
            parameters.put(known, name.equals("target_session_attrs") ? sessionKind(value) : value);
        });
        checkTls(parameters);
        return parameters;
    }

    private void checkTls(Map<String, String> parameters) {
        String mode = parameters.get("sslmode");
        if (mode == null) {
            return;
        }
        if (!TLS_MODES.contains(mode)) {
            throw wrong("has the sslmode \"" + mode + "\"; known are disable, allow, prefer, require, verify-ca and "
                    + "verify-full");
        }
        // libpq's word for "the certificates this machine trusts"; the driver would look for a file instead.
        boolean system = parameters.getOrDefault("sslrootcert", "system").equals("system");
        if (mode.startsWith("verify") && system) {
            parameters.remove("sslrootcert");
            parameters.putIfAbsent("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
    }

    private String sessionKind(String value) {
        String kind = SESSION_KINDS.get(value);
        if (kind == null) {
            throw wrong("has an unknown target_session_attrs");
        }
        return kind;
    }

    /** Percent-decoding of RFC 3986; unlike in forms, a plus sign is itself. */
    private String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw wrong("has a percent sign that is not followed by two hex digits; write %25 for a percent sign");
        }
    }

    private CasysException wrong(String what) {
        return new CasysException(ErrorCategory.CONFIGURATION, variable + " " + what);
    }
}
