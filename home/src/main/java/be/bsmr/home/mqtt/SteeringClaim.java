package be.bsmr.home.mqtt;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that of several BSMRs of one site on one broker only one steers. Who starts asks on
 * {@code <prefix>/<site>/steering}; who steers answers, and says so every few seconds. When that
 * falls silent, or takes its leave, the next one steers. Nothing is retained: the dead hold no
 * claim.
 *
 * <p>Without a connection everybody goes on as they were: a broker that is away switches nothing
 * off. When two have come to steer that way, the one with the lesser id goes on.
 */
public final class SteeringClaim implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SteeringClaim.class);

    private static final Pattern WORD = Pattern.compile("(asks|steers|leaves) ([0-9a-f]{8})");

    /**
     * How patient claims are.
     *
     * @param beat who steers says so this often
     * @param answer who asks and hears nothing for so long steers
     * @param silence who steered and is not heard for so long is gone
     * @param offline who starts and finds no broker for so long steers: what hangs on other wires
     *     must not wait for it
     */
    public record Pace(Duration beat, Duration answer, Duration silence, Duration offline) {

        public static final Pace USUAL =
                new Pace(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(30));
    }

    private enum Standing {
        ASKING,
        STEERING,
        ASIDE
    }

    private final MqttLink link;
    private final String topic;
    private final Pace pace;
    private final Consumer<Boolean> told;
    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    work -> {
                        Thread t = new Thread(work, "steering");
                        t.setDaemon(true);
                        return t;
                    });

    // What follows belongs to the thread.
    private Standing standing = Standing.ASKING;
    private String other = "";
    private long heardAt;

    /**
     * @param told whether we may steer, first of all and whenever that changes; on a thread of its
     *     own, and must not block
     */
    public SteeringClaim(MqttLink link, MqttSettings settings, Pace pace, Consumer<Boolean> told) {
        this.link = link;
        this.pace = pace;
        this.told = told;
        topic = settings.topic("steering");
    }

    /**
     * Begins to ask.
     *
     * @param atOnce whether we steer without asking, because the broker is our own and has just
     *     begun: nobody can have been there before us
     */
    public void start(boolean atOnce) {
        link.subscribe(topic, (t, payload, retained) -> run(() -> hear(payload)));
        link.whenConnected(() -> run(this::connected));
        run(
                () -> {
                    if (atOnce) {
                        steer();
                    } else {
                        after(pace.offline(), this::unanswered);
                    }
                });
        after(pace.beat(), this::beat);
    }

    /** Takes its leave, so that another need not wait. */
    @Override
    public void close() {
        Future<?> leave =
                thread.submit(
                        () -> {
                            if (standing == Standing.STEERING) {
                                standing = Standing.ASIDE;
                                say("leaves");
                            }
                        });
        try {
            leave.get(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn("steering: no proper goodbye: {}", e.toString());
        }
        thread.shutdownNow();
    }

    private void connected() {
        heardAt = System.nanoTime();
        if (standing == Standing.STEERING) {
            say("steers");
        } else {
            say("asks");
            if (standing == Standing.ASKING) {
                after(pace.answer(), this::unanswered);
            }
        }
    }

    private void unanswered() {
        if (standing == Standing.ASKING) {
            steer();
        }
    }

    private void beat() {
        if (standing == Standing.STEERING) {
            say("steers");
        } else if (standing == Standing.ASIDE && link.isConnected() && isSilent()) {
            log.info("steering: the other BSMR ({}) is silent: this one steers now", other);
            steer();
        }
        after(pace.beat(), this::beat);
    }

    private boolean isSilent() {
        return System.nanoTime() - heardAt > pace.silence().toNanos();
    }

    private void hear(String payload) {
        Matcher word = WORD.matcher(payload);
        if (!word.matches() || word.group(2).equals(id)) {
            return;
        }
        String from = word.group(2);
        switch (word.group(1)) {
            case "asks" -> {
                if (standing == Standing.STEERING) {
                    say("steers");
                }
            }
            case "steers" -> {
                heardAt = System.nanoTime();
                other = from;
                if (standing == Standing.ASKING
                        || (standing == Standing.STEERING && from.compareTo(id) < 0)) {
                    standAside();
                } else if (standing == Standing.STEERING) {
                    say("steers");
                }
            }
            default -> {
                if (standing == Standing.ASIDE && from.equals(other)) {
                    log.info("steering: the other BSMR ({}) has left: this one steers now", other);
                    steer();
                }
            }
        }
    }

    private void steer() {
        standing = Standing.STEERING;
        say("steers");
        told.accept(true);
    }

    private void standAside() {
        standing = Standing.ASIDE;
        log.error(
                "another BSMR ({}) steers the loads of this site: this one only looks on until that"
                        + " one is gone. Two houses on one broker need a mqtt.site each",
                other);
        told.accept(false);
    }

    private void say(String word) {
        link.publish(topic, word + " " + id, false, Qos.AT_LEAST_ONCE);
    }

    private void run(Runnable work) {
        after(Duration.ZERO, work);
    }

    private void after(Duration pause, Runnable work) {
        try {
            var unused =
                    thread.schedule(
                            () -> {
                                try {
                                    work.run();
                                } catch (RuntimeException | Error e) {
                                    log.error("steering", e);
                                }
                            },
                            pause.toNanos(),
                            TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // Closing: nothing more to say.
            log.debug("steering: closed");
        }
    }
}
