package be.bsmr.home.source;

import java.nio.file.Path;

/** Where telegrams come from, as people write it: {@code serial:/dev/ttyUSB0}. */
public sealed interface SourceSpec {

    /** What people can write. */
    String FORMS = "serial:/dev/ttyUSB0, tcp:HOST:PORT, file:PATH or simulator";

    /** A serial port. */
    record Serial(String device) implements SourceSpec {}

    /** A raw TCP peer. */
    record Tcp(String host, int port) implements SourceSpec {}

    /** A recording. */
    record File(Path path) implements SourceSpec {}

    /** The simulated household. */
    record Simulator() implements SourceSpec {}

    /**
     * @throws IllegalArgumentException saying what to write instead
     */
    static SourceSpec parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String rest = text.substring(colon + 1).strip();
        if (text.equals("simulator")) {
            return new Simulator();
        }
        if (colon < 0 || rest.isEmpty()) {
            throw unknown(text);
        }
        return switch (kind) {
            case "serial" -> new Serial(rest);
            case "file" -> new File(Path.of(rest));
            case "tcp" -> tcp(text, rest);
            default -> throw unknown(text);
        };
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException("'" + text + "' is no source; write " + FORMS);
    }

    private static SourceSpec tcp(String text, String rest) {
        int colon = rest.lastIndexOf(':');
        if (colon > 0 && rest.substring(colon + 1).matches("\\d{1,5}")) {
            int port = Integer.parseInt(rest.substring(colon + 1));
            String host = rest.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
            if (port >= 1 && port <= 65_535) {
                return new Tcp(host, port);
            }
        }
        throw new IllegalArgumentException(
                "'" + text + "' has no host and port; write it as tcp:192.168.1.50:2001");
    }
}
