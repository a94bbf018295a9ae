package be.bsmr.bench;

import be.bsmr.control.Command;
import be.bsmr.home.Home;
import be.bsmr.home.relay.Actuator;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.source.Hub;
import be.bsmr.home.source.TcpGateway;
import be.bsmr.home.source.TelegramOutput;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Flow;
import be.bsmr.meter.Identity;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.Reading;
import be.bsmr.meter.Supply;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.site.SiteSettings;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Time from the last byte of a telegram, as it is handed to the socket, to the call that switches
 * the relay, through the whole program with broker, store and dashboard on. The telegrams make a
 * load be shed and restored in turn, each time in a new month, whose target is low again. They
 * follow each other within milliseconds, so the program is busier than with a real meter.
 */
public final class RelayLatency {

    private static final int ROUNDS = 300;
    private static final int WARM_UP = 50;
    private static final int LONGEST_ROUND_S = 1800;
    private static final String BOILER = "boiler";

    private RelayLatency() {}

    /** Prints median, 99th percentile and maximum. */
    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("bsmr-latency");
        BlockingQueue<Long> switchedAt = new LinkedBlockingQueue<>();
        AtomicInteger steps = new AtomicInteger();
        AtomicInteger commands = new AtomicInteger();
        Actuator relay =
                new Actuator() {
                    private @Nullable Command told;

                    @Override
                    public void order(Command command) {
                        switchedAt.add(System.nanoTime());
                        told = command;
                    }

                    @Override
                    public boolean isDone(Command command) {
                        return Actuator.same(told, command);
                    }

                    @Override
                    public void close() {}
                };
        HomeConfig config =
                HomeConfig.DEFAULT
                        .with("store.file", directory.resolve("latency.db"))
                        .with("mqtt.broker.port", 0)
                        .with("web.port", 0)
                        .withLoad(BOILER, "Boiler", 2400);
        long[] nanos = new long[ROUNDS];
        try (Hub meter = TelegramOutput.tcpListen(0);
                Home home =
                        Home.of(config, new TcpGateway("127.0.0.1", meter.port()))
                                .switching(BOILER, relay)
                                .tellingAlso(
                                        step -> {
                                            commands.addAndGet(step.commands().size());
                                            steps.addAndGet(step.newReading() ? 1 : 0);
                                        })) {
            home.start();
            while (meter.clients() == 0) {
                Thread.onSpinWait();
            }
            switchedAt.take(); // restored at the start
            Meter house = new Meter();
            for (int round = 0; round < WARM_UP + ROUNDS; round++) {
                if (round % 2 == 0) {
                    house.nextMonth();
                }
                long latency =
                        nextSwitch(meter, house, round % 2 == 0, steps, commands, switchedAt);
                if (round >= WARM_UP) {
                    nanos[round - WARM_UP] = latency;
                }
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "last byte to relay, %d switches: median %.2f ms, 99th percentile %.2f ms, maximum %.2f ms%n",
                ROUNDS,
                nanos[ROUNDS / 2] / 1e6,
                nanos[ROUNDS * 99 / 100] / 1e6,
                nanos[ROUNDS - 1] / 1e6);
    }

    /** Sends seconds of high or low power until the relay moves; the one before was not enough. */
    private static long nextSwitch(
            Hub meter,
            Meter house,
            boolean shed,
            AtomicInteger steps,
            AtomicInteger commands,
            BlockingQueue<Long> switchedAt)
            throws InterruptedException {
        for (int second = 0; second < LONGEST_ROUND_S; second++) {
            byte[] telegram = house.next(shed ? 3500 : 100);
            int before = steps.get();
            int commanded = commands.get();
            long sent = System.nanoTime();
            meter.write(telegram);
            while (steps.get() == before) {
                Thread.onSpinWait();
            }
            if (commands.get() > commanded) {
                long at = switchedAt.take();
                // What was ordered twice before, as after a reconnect, is not meant.
                while (at < sent) {
                    at = switchedAt.take();
                }
                return at - sent;
            }
        }
        throw new IllegalStateException("the relay did not move within " + LONGEST_ROUND_S + " s");
    }

    /** The simplest meter there is: one power, the register and demand that follow from it. */
    private static final class Meter {

        private final TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
        private Instant now = Instant.parse("2026-01-13T17:00:00Z");
        private Energy imported = Energy.ofWattHours(1_000_000);

        void nextMonth() {
            now =
                    now.atZone(SiteSettings.BELGIUM)
                            .plusMonths(1)
                            .truncatedTo(ChronoUnit.HOURS)
                            .toInstant();
        }

        byte[] next(int watts) {
            now = now.plusSeconds(1);
            imported = imported.plus(new Energy(watts));
            Energy shown = Energy.ofWattHours(imported.joules() / 3600);
            return writer.write(
                    new Reading(
                            new Identity(
                                    "FLU5\\253000000_A",
                                    "50216",
                                    new MeterId("1SIM2200000002"),
                                    null),
                            now,
                            1,
                            new Flow(
                                    EnergyRegisters.ofTariffs(shown, Energy.ZERO),
                                    new Power(watts)),
                            new Flow(
                                    EnergyRegisters.ofTariffs(Energy.ZERO, Energy.ZERO),
                                    Power.ZERO),
                            List.of(),
                            List.of(),
                            Supply.UNKNOWN));
        }
    }
}
