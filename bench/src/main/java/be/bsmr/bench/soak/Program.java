package be.bsmr.bench.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The real program, as a process that can be killed, stopped and asked how it is. */
final class Program implements AutoCloseable {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    /** Who says errors that a fault explains. */
    private static final List<String> EXPLAINED =
            List.of(
                    " Keeping: ",
                    " Keeper: ",
                    " Store: ",
                    " DiskWriter: ",
                    " LoadSwitch: ",
                    " MeterLink: ");

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final List<String> command;
    private final Map<String, String> environment;
    private final File log;
    private final URI page;
    private @Nullable Process process;

    /**
     * @param command that starts it
     * @param page of its dashboard
     */
    Program(List<String> command, Map<String, String> environment, Path log, URI page) {
        this.command = command;
        this.environment = environment;
        this.log = log.toFile();
        this.page = page;
    }

    /** Starts it and waits until its page answers. */
    void start() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        process =
                builder.redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                        .start();
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (ask("healthz").isEmpty()) {
            if (System.nanoTime() > until || !process.isAlive()) {
                throw new IOException("the program does not start: see " + log);
            }
            Thread.sleep(20);
        }
    }

    long id() {
        return running().pid();
    }

    /** As a power cut would. */
    void kill() {
        running().destroyForcibly().onExit().join();
    }

    /**
     * @param name such as {@code STOP}
     */
    void signal(String name) throws IOException {
        Commands.run("kill", "-" + name, Long.toString(id()));
    }

    /** Asks it to end. Whether it did, and said that all is kept. */
    boolean end() throws InterruptedException {
        running().destroy();
        return running().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** What {@code /api/v1/state} says; empty when nothing is answered. */
    Optional<JsonNode> state() throws InterruptedException {
        return ask("api/v1/state");
    }

    /** The stamp of the newest reading that it has. */
    Optional<Instant> heard() throws InterruptedException {
        return state().map(s -> s.at("/reading/time").asText(""))
                .filter(time -> !time.isEmpty())
                .map(time -> OffsetDateTime.parse(time).toInstant());
    }

    /** Why readings are not kept just now; empty when they are. */
    String diskTrouble() throws InterruptedException {
        return ask("healthz").map(h -> h.at("/store/trouble").asText("")).orElse("no answer");
    }

    /** MB. */
    double resident() throws IOException {
        Matcher resident = RESIDENT.matcher(Files.readString(proc("status")));
        return resident.find() ? Long.parseLong(resident.group(1)) / 1000.0 : 0;
    }

    int threads() throws IOException {
        try (Stream<Path> threads = Files.list(proc("task"))) {
            return (int) threads.count();
        }
    }

    /** MB that are in use, after all that is not was thrown away. */
    double liveHeap() throws IOException {
        String said = Commands.run(jcmd(), Long.toString(id()), "GC.class_histogram");
        Matcher total = TOTAL.matcher(said);
        return total.find() ? Long.parseLong(total.group(1)) / 1e6 : 0;
    }

    long logBytes() {
        return log.length();
    }

    /** Errors in its log that no disk, cable or load explains. */
    List<String> errors() throws IOException {
        try (Stream<String> lines = Files.lines(log.toPath(), StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.contains(" ERROR ") || line.contains("Exception"))
                    .filter(line -> EXPLAINED.stream().noneMatch(line::contains))
                    .toList();
        }
    }

    private Optional<JsonNode> ask(String path) throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(page.resolve(path))
                            .timeout(Duration.ofSeconds(5))
                            .build();
            return Optional.of(
                    MAPPER.readTree(client.send(request, BodyHandlers.ofString()).body()));
        } catch (IOException away) {
            return Optional.empty();
        }
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(id()), file);
    }

    private static String jcmd() {
        return Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("the program was not started");
        }
        return process;
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }
}
