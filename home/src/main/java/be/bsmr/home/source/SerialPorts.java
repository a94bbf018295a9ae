package be.bsmr.home.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The serial ports of this machine, for people who have to name one. */
public final class SerialPorts {

    private static final Path BY_ID = Path.of("/dev/serial/by-id");

    /**
     * One port.
     *
     * @param path a name that survives re-plugging where there is one
     * @param description what the adapter says of itself
     */
    public record Found(String path, String description) {}

    private SerialPorts() {}

    /** All ports, those with a lasting name first. */
    public static List<Found> find() {
        List<Found> found = new ArrayList<>();
        Set<Path> named = new HashSet<>();
        if (Files.isDirectory(BY_ID)) {
            try (Stream<Path> links = Files.list(BY_ID)) {
                for (Path link : links.sorted().toList()) {
                    Path device = link.toRealPath();
                    named.add(device);
                    found.add(new Found(link.toString(), "now " + device));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        for (com.fazecast.jSerialComm.SerialPort port :
                com.fazecast.jSerialComm.SerialPort.getCommPorts()) {
            Path device = Path.of(port.getSystemPortPath());
            if (!named.contains(device)) {
                found.add(new Found(device.toString(), port.getPortDescription()));
            }
        }
        return found;
    }
}
