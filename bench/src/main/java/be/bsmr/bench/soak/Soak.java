package be.bsmr.bench.soak;

import be.bsmr.bench.soak.FaultPlan.Planned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A run: simulated time through the real program, faults from a seed, and a report. */
public final class Soak {

    private static final int DAY = 86_400;
    private static final int MOST_BETWEEN_CHECKS = 6 * 3600;
    private static final int LONG_RUN = 5 * DAY;
    private static final int VITALS_EACH = 1800;
    private static final long MOST_LOG = 1_000_000;

    /**
     * Just before the clocks go back, of an odd seed, or forward: both nights are lived through.
     */
    private static final List<Instant> STARTS =
            List.of(Instant.parse("2026-03-29T00:14:00Z"), Instant.parse("2026-10-24T23:44:00Z"));

    private final World world;
    private final World.Start start;
    private final int seconds;
    private final Complaints complaints;
    private final long begun = System.nanoTime();
    private final Vitals vitals = new Vitals();
    private final Map<Fault, String> skipped = new EnumMap<>(Fault.class);

    private Soak(World world, World.Start start, int seconds, Complaints complaints) {
        this.world = world;
        this.start = start;
        this.seconds = seconds;
        this.complaints = complaints;
        if (!world.disk.isMounted()) {
            skipped.put(Fault.DISK_FULL, "only root may mount a disk");
            skipped.put(Fault.READ_ONLY, "only root may mount a disk");
        }
    }

    /**
     * Prints what happens and the report; ends with 1 when anything is not as it must be.
     *
     * @param args folder to work in, which is empty; days; seed; seconds of the house in a second
     *     at most; file for the report; the command that starts the program
     */
    public static void main(String[] args) throws Exception {
        Report report =
                run(
                        Path.of(args[0]),
                        List.of(args).subList(5, args.length),
                        start(Long.parseLong(args[2]), Double.parseDouble(args[3])),
                        (int) (Double.parseDouble(args[1]) * DAY));
        System.out.println(report.text());
        Files.writeString(Path.of(args[4]), report.text());
        System.exit(report.complaints().all().isEmpty() ? 0 : 1);
    }

    /** Whether growth of memory can be told from noise. */
    static boolean isLong(int seconds) {
        return seconds >= LONG_RUN;
    }

    /** Where a run of this seed begins. */
    static World.Start start(long seed, double speed) {
        return new World.Start(
                seed, STARTS.get((int) Math.floorMod(seed, (long) STARTS.size())), speed);
    }

    /**
     * @param folder empty
     * @param program command that starts it, without its arguments
     */
    static Report run(Path folder, List<String> program, World.Start start, int seconds)
            throws IOException, InterruptedException {
        Complaints complaints = new Complaints();
        long begun = System.nanoTime();
        World.Ports ports = new World.Ports(port(), port(), port(), port());
        try (World world = new World(folder, program, start, ports, complaints)) {
            Soak soak = new Soak(world, start, seconds, complaints);
            FaultPlan plan = FaultPlan.of(start.seed(), seconds);
            Verdict verdict = soak.verdict(plan);
            return new Report(
                    start,
                    seconds,
                    Duration.ofNanos(System.nanoTime() - begun),
                    plan,
                    soak.skipped,
                    verdict,
                    soak.vitals,
                    world.program.logBytes(),
                    complaints);
        }
    }

    private Verdict verdict(FaultPlan plan) throws IOException, InterruptedException {
        world.startProgram();
        world.untilHeard(Fault.KILLED);
        say("begun");
        int second = 0;
        Random random = new Random(start.seed());
        for (Planned planned : plan.faults()) {
            if (skipped.containsKey(planned.fault())) {
                continue;
            }
            second = calm(second, planned.begin());
            System.out.printf(
                    "%s %s, %d s%n", world.meter.now(), planned.fault().words, planned.seconds());
            Happening now = new Happening(planned.fault(), world, random);
            now.begin();
            for (; second < planned.end(); second++) {
                now.second();
            }
            now.end();
            say("over");
        }
        calm(second, seconds);
        world.checkLoads();
        say("ends");
        vitals.take(world.program, seconds);
        if (!world.program.end()) {
            complaints.add(world.meter.now(), "the program does not end");
        }
        world.devices.held().forEach(one -> complaints.add("not given back at the end: " + one));
        world.program.errors().forEach(line -> complaints.add("in the log: " + line));
        vitals.judge(isLong(seconds), complaints);
        if (world.program.logBytes() > MOST_LOG * Math.max(1, seconds / DAY)) {
            complaints.add("log: " + world.program.logBytes() + " bytes");
        }
        return Verdict.of(world.database(), world.truth, complaints);
    }

    /** With the house's time and the seconds that the run has taken. */
    private void say(String what) {
        long taken = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        System.out.printf("%s (%d s) %s%n", world.meter.now(), taken, what);
    }

    /** Without faults, from one second to another. */
    private int calm(int from, int until) throws IOException, InterruptedException {
        for (int second = from; second < until; second++) {
            world.second();
            if (second % Math.min(MOST_BETWEEN_CHECKS, seconds / 4) == 0) {
                world.checkLoads();
            }
            if (second % VITALS_EACH == 0) {
                vitals.take(world.program, second);
            }
        }
        return Math.max(from, until);
    }

    private static int port() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
