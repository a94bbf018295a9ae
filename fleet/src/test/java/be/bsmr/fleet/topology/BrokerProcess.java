package be.bsmr.fleet.topology;

import be.bsmr.fleet.local.LocalKafka;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A broker in a process of its own, so that it can be stopped under those who use it. */
final class BrokerProcess {

    private static final String RUNNING = "running";

    /** What a killed program left open is to be ended soon. */
    private static final Map<String, String> SETTINGS =
            Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");

    private final Process process;

    private BrokerProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts it, and waits until it takes connections.
     *
     * @param folder where it keeps everything; one that was used before goes on
     */
    static BrokerProcess start(Path folder, int port) throws IOException {
        Files.createDirectories(folder);
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-XX:+UseSerialGC",
                                        "-XX:TieredStopAtLevel=1",
                                        "-Xmx256m",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        BrokerProcess.class.getName(),
                                        folder.toString(),
                                        String.valueOf(port)))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.equals(RUNNING)) {
                return new BrokerProcess(process);
            }
        }
        throw new IOException("the broker does not start");
    }

    /** As an administrator does. */
    void stop() {
        process.destroy();
        process.onExit().join();
    }

    /**
     * @param args folder, port
     */
    public static void main(String[] args) throws IOException {
        LocalKafka kafka =
                LocalKafka.start(Path.of(args[0]), Integer.parseInt(args[1]), SETTINGS, List.of());
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "stop"));
        System.out.println(RUNNING);
        // Nobody writes there; it ends when the one that started this process does.
        while (System.in.read() >= 0) {}
        System.exit(0);
    }
}
