package be.bsmr.home.source;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where telegrams come from, as people write it: {@code serial:/dev/ttyUSB0}. */
public sealed interface SourceSpec {

    /** What people can write. */
    String FORMS =
            "serial:auto, serial:/dev/ttyUSB0, tcp:HOST:PORT, rfc2217:HOST:PORT,"
                    + " mqtt:HOST:PORT/TOPIC, stdin, tail:PATH, file:PATH or simulator";

    /**
     * A serial port.
     *
     * @param device its path, or {@code auto}
     * @param line null = as configured
     */
    record Serial(String device, @Nullable SerialSettings line) implements SourceSpec {

        public Serial(String device) {
            this(device, null);
        }
    }

    /**
     * A serial port on the network whose line we set.
     *
     * @param line null = as configured
     */
    record Rfc2217(String host, int port, @Nullable SerialSettings line) implements SourceSpec {}

    /** The standard input. */
    record Stdin() implements SourceSpec {}

    /** A file that grows. */
    record Tail(Path path) implements SourceSpec {}

    /** A raw TCP peer. */
    record Tcp(String host, int port) implements SourceSpec {}

    /** A topic whose messages are raw telegrams, or pieces of them. */
    record Mqtt(String host, int port, String topic) implements SourceSpec {}

    /** A recording. */
    record File(Path path) implements SourceSpec {}

    /** The simulated household. */
    record Simulator() implements SourceSpec {}

    /** Whether somebody else has the cable, and hands on what comes through it. */
    default boolean isAddress() {
        return this instanceof Tcp || this instanceof Rfc2217;
    }

    /**
     * @throws IllegalArgumentException saying what is wrong and what to write instead
     */
    static SourceSpec parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String rest = colon < 0 ? "" : text.substring(colon + 1).strip();
        return switch (kind) {
            case "simulator" -> {
                if (colon >= 0) {
                    throw wrong(text, "says more than it may", "simulator");
                }
                yield new Simulator();
            }
            case "stdin", "-" -> {
                if (colon >= 0) {
                    throw wrong(text, "says more than it may", "stdin");
                }
                yield new Stdin();
            }
            case "serial" -> serial(text, rest);
            case "file" -> new File(path(text, kind, rest));
            case "tail" -> new Tail(path(text, kind, rest));
            case "tcp" -> tcp(text, rest, "tcp:192.168.1.50:2001");
            case "rfc2217" -> {
                String[] parts = atLine(rest);
                Tcp peer = tcp(text, parts[0], "rfc2217:192.168.1.50:4000");
                yield new Rfc2217(peer.host(), peer.port(), line(parts));
            }
            case "mqtt" -> mqtt(text, rest);
            default -> throw unknown(text);
        };
    }

    private static SourceSpec serial(String text, String rest) {
        String[] parts = atLine(rest);
        String device = parts[0];
        if (device.isEmpty()) {
            throw wrong(text, "names no port", "serial:/dev/ttyUSB0 or serial:auto");
        }
        if (device.matches("tty\\w+")) {
            throw wrong(text, "names no device", "serial:/dev/" + rest);
        }
        return new Serial(device, line(parts));
    }

    /** Where it is, and, if that is written behind a last {@code @}, how it is set. */
    private static String[] atLine(String rest) {
        // Names of devices may have an @ too, but no line behind it.
        return rest.split("@(?=(?:(?i:auto)|\\d[^/@]*)$)", 2);
    }

    private static @Nullable SerialSettings line(String[] parts) {
        return parts.length == 1 ? null : SerialSettings.parse(parts[1]);
    }

    private static Path path(String text, String kind, String rest) {
        try {
            if (!rest.isEmpty()) {
                return Path.of(rest);
            }
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no path; write " + kind + ":PATH (" + e.getReason() + ")",
                    e);
        }
        throw wrong(text, "names no file", kind + ":evening.txt");
    }

    private static Tcp tcp(String text, String rest, String example) {
        int colon = rest.lastIndexOf(':');
        if (colon > 0 && rest.substring(colon + 1).matches("\\d{1,5}")) {
            int port = Integer.parseInt(rest.substring(colon + 1));
            String host = rest.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
            if (host.contains("@")) {
                throw wrong(
                        text,
                        "carries a user or a password, which would be shown with it",
                        example + ", and both under mqtt: as user and password");
            }
            if (port >= 1 && port <= 65_535 && !host.contains("/")) {
                return new Tcp(host, port);
            }
        }
        throw wrong(text, "has no host and port from 1 to 65535", example);
    }

    private static Mqtt mqtt(String text, String rest) {
        String example = "mqtt:192.168.1.10:1883/p1/raw";
        int slash = rest.indexOf('/');
        String topic = rest.substring(slash + 1);
        if (slash < 0 || topic.isEmpty() || topic.matches(".*[+#\\x00].*")) {
            throw wrong(text, "names no single topic", example);
        }
        Tcp broker = tcp(text, rest.substring(0, slash), example);
        return new Mqtt(broker.host(), broker.port(), topic);
    }

    /** A guess at what was meant, for those who leave out the kind. */
    private static IllegalArgumentException unknown(String text) {
        if (text.isBlank()) {
            return new IllegalArgumentException("no source is named; write " + FORMS);
        }
        if (text.startsWith("/dev/")) {
            return wrong(text, "does not say its kind", "serial:" + text);
        }
        if (text.matches("[\\w.-]+:\\d{1,5}")) {
            return wrong(text, "does not say its kind", "tcp:" + text);
        }
        return wrong(text, "is no source", FORMS);
    }

    private static IllegalArgumentException wrong(String text, String why, String instead) {
        return new IllegalArgumentException(
                "'" + withoutPassword(text) + "' " + why + "; write " + instead);
    }

    private static String withoutPassword(String text) {
        return text.replaceAll("(?<=^|[:/])[^/:@\\s]+:.*@", "…@");
    }
}
