package be.bsmr.home.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The serial ports of this machine, for people who have to name one. */
public final class SerialPorts {

    private static final Logger log = LoggerFactory.getLogger(SerialPorts.class);

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
        Map<Path, String> ports = new TreeMap<>();
        for (com.fazecast.jSerialComm.SerialPort port :
                com.fazecast.jSerialComm.SerialPort.getCommPorts()) {
            ports.put(Path.of(port.getSystemPortPath()), port.getPortDescription());
        }
        return find(BY_ID, ports);
    }

    /**
     * @param byId directory of links whose names last
     * @param descriptions what is known of each device
     */
    static List<Found> find(Path byId, Map<Path, String> descriptions) {
        List<Found> found = new ArrayList<>();
        Map<Path, String> unnamed = new TreeMap<>(descriptions);
        for (Path link : linksIn(byId)) {
            try {
                Path device = link.toRealPath();
                String description = unnamed.remove(device);
                String now = "now " + device;
                found.add(
                        new Found(
                                link.toString(),
                                description == null ? now : description + ", " + now));
            } catch (IOException pulledMeanwhile) {
                log.debug("{} leads nowhere", link, pulledMeanwhile);
            }
        }
        unnamed.forEach((device, what) -> found.add(new Found(device.toString(), what)));
        return found;
    }

    private static List<Path> linksIn(Path directory) {
        try (Stream<Path> links = Files.list(directory)) {
            return links.sorted().toList();
        } catch (IOException none) {
            // Without a USB adapter the directory does not exist.
            return List.of();
        }
    }
}
