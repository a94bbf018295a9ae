package be.bsmr.bench.soak;

import be.bsmr.bench.soak.FaultPlan.Planned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A run: simulated time, faults from a seed, and the verdict. */
public final class Soak {

    private static final int CHECK_LOADS_EACH = 1800;

    /** Half past one in the night in which the clocks are set back. */
    private static final Instant AUTUMN = Instant.parse("2026-10-24T23:29:00Z");

    private Soak() {}

    /**
     * @param args days, seed, speed, and the command that starts the program
     */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("soak");
        int seconds = (int) (Double.parseDouble(args[0]) * 86_400);
        World.Start start =
                new World.Start(Long.parseLong(args[1]), AUTUMN, Double.parseDouble(args[2]));
        List<String> program = List.of(args).subList(3, args.length);
        Complaints complaints = new Complaints();
        long begun = System.nanoTime();
        System.out.println(folder);
        Verdict verdict = run(folder, program, start, seconds, complaints);
        System.out.println(verdict + " in " + Duration.ofNanos(System.nanoTime() - begun));
        complaints.all().forEach(System.out::println);
    }

    static Verdict run(
            Path folder,
            List<String> program,
            World.Start start,
            int seconds,
            Complaints complaints)
            throws IOException, InterruptedException {
        World.Ports ports = new World.Ports(port(), port(), port());
        try (World world = new World(folder, program, start, ports, complaints)) {
            world.startProgram();
            world.untilHeard(Fault.KILLED);
            live(world, start.seed(), seconds);
            world.checkLoads();
            if (!world.program.end()) {
                complaints.add(world.meter.now(), "the program does not end");
            }
            world.devices
                    .held()
                    .forEach(one -> complaints.add("not given back at the end: " + one));
            return Verdict.of(world.database(), world.truth, complaints);
        }
    }

    private static void live(World world, long seed, int seconds)
            throws IOException, InterruptedException {
        Random random = new Random(seed);
        Happening now = null;
        @Nullable Planned planned = null;
        List<Planned> faults = new ArrayList<>(FaultPlan.of(seed, seconds).faults());
        for (int second = 0; second < seconds; second++) {
            if (planned == null && !faults.isEmpty() && faults.get(0).begin() <= second) {
                planned = faults.remove(0);
                System.out.println(
                        world.meter.now() + " " + planned.fault() + " " + planned.seconds());
                now = new Happening(planned.fault(), world, random);
                now.begin();
            }
            if (now == null) {
                world.second();
                if (second % CHECK_LOADS_EACH == 0) {
                    world.checkLoads();
                }
            } else {
                now.second();
            }
            if (planned != null && now != null && planned.end() <= second) {
                now.end();
                now = null;
                planned = null;
            }
        }
    }

    private static int port() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
