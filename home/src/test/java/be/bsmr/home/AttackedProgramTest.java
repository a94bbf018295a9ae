package be.bsmr.home;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import be.bsmr.home.cli.Main;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is run on a Pi, with its heap of 96 MB, attacked over the network. */
class AttackedProgramTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 360;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir private Path folder;

    /** 360 connections with 190 headers of 4.9 kB each once filled the heap in four seconds. */
    @Test
    @Timeout(120)
    void headsWithoutEndFillNoMemory() throws Exception {
        int port = FreePort.take();
        Path config = folder.resolve("bsmr.yaml");
        Files.writeString(
                config,
                "web: {port: "
                        + port
                        + "}\nmqtt: {broker: {enabled: false}}\nstore: {file: "
                        + folder.resolve("bsmr.db")
                        + "}\n");
        Process program =
                Programs.java(
                                List.of("-XX:+UseSerialGC", "-Xmx96m", "-Xss512k"),
                                Main.class,
                                "run",
                                "--source",
                                "simulator",
                                "--config",
                                config.toString())
                        .redirectOutput(Programs.LOG)
                        .redirectError(folder.resolve("log").toFile())
                        .start();
        try {
            URI healthz = URI.create("http://127.0.0.1:" + port + "/healthz");
            await().atMost(LONG_ENOUGH).until(() -> isWell(healthz));
            ConcurrentLinkedQueue<Socket> open = new ConcurrentLinkedQueue<>();
            AtomicBoolean over = new AtomicBoolean();
            List<Thread> attackers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String from = "127.0.0." + (66 + i);
                Thread attacker = new Thread(() -> attack(from, port, open, over));
                attackers.add(attacker);
                attacker.start();
            }
            int answered = 0;
            while (attackers.stream().anyMatch(Thread::isAlive) && answered < 10_000) {
                assertThat(isWell(healthz)).as("while it is attacked").isTrue();
                answered++;
            }
            over.set(true);
            for (Thread attacker : attackers) {
                attacker.join();
            }
            assertThat(answered).isPositive();
            assertThat(isWell(healthz)).isTrue();
            assertThat(program.isAlive()).isTrue();
            for (Socket socket : open) {
                socket.close();
            }
        } finally {
            program.destroy();
            program.waitFor();
        }
        assertThat(Files.readString(folder.resolve("log"))).doesNotContain("OutOfMemory", "ERROR");
    }

    /** Its share of the connections; each says as much as it is let, and stays. */
    private static void attack(
            String from, int port, ConcurrentLinkedQueue<Socket> open, AtomicBoolean over) {
        byte[] header = ("X-" + "b".repeat(8) + ": " + "a".repeat(4900) + "\r\n").getBytes(UTF_8);
        for (int i = 0; i < CONNECTIONS / 4 && !over.get(); i++) {
            try {
                Socket socket = new Socket();
                open.add(socket);
                socket.bind(new InetSocketAddress(from, 0));
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                socket.getOutputStream()
                        .write("GET / HTTP/1.1\r\nHost: localhost\r\n".getBytes(UTF_8));
                for (int h = 0; h < 190; h++) {
                    socket.getOutputStream().write(header);
                }
            } catch (IOException ended) {
                // That one was shown the door.
            }
        }
    }

    private static boolean isWell(URI healthz) throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(healthz).timeout(Duration.ofSeconds(5)).build();
            return CLIENT.send(request, BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
