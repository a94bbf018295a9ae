package be.bsmr.home.source;

import static org.awaitility.Awaitility.await;

import be.bsmr.home.FreePort;
import be.bsmr.home.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A real ser2net that serves a serial port on loopback. */
final class Ser2net implements AutoCloseable {

    private final int port;
    private final Process process;

    /**
     * @param accepter how it speaks: {@code telnet(rfc2217)}, {@code telnet}, or {@code ""} for raw
     *     TCP
     */
    Ser2net(Path directory, String accepter, String device) throws IOException {
        port = FreePort.take();
        Path config =
                Files.writeString(
                        directory.resolve("ser2net.yaml"),
                        """
                        %%YAML 1.1
                        ---
                        connection: &meter
                          accepter: %stcp,127.0.0.1,%d
                          connector: serialdev,%s,115200n81,local
                        """
                                .formatted(accepter.isEmpty() ? "" : accepter + ",", port, device));
        process =
                new ProcessBuilder(
                                Programs.path("ser2net").toString(),
                                "-n",
                                "-u",
                                "-c",
                                config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("ser2net.log").toFile())
                        .start();
        await().atMost(Duration.ofSeconds(20)).until(this::listens);
    }

    int port() {
        return port;
    }

    /** Without connecting: it serves one at a time. */
    private boolean listens() throws IOException {
        String listening = "0100007F:%04X 00000000:0000 0A".formatted(port);
        return Files.readString(Path.of("/proc/net/tcp")).contains(listening);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
