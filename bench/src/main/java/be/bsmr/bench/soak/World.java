package be.bsmr.bench.soak;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that is around the program, and the program: the house with its meter and devices, the cable,
 * the disk, the brokers, the clock. Time passes here, a second of the house at a time.
 */
final class World implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 20_000;

    /** So many of the newest telegrams count as heard. */
    private static final int NEWEST = 5;

    /**
     * The program comes back to a broker that has cut its connection within 30 s, and tries a load
     * that did not obey each minute; a busy machine may need a second try.
     */
    private static final Duration LONGEST_UNTIL_OBEYED = Duration.ofMinutes(3);

    private static final Duration LONGEST_READING = Duration.ofSeconds(3);

    private static final Duration LONGEST_WILL = Duration.ofSeconds(15);

    /** Telegrams that the cable and the program may hold, and seconds that a commit may wait. */
    private static final Duration UNWRITTEN = Duration.ofSeconds(15);

    final Truth truth = new Truth();
    final Meter meter;
    final HostClock clock;
    final SerialLine serial;
    final TcpLine dongle;
    final Disk disk;
    final OutsideBroker outside;
    final Devices devices;
    final Program program;
    private final Ports ports;
    private final Path folder;
    private final Complaints complaints;
    private final double speed;
    private final Deque<Instant> newest = new ArrayDeque<>();
    private boolean brokerOutside;
    private long due = System.nanoTime();

    /**
     * TCP ports of this machine.
     *
     * @param inside of the program's own broker
     * @param outside of another one
     * @param dongle of the second way to the meter
     */
    record Ports(int web, int inside, int outside, int dongle) {}

    /**
     * @param folder empty; all that is written goes there
     * @param program command that starts it, without its arguments
     */
    World(Path folder, List<String> program, Start start, Ports ports, Complaints complaints)
            throws IOException, InterruptedException {
        this.folder = folder;
        this.ports = ports;
        this.complaints = complaints;
        speed = start.speed();
        brokerOutside = start.seed() % 2 == 0;
        meter = new Meter(start.seed(), start.at(), truth);
        clock = new HostClock(folder.resolve("clock"), start.at());
        serial = new SerialLine(folder.resolve("p1"));
        dongle = new TcpLine(ports.dongle());
        disk = new Disk(folder.resolve("disk"));
        outside = new OutsideBroker(folder, ports.outside());
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("run", "--config", folder.resolve("bsmr.yaml").toString()));
        Map<String, String> environment = new HashMap<>(clock.environment());
        this.program =
                new Program(
                        command,
                        environment,
                        folder.resolve("log"),
                        URI.create("http://127.0.0.1:" + ports.web() + "/"));
        devices = new Devices(ports.inside(), ports.outside());
        outside.start();
        serial.plug();
        dongle.plug();
    }

    /**
     * Where a run begins.
     *
     * @param at stamp of the first telegram
     * @param speed seconds of the house in a second, at most
     */
    record Start(long seed, Instant at, double speed) {}

    Ports ports() {
        return ports;
    }

    Path database() {
        return disk.folder().resolve("bsmr.db");
    }

    /** Starts the program; each time it has the other broker. */
    void startProgram() throws IOException, InterruptedException {
        brokerOutside = !brokerOutside;
        Files.writeString(folder.resolve("bsmr.yaml"), configuration());
        program.start();
    }

    /** Port of the broker that the program speaks with, its own or the other. */
    int broker() {
        return brokerOutside ? ports.outside() : ports.inside();
    }

    private String configuration() {
        String mqtt =
                brokerOutside
                        ? "  host: 127.0.0.1\n  port: %d\n".formatted(ports.outside())
                        : "  broker: {port: %d}\n  bridge: {host: 127.0.0.1, port: %d, topics: [quarter/finished]}\n"
                                .formatted(ports.inside(), ports.outside());
        return "source: serial:%s\nfallback: tcp:127.0.0.1:%d\nsilence_s: 15\nweb: {port: %d}\nstore: {file: %s}\nmqtt:\n%s%s"
                .formatted(
                        folder.resolve("p1"),
                        ports.dongle(),
                        ports.web(),
                        database(),
                        mqtt,
                        Devices.YAML);
    }

    /** The other broker, which outlives the program, says in its place what is safe. */
    void awaitLastWills() throws InterruptedException {
        long until = System.nanoTime() + LONGEST_WILL.toNanos();
        while (brokerOutside && !devices.off().isEmpty()) {
            if (System.nanoTime() > until) {
                complaints.add(meter.now(), "off though the program is dead: " + devices.off());
                return;
            }
            Thread.sleep(20);
        }
    }

    /** A second passes; what the meter says goes out at its pace. */
    void second() throws IOException, InterruptedException {
        awaitPace();
        if (!say(PATIENCE_MILLIS)) {
            throw failed("the program reads nothing any more");
        }
    }

    /** A second passes that the program does not hear of, whatever the meter says. */
    void unheardSecond(Fault fault) throws IOException {
        devices.live(meter);
        byte[] unused = meter.next();
        clock.show(meter.now());
        truth.touch(meter.stamp(), fault);
    }

    /** A second passes in which who is not ready to hear misses what the meter says. */
    void hastySecond(Fault fault) throws IOException, InterruptedException {
        awaitPace();
        boolean unused = say(20);
        truth.touch(meter.stamp(), fault);
    }

    /** With something else on the line before what the meter says. */
    void secondAfter(byte[] noise) throws IOException, InterruptedException {
        boolean unused = serial.say(noise, PATIENCE_MILLIS);
        second();
    }

    private boolean say(long patienceMillis) throws IOException, InterruptedException {
        devices.live(meter);
        byte[] telegram = meter.next();
        clock.show(meter.now());
        newest.addLast(meter.stamp());
        if (newest.size() > NEWEST) {
            newest.removeFirst();
        }
        boolean byDongle = dongle.say(telegram, patienceMillis);
        boolean bySerial = serial.say(telegram, byDongle ? 20 : patienceMillis);
        return byDongle || bySerial;
    }

    private void awaitPace() throws InterruptedException {
        due = Math.max(due + (long) (1e9 / speed), System.nanoTime() - 100_000_000);
        long early = due - System.nanoTime();
        if (early > 5_000_000) {
            Thread.sleep(early / 1_000_000);
        }
    }

    /**
     * Time stands still until the program has read the newest that was said. What a hasty second
     * said it may have missed; then there is another.
     */
    void settle() throws IOException, InterruptedException {
        long until = patient();
        long another = System.nanoTime() + LONGEST_READING.toNanos();
        while (!program.heard().equals(Optional.of(meter.stamp()))) {
            if (System.nanoTime() > until) {
                throw failed("has not read what was said");
            }
            if (System.nanoTime() > another) {
                second();
                another = System.nanoTime() + LONGEST_READING.toNanos();
            }
            Thread.sleep(5);
        }
    }

    private static long patient() {
        return System.nanoTime() + Duration.ofSeconds(90).toNanos();
    }

    private IOException failed(String what) {
        complaints.add(meter.now(), what);
        return new IOException(what);
    }

    /** The meter goes on slowly until the program hears it again. */
    void untilHeard(Fault fault) throws IOException, InterruptedException {
        long until = patient();
        newest.clear();
        do {
            boolean unused = say(20);
            truth.touch(meter.stamp(), fault);
            Thread.sleep(30);
            if (System.nanoTime() > until) {
                throw failed(fault.words + ": the meter is not heard again");
            }
        } while (!program.heard().filter(newest::contains).isPresent());
        settle();
    }

    /** What the program has read but may not have written yet is touched by a fault. */
    void touchUnwritten(Fault fault) throws InterruptedException {
        Instant read = program.heard().orElse(meter.stamp());
        truth.touch(read.minus(UNWRITTEN), meter.stamp(), fault);
    }

    /**
     * The meter goes on slowly until nothing is in the way any more; else that is complained of.
     */
    void await(Obstacle obstacle) throws IOException, InterruptedException {
        await(obstacle, patient());
    }

    private void await(Obstacle obstacle, long until) throws IOException, InterruptedException {
        String what = obstacle.now();
        while (!what.isEmpty()) {
            if (System.nanoTime() > until) {
                complaints.add(meter.now(), what);
                return;
            }
            Thread.sleep(1000);
            second();
            what = obstacle.now();
        }
    }

    /** What is waited for: why it is not yet so, empty when it is. */
    @FunctionalInterface
    interface Obstacle {
        String now() throws IOException, InterruptedException;
    }

    /** That each device stands as the program says, in the time that it may take. */
    void checkLoads() throws IOException, InterruptedException {
        await(
                () -> {
                    settle();
                    return program.state()
                            .map(state -> String.join("; ", devices.otherThan(state)))
                            .orElse("the page does not answer");
                },
                System.nanoTime() + LONGEST_UNTIL_OBEYED.toNanos());
    }

    @Override
    public void close() throws IOException {
        program.close();
        serial.close();
        dongle.close();
        devices.close();
        outside.close();
        disk.close();
    }
}
