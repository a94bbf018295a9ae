package be.bsmr.bench;

import be.bsmr.meter.Grid;
import be.bsmr.p1.P1Benchmarks;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.simulator.Household;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How fast the P1 reader is: {@code bsmr bench p1}. */
@Command(
        name = "bsmr bench p1",
        mixinStandardHelpOptions = true,
        description =
                "Measure framing, checksum and full decoding of a recording on one thread, beside a"
                        + " copy of the same bytes.")
public final class P1Speed implements Callable<Integer> {

    /** Twenty minutes of a real meter, which lie beside the project where they are at hand. */
    private static final Path REAL =
            Path.of(System.getProperty("bsmr.home", "."))
                    .resolve("../shared/data/p1/recordings/telegram20min.txt");

    private static final ZoneId ZONE = ZoneId.of("Europe/Brussels");
    private static final int SIMULATED_TELEGRAMS = 20 * 60;
    private static final int FORKS = 3;
    private static final int WARM_UPS = 15;
    private static final int ITERATIONS = 10;

    /** How the figures are printed. */
    enum Format {
        text,
        json
    }

    @Option(names = "--format", paramLabel = "text|json", description = "default: text")
    private Format format = Format.text;

    @Option(
            names = "--recording",
            paramLabel = "FILE",
            description = "telegrams (default: a real recording if at hand, or a simulated one)")
    private @Nullable Path recording;

    private P1Speed() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new P1Speed()).execute(args));
    }

    @Override
    public Integer call() throws IOException, RunnerException {
        Path file = recording;
        boolean simulated = file == null && !Files.isReadable(REAL);
        if (file == null) {
            file = simulated ? simulate() : REAL;
        }
        RunResult decode = run("decode", file);
        RunResult frame = run("frame", file);
        RunResult copy = run("copy", file);
        RunResult crc = run("crc", file);
        RunResult regex = run("regex", file);
        ObjectNode figures = JsonNodeFactory.instance.objectNode();
        figures.put("recording", simulated ? "simulated" : file.getFileName().toString());
        figures.put("java", System.getProperty("java.version"));
        figures.put("telegrams_per_s", perSecond(decode, "telegrams"));
        figures.put("mb_per_s", perSecond(decode, "bytes") / 1_000_000);
        figures.put(
                "bytes_allocated_per_telegram",
                median(decode, i -> of(i, "allocated") / of(i, "telegrams")));
        figures.put("arraycopy_mb_per_s", perSecond(copy, "bytes") / 1_000_000);
        figures.put("crc_mb_per_s", perSecond(crc, "bytes") / 1_000_000);
        figures.put("framed_telegrams_per_s", perSecond(frame, "telegrams"));
        figures.put("regex_telegrams_per_s", perSecond(regex, "telegrams"));
        if (format == Format.json) {
            System.out.println(figures);
        } else {
            figures.properties().forEach(e -> print(e.getKey(), e.getValue()));
        }
        return 0;
    }

    private static void print(String key, com.fasterxml.jackson.databind.JsonNode value) {
        String shown =
                value.isNumber()
                        ? String.format(Locale.ROOT, "%,.0f", value.doubleValue())
                        : value.asText();
        System.out.printf("%-30s %25s%n", key, shown);
    }

    private static RunResult run(String benchmark, Path file) throws RunnerException {
        return new Runner(
                        new OptionsBuilder()
                                .include(
                                        "^\\Q"
                                                + P1Benchmarks.class.getName()
                                                + "."
                                                + benchmark
                                                + "\\E$")
                                .param("recording", file.toString())
                                .forks(FORKS)
                                .jvmArgs("-Xms512m", "-Xmx512m")
                                .warmupIterations(WARM_UPS)
                                .measurementIterations(ITERATIONS)
                                .verbosity(VerboseMode.SILENT)
                                .build())
                .runSingle();
    }

    private static double perSecond(RunResult run, String what) {
        return median(run, i -> of(i, what) / of(i, "cpuNanos") * 1e9);
    }

    private static double of(IterationResult iteration, String counter) {
        return Objects.requireNonNull(iteration.getSecondaryResults().get(counter)).getScore();
    }

    private static double median(RunResult run, ToDoubleFunction<IterationResult> figure) {
        double[] all =
                run.getBenchmarkResults().stream()
                        .flatMap(b -> b.getIterationResults().stream())
                        .mapToDouble(figure)
                        .sorted()
                        .toArray();
        return Math.round(all[all.length / 2]);
    }

    private static Path simulate() throws IOException {
        Path file = Files.createTempFile("bsmr-p1", ".txt");
        file.toFile().deleteOnExit();
        Household house =
                new Household(1, Instant.parse("2026-01-13T17:00:00Z"), ZONE, Grid.DELTA_230);
        TelegramWriter writer = new TelegramWriter(ZONE);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < SIMULATED_TELEGRAMS; i++) {
                out.write(writer.write(house.next()));
            }
        }
        return file;
    }
}
