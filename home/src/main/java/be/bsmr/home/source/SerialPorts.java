package be.bsmr.home.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The serial ports of this machine, for people who have to name one. */
public final class SerialPorts {

    private static final Logger log = LoggerFactory.getLogger(SerialPorts.class);

    private static final Path BY_ID = Path.of("/dev/serial/by-id");

    private static final Pattern P1 =
            Pattern.compile("(?<![a-z0-9])p1(?![a-z0-9])", Pattern.CASE_INSENSITIVE);

    /**
     * One port.
     *
     * @param path a name that survives re-plugging where there is one
     * @param lasting whether it is such a name
     * @param description what the adapter says of itself; empty when it says nothing
     * @param device its name of now; that may be another after it was unplugged
     */
    public record Found(String path, boolean lasting, String description, String device) {

        /** What is known of it besides its path, in English. */
        public String said() {
            String now = lasting ? "now " + device : "";
            return description.isEmpty() || now.isEmpty()
                    ? description + now
                    : description + ", " + now;
        }

        /** P1 cables that say so in their name: {@code usb-FTDI_P1_Converter_Cable_…}. */
        private boolean saysP1() {
            return P1.matcher(path + " " + description).find();
        }
    }

    private SerialPorts() {}

    /**
     * The port that the meter hangs on, as far as one can tell without listening: the only one with
     * a lasting name, or the only one of those that calls itself P1; without lasting names, the
     * only one there is. No port is opened on trial: opening resets some devices, and a relay board
     * is one of them.
     *
     * @throws IOException when there is none, or more than one; names them
     */
    public static Path likeliest(List<Found> ports) throws IOException {
        List<Found> lasting = ports.stream().filter(Found::lasting).toList();
        List<Found> likely = lasting.isEmpty() ? ports : lasting;
        if (likely.size() > 1) {
            List<Found> p1 = likely.stream().filter(Found::saysP1).toList();
            likely = p1.size() == 1 ? p1 : likely;
        }
        if (likely.isEmpty()) {
            throw new IOException(
                    "no serial port was found; plug the P1 cable into a USB port"
                            + " (sudo dmesg | tail says whether it was noticed)");
        }
        if (likely.size() > 1) {
            throw new IOException(
                    "there are several serial ports, name the P1 cable's: "
                            + likely.stream()
                                    .map(p -> "serial:" + p.path())
                                    .collect(Collectors.joining(", ")));
        }
        return Path.of(likely.get(0).path());
    }

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
                found.add(
                        new Found(
                                link.toString(),
                                true,
                                description == null ? "" : description,
                                device.toString()));
            } catch (IOException pulledMeanwhile) {
                log.debug("{} leads nowhere", link, pulledMeanwhile);
            }
        }
        unnamed.forEach(
                (device, what) ->
                        found.add(new Found(device.toString(), false, what, device.toString())));
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
