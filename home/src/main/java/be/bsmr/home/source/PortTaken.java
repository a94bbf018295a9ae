package be.bsmr.home.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A serial port that another program has. It may be BSMR: Linux tells everybody who holds it. */
public final class PortTaken extends IOException {

    private static final long serialVersionUID = 1;

    /** Of {@code /proc/locks}: which process holds a file, by its disk and number there. */
    private static final Pattern LOCK =
            Pattern.compile("\\d+: FLOCK +\\S+ +WRITE (\\d+) (\\w+:\\w+:\\d+) .*");

    /** What Java is to run, where it is BSMR: one of its jars, or its classes. */
    private static final Pattern PROGRAM =
            Pattern.compile("(.*/)?bsmr(-all)?\\.jar|be\\.bsmr\\..*");

    private static final Path PROCESSES = Path.of("/proc");

    private final Optional<Reader> bsmr;

    /**
     * A BSMR that reads the port.
     *
     * @param process its number
     * @param service whether systemd runs it as the service of Debian's package
     */
    public record Reader(long process, boolean service) {}

    private PortTaken(Optional<Reader> bsmr, String message) {
        super(message);
        this.bsmr = bsmr;
    }

    /**
     * @param otherwise what {@code fuser} does when it is not BSMR that has it, and what to do then
     */
    static PortTaken of(Path device, String otherwise) {
        Optional<Reader> bsmr = reader(device);
        return new PortTaken(
                bsmr,
                bsmr.map(
                                who ->
                                        "BSMR itself has "
                                                + device
                                                + ", as process "
                                                + who.process()
                                                + "; stop that one, or name another port")
                        .orElseGet(
                                () ->
                                        "another program has "
                                                + device
                                                + "; sudo fuser "
                                                + device
                                                + otherwise));
    }

    /** The BSMR that has it; empty when it is another program, or nobody tells. */
    public Optional<Reader> bsmr() {
        return bsmr;
    }

    private static Optional<Reader> reader(Path device) {
        try {
            String held = identity(device);
            for (String line : Files.readAllLines(PROCESSES.resolve("locks"))) {
                Matcher lock = LOCK.matcher(line);
                if (lock.matches() && lock.group(2).equals(held)) {
                    long process = Long.parseLong(lock.group(1));
                    if (isBsmr(process)) {
                        return Optional.of(new Reader(process, isService(process)));
                    }
                }
            }
            return Optional.empty();
        } catch (IOException | UnsupportedOperationException nobodyTells) {
            return Optional.empty();
        }
    }

    /** As in {@code /proc/locks}: the disk's two numbers in hexadecimal digits, the file's. */
    private static String identity(Path device) throws IOException {
        Path real = device.toRealPath();
        long disk = (Long) Files.getAttribute(real, "unix:dev");
        long major = (disk >>> 8 & 0xfff) | (disk >>> 32 & ~0xfffL);
        long minor = (disk & 0xff) | (disk >>> 12 & ~0xffL);
        return "%02x:%02x:%s".formatted(major, minor, Files.getAttribute(real, "unix:ino"));
    }

    private static boolean isBsmr(long process) throws IOException {
        String command = text(process, "cmdline");
        return List.of(command.split("\0", -1)).stream()
                .anyMatch(word -> PROGRAM.matcher(word).matches());
    }

    private static boolean isService(long process) throws IOException {
        return text(process, "cgroup").strip().endsWith("/bsmr.service");
    }

    private static String text(long process, String what) throws IOException {
        Path file = PROCESSES.resolve(Long.toString(process)).resolve(what);
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
