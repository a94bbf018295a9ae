package be.bsmr.fleet.topology;

import be.bsmr.fleet.local.LocalKafka;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A broker in a process of its own, so that it can be stopped or killed under those who use it. */
final class BrokerProcess {

    private static final String RUNNING = "running";

    private final Process process;

    private BrokerProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts it, and waits until it takes connections.
     *
     * @param folder where it keeps everything; one that was used before goes on
     * @param more settings, which win
     */
    static BrokerProcess start(Path folder, int port, Map<String, String> more) throws IOException {
        Files.createDirectories(folder);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx256m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                BrokerProcess.class.getName(),
                                folder.toString(),
                                String.valueOf(port)));
        more.forEach((key, value) -> command.add(key + "=" + value));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
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

    /** As a power cut does: nothing is said, nothing is written any more. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /**
     * @param args folder, port, settings as {@code key=value}
     */
    public static void main(String[] args) throws IOException {
        Map<String, String> more =
                Stream.of(args)
                        .skip(2)
                        .map(arg -> arg.split("=", 2))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        LocalKafka kafka =
                LocalKafka.start(Path.of(args[0]), Integer.parseInt(args[1]), more, List.of());
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "stop"));
        System.out.println(RUNNING);
        // Nobody writes there; it ends when the one that started this process does.
        while (System.in.read() >= 0) {}
        System.exit(0);
    }
}
