package be.bsmr.home.cli;

import be.bsmr.home.source.Hub;
import be.bsmr.home.source.TelegramOutput;
import be.bsmr.meter.Grid;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A household that writes telegrams, so that this or any other reader can be fed without a meter.
 */
@Command(
        name = "simulate",
        description = {
            "Write the telegrams of a simulated household: CRC, CRLF, one a second, e-MUCS 50217.",
            "Same seed, start and grid: same bytes."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr simulate --minutes 20 > evening.txt   a recording to replay",
            "  bsmr simulate --to serial:/dev/ttyUSB1                 feed a second device",
            "  bsmr simulate --to tcp-listen:2000                     feed whoever connects to 127.0.0.1:2000"
        })
final class SimulateCommand implements Callable<Integer> {

    @Option(
            names = "--to",
            paramLabel = "WHERE",
            defaultValue = "stdout",
            description = "stdout, serial:DEVICE or tcp-listen:PORT (default: ${DEFAULT-VALUE})")
    private String to = "stdout";

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description = "stop after N minutes of meter time (default: never)")
    private @Nullable Integer minutes;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "which family lives there (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--start",
            paramLabel = "TIME",
            description =
                    "stamp of the first telegram, such as 2026-01-13T18:00 or"
                            + " 2026-01-13T18:00:00+01:00 (default: now)")
    private @Nullable String start;

    @Option(
            names = "--speed",
            paramLabel = "N|max",
            converter = Speed.Converter.class,
            description = "telegrams a second, or max (default: 1; with --minutes to stdout: max)")
    private @Nullable Speed speed;

    @Option(
            names = "--grid",
            paramLabel = "GRID",
            defaultValue = "3n400",
            description = "1x230, 3x230 (without neutral) or 3n400 (default: ${DEFAULT-VALUE})")
    private String grid = "3n400";

    @Override
    public Integer call() throws Fault, InterruptedException {
        if (minutes != null && minutes <= 0) {
            throw Fault.usage("--minutes takes a whole number above 0, not " + minutes);
        }
        Instant first =
                start == null
                        ? Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS)
                        : Times.instant("--start", start, SiteSettings.BELGIUM);
        Household house = new Household(seed, first, SiteSettings.BELGIUM, grid(grid));
        TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
        Speed pace = pace();
        long telegrams = minutes == null ? Long.MAX_VALUE : minutes * 60L;
        try (TelegramOutput output = open()) {
            long begun = System.nanoTime();
            for (long i = 0; i < telegrams; i++) {
                long due = begun + pace.paced(Duration.ofSeconds(i)).toNanos();
                long early = due - System.nanoTime();
                if (early > 0) {
                    Thread.sleep(Duration.ofNanos(early).toMillis());
                }
                output.write(writer.write(house.next()));
            }
        } catch (IOException e) {
            if (to.equals("stdout") && StandardOutput.wasClosed(e)) {
                return Exit.OK; // whoever read us has had enough
            }
            throw Fault.unavailable(e);
        }
        return Exit.OK;
    }

    /** A recording is written at once; whoever listens to a meter expects one telegram a second. */
    private Speed pace() {
        if (speed != null) {
            return speed;
        }
        return to.equals("stdout") && minutes != null ? Speed.MAX : new Speed(1);
    }

    private TelegramOutput open() throws Fault {
        try {
            if (to.equals("stdout")) {
                return TelegramOutput.to(StandardOutput.open());
            }
            if (to.startsWith("serial:")) {
                return TelegramOutput.serial(to.substring("serial:".length()));
            }
            if (to.startsWith("tcp-listen:")) {
                int port = Integer.parseInt(to.substring("tcp-listen:".length()));
                Hub clients = TelegramOutput.tcpListen(port);
                System.err.println("listening on 127.0.0.1:" + clients.port());
                return clients;
            }
        } catch (IOException e) {
            throw Fault.unavailable(e);
        } catch (IllegalArgumentException e) {
            throw Fault.usage(
                    "--to tcp-listen takes a port of 1 to 65535, such as tcp-listen:2000");
        }
        throw Fault.usage(
                "--to '"
                        + to
                        + "' is unknown; write stdout, serial:/dev/ttyUSB0 or tcp-listen:2000");
    }

    private static Grid grid(String label) throws Fault {
        return Arrays.stream(Grid.values())
                .filter(g -> g.label().equals(label))
                .findFirst()
                .orElseThrow(
                        () ->
                                Fault.usage(
                                        "--grid '"
                                                + label
                                                + "' is unknown; write one of "
                                                + Arrays.stream(Grid.values())
                                                        .map(Grid::label)
                                                        .collect(Collectors.joining(", "))));
    }
}
