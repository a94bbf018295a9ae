package be.bsmr.bench.soak;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A fault while it lasts: what is done to the world when it begins, each second, and at its end.
 */
final class Happening {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Fault fault;
    private final World world;
    private final Random random;
    private int seconds;
    private @Nullable Nuisance nuisance;

    Happening(Fault fault, World world, Random random) {
        this.fault = fault;
        this.world = world;
        this.random = random;
    }

    void begin() throws IOException, InterruptedException {
        if (fault.excuses) {
            world.touchUnwritten(fault);
        }
        switch (fault) {
            case KILLED -> {
                world.program.kill();
                world.awaitLastWills();
            }
            case READ_ONLY -> {
                world.program.kill();
                world.disk.writable(false);
                world.startProgram();
                world.untilHeard(fault);
            }
            case SERIAL_GONE -> {
                world.serial.pull();
                world.dongle.pull();
            }
            case FLAPPING -> world.serial.pull();
            case STOPPED -> world.program.signal("STOP");
            case METER_CLOCK ->
                    world.meter.setClockWrongBy(random.nextBoolean() ? MINUTE : MINUTE.negated());
            case METER_SWAPPED -> world.settle();
            case DISK_FULL -> world.disk.fill();
            case BROKER_KILLED -> world.outside.kill();
            case HOST_CLOCK ->
                    world.clock.setWrongBy(Duration.ofMinutes(random.nextInt(12 * 60) - 6 * 60));
            case HOSTILE -> nuisance = Nuisance.hostile(world.ports().web(), world.broker());
            case FULL_INBOX -> nuisance = Nuisance.deafSubscriber(world.broker());
            case SLOW_BROWSER -> nuisance = Nuisance.slowBrowser(world.ports().web());
            case GARBAGE -> {}
        }
    }

    /** A second of the house passes in it. */
    void second() throws IOException, InterruptedException {
        seconds++;
        switch (fault) {
            case KILLED, SERIAL_GONE, STOPPED, METER_SWAPPED -> world.unheardSecond(fault);
            case FLAPPING -> flap();
            case GARBAGE -> {
                world.secondAfter(noise());
                world.truth.touch(world.meter.stamp(), fault);
            }
            default -> {
                world.second();
                if (fault.excuses) {
                    world.truth.touch(world.meter.stamp(), fault);
                }
            }
        }
    }

    void end() throws IOException, InterruptedException {
        switch (fault) {
            case KILLED -> world.startProgram();
            case READ_ONLY -> world.disk.writable(true);
            case SERIAL_GONE -> {
                world.serial.plug();
                world.dongle.plug();
            }
            case FLAPPING -> world.serial.plug();
            case STOPPED -> world.program.signal("CONT");
            case METER_CLOCK -> world.meter.setClockWrongBy(Duration.ZERO);
            case METER_SWAPPED -> world.meter.swap();
            case DISK_FULL -> world.disk.makeRoom();
            case BROKER_KILLED -> world.outside.start();
            case HOST_CLOCK -> world.clock.setWrongBy(Duration.ZERO);
            default -> {}
        }
        if (nuisance != null) {
            nuisance.close();
        }
        if (fault.excuses) {
            world.untilHeard(fault);
        }
        if (fault == Fault.DISK_FULL || fault == Fault.READ_ONLY) {
            world.await(world.program::diskTrouble);
        }
    }

    /** The program reads what the dongle says meanwhile. */
    private void flap() throws IOException, InterruptedException {
        if (seconds % 40 == 0) {
            world.serial.pull();
        } else if (seconds % 40 == 20) {
            world.serial.plug();
        }
        world.hastySecond(fault);
    }

    private byte[] noise() {
        byte[] noise = new byte[random.nextInt(4000)];
        random.nextBytes(noise);
        return noise;
    }
}
