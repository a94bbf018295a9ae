package be.bsmr.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process has written, as Linux counts it.
 *
 * @param handedOver bytes given to write()
 * @param disk bytes of the pages that write() made dirty, 4 kB each: what the disk must take
 */
record DiskCounter(long handedOver, long disk) {

    private static final Path IO = Path.of("/proc/self/io");

    static DiskCounter now() throws IOException {
        return new DiskCounter(value("wchar"), value("write_bytes"));
    }

    DiskCounter since(DiskCounter start) {
        return new DiskCounter(handedOver - start.handedOver, disk - start.disk);
    }

    private static long value(String name) throws IOException {
        try (var lines = Files.lines(IO)) {
            return lines.filter(l -> l.startsWith(name + ": "))
                    .mapToLong(l -> Long.parseLong(l.substring(name.length() + 2)))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no " + name + " in " + IO));
        }
    }
}
