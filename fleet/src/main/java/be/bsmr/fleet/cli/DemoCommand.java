package be.bsmr.fleet.cli;

import be.bsmr.fleet.demo.FleetDemo;
import be.bsmr.fleet.local.FasterClock;
import be.bsmr.home.config.ConfigException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Forty simulated flats. */
@Command(
        name = "demo",
        description = {
            "Run a whole fleet in this process: a broker and a database of its own, forty simulated flats of which every third has a car, and the page of their community.",
            "Flat 13's meter is a day ahead, flat 27 falls silent: neither harms the others.",
            "Nothing listens beyond this machine, and nothing is kept."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bsmr fleet demo                     a quarter-hour in fifteen seconds",
            "  bsmr fleet demo --kill              the counting is killed again and again",
            "  bsmr fleet demo --kill 5            five times, then it ends: 0 when nothing was lost",
            "  bsmr fleet demo --meters 10000      what this machine can count"
        })
final class DemoCommand implements Callable<Integer> {

    private static final int NEVER = Integer.MIN_VALUE;

    /** Between two kills, s. */
    private static final long EVERY_S = 20;

    @Option(
            names = "--speed",
            paramLabel = "N",
            description = "seconds of the flats' time a second, 1 to 120 (default: 60)")
    private int speed = 60;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "of the page; 0 = any that is free (default: 8090)")
    private int port = 8090;

    @Option(
            names = "--kill",
            paramLabel = "TIMES",
            arity = "0..1",
            fallbackValue = "0",
            description =
                    "count in a process of its own, and kill it so often, or until Ctrl-C; say how"
                            + " many quarters there are, are missing, and are there twice")
    private int kills = NEVER;

    @Option(
            names = "--meters",
            paramLabel = "N",
            description =
                    "instead, send three hours of so many meters through a broker here, and say how"
                            + " many readings a second this machine counts")
    private @Nullable Integer meters;

    /** Null until all has. */
    private @Nullable FleetDemo started;

    @Override
    public Integer call() throws IOException, ConfigException {
        require("--speed", speed, 1, 120);
        require("--port", port, 0, 65_535);
        requireFree(port);
        if (kills != NEVER) {
            require("--kill", kills, 0, 10_000);
        }
        if (meters != null) {
            require("--meters", meters, 1, 1_000_000);
            FleetDemo.measure(meters);
            return 0;
        }
        Clock machine = Clock.systemUTC();
        Instant now = machine.instant();
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        FleetDemo demo = start(new FasterClock(machine, now, now, speed));
        System.out.println("Community: " + demo.address() + "  (Ctrl-C stops)");
        if (kills != NEVER) {
            return demo.kill(kills, Duration.ofSeconds(EVERY_S), System.out) ? 0 : 1;
        }
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private synchronized FleetDemo start(FasterClock clock) throws IOException, ConfigException {
        FleetDemo demo = FleetDemo.start(clock, port, kills != NEVER);
        started = demo;
        return demo;
    }

    /** Who is asked to stop while all starts waits for that: a database would outlive this. */
    private synchronized void stop() {
        if (started != null) {
            started.close();
        }
    }

    /** Before a broker and a database start in vain. */
    private static void requireFree(int port) throws IOException {
        try (ServerSocket one = new ServerSocket()) {
            one.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (BindException e) {
            throw new IOException(
                    "port "
                            + port
                            + " cannot be had ("
                            + e.getMessage()
                            + "): choose another with --port, or 0 for any that is free",
                    e);
        }
    }

    private static void require(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    option + " is " + least + " to " + most + ", not " + value);
        }
    }
}
