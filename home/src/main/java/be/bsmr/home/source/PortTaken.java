package be.bsmr.home.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A serial port that another BSMR reads: Linux tells everybody who holds it. */
public final class PortTaken extends IOException {

    private static final long serialVersionUID = 1;

    /** Of {@code /proc/locks}: which process holds a file, by its disk and number there. */
    private static final Pattern LOCK =
            Pattern.compile("\\d+: FLOCK +\\S+ +WRITE (\\d+) (\\w+:\\w+:\\d+) .*");

    /** What Java is to run, where it is BSMR: one of its jars, or its classes. */
    private static final Pattern PROGRAM =
            Pattern.compile("(.*/)?bsmr(-all)?\\.jar|be\\.bsmr\\..*");

    private static final Path PROCESSES = Path.of("/proc");

    private final long process;
    private final boolean service;

    private PortTaken(Path device, long process) throws IOException {
        super(
                "BSMR itself has "
                        + device
                        + ", as process "
                        + process
                        + "; stop that one, or name another port");
        this.process = process;
        service = text(process, "cgroup").strip().endsWith("/bsmr.service");
    }

    /** The number of the BSMR that has it. */
    public long process() {
        return process;
    }

    /** Whether systemd runs that BSMR, as the service of Debian's package. */
    public boolean isByService() {
        return service;
    }

    /** Empty when nobody has it, another program does, or nobody tells. */
    static Optional<PortTaken> byBsmr(Path device) {
        try {
            String held = identity(device);
            for (String line : Files.readAllLines(PROCESSES.resolve("locks"))) {
                Matcher lock = LOCK.matcher(line);
                if (lock.matches() && lock.group(2).equals(held)) {
                    long process = Long.parseLong(lock.group(1));
                    if (isBsmr(process)) {
                        return Optional.of(new PortTaken(device, process));
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

    private static String text(long process, String what) throws IOException {
        Path file = PROCESSES.resolve(Long.toString(process)).resolve(what);
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
