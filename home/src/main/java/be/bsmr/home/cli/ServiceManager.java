package be.bsmr.home.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * systemd, where it has started this program and wants to be told: that the dashboard answers, that
 * the program lives, that it stops. A program that hangs is then started again; one whose meter is
 * silent is not, because it still knows that.
 *
 * <p>The program {@code systemd-notify} carries what is said: Java reaches no datagram socket of
 * the kind that is listened to. Nobody waits for it.
 */
final class ServiceManager implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ServiceManager.class);

    private static final String SOCKET = "NOTIFY_SOCKET";

    private final String socket;
    private final Duration patience;
    private final String messenger;
    private final BooleanSupplier lives;
    private final CountDownLatch closing = new CountDownLatch(1);
    private boolean warned;

    /**
     * @param environment of the process: without {@code NOTIFY_SOCKET} nobody is told anything,
     *     without {@code WATCHDOG_USEC} nobody wants to know whether the program lives
     * @param messenger the program {@code systemd-notify}
     * @param lives whether the program does what it is for; must not wait
     */
    ServiceManager(Map<String, String> environment, String messenger, BooleanSupplier lives) {
        socket = environment.getOrDefault(SOCKET, "");
        patience = patience(environment);
        this.messenger = messenger;
        this.lives = lives;
    }

    /** The one that has started this process, if one has. */
    static ServiceManager ofThisProcess(BooleanSupplier lives) {
        return new ServiceManager(System.getenv(), "systemd-notify", lives);
    }

    /** So long it goes without a sign of life; zero = for ever. */
    private static Duration patience(Map<String, String> environment) {
        String pid = environment.getOrDefault("WATCHDOG_PID", "");
        boolean ours = pid.isEmpty() || pid.equals(Long.toString(ProcessHandle.current().pid()));
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        return ours && micros.matches("[0-9]{1,18}")
                ? Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(Long.parseLong(micros)))
                : Duration.ZERO;
    }

    /** Whether systemd has started this program: nobody sits at a keyboard then. */
    boolean isThere() {
        return !socket.isEmpty();
    }

    /** Says that the program has started, and from now on that it lives. */
    void ready() {
        tell("READY=1");
        if (!socket.isEmpty() && !patience.isZero()) {
            Thread thread = new Thread(this::tellLife, "service manager");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Says that the program is about to end. */
    void stopping() {
        tell("STOPPING=1");
    }

    /** Says no more that the program lives. */
    @Override
    public void close() {
        closing.countDown();
    }

    private void tellLife() {
        try {
            while (!closing.await(patience.toMillis() / 3, TimeUnit.MILLISECONDS)) {
                if (lives.getAsBoolean()) {
                    tell("WATCHDOG=1");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void tell(String what) {
        if (socket.isEmpty()) {
            return;
        }
        ProcessBuilder message = new ProcessBuilder(messenger, what);
        message.environment().put(SOCKET, socket);
        message.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        message.redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            Object unused = message.start();
        } catch (IOException e) {
            // It may be there the next time: a machine can be short of memory for a moment.
            if (!warned) {
                warned = true;
                log.warn(
                        "systemd wants to hear from this program, but {} cannot be run to say it:"
                                + " install the package systemd, or take Type=notify and"
                                + " WatchdogSec out of the unit",
                        messenger);
            }
            log.debug("{}", messenger, e);
        }
    }
}
