package be.bsmr.home.mqtt;

import be.bsmr.home.guard.OneThread;
import be.bsmr.home.words.PlainWords;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that of several BSMRs of one site on one broker only one controls. Who does not
 * control asks every few seconds on {@code <prefix>/<site>/control/asks}, each time with another
 * number; who controls answers on {@code …/control} with that number. When no answer comes, or it
 * takes its leave, the next one controls. So a claim that somebody repeats, that a broker has kept,
 * or that two brokers send round and round, claims nothing: only who is alive knows the number.
 *
 * <p>On its own broker a BSMR always controls: only itself may answer there, and its id is the
 * least.
 *
 * <p>Without a connection everybody goes on as they were: a broker that is away switches nothing
 * off. When two have come to control that way, the one with the lesser id goes on.
 */
public final class ControlClaim implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ControlClaim.class);

    /** The topic, below the site's, on which is asked who controls. */
    static final String QUESTIONS = "steering/asks";

    private static final Pattern QUESTION = Pattern.compile("([0-9a-f]{8}) ([0-9a-f]{8})");
    private static final Pattern WORD =
            Pattern.compile("(steers|leaves) ([0-9a-f]{8})(?: ([0-9a-f]{8}))?");

    /** Of who controls on a broker of its own. */
    private static final String LEAST_ID = "00000000";

    /** Many more than there are BSMRs: who asks without end is not answered without end. */
    private static final int MOST_ANSWERS_A_BEAT = 500;

    private static final Duration REMINDED_EVERY = Duration.ofHours(1);

    /**
     * How patient claims are.
     *
     * @param beat who controls says so this often, and who does not asks
     * @param answer who starts, asks and hears nothing for so long controls
     * @param silence who controlled and does not answer for so long is gone
     * @param offline who starts and finds no broker for so long controls: what hangs on other wires
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
        CONTROLLING,
        ASIDE
    }

    private final MqttLink link;
    private final String topic;
    private final String questions;
    private final Pace pace;
    private final Consumer<Boolean> told;
    private final OneThread thread = new OneThread("control-claim");

    // What follows belongs to the thread.
    private String id = word();
    private Standing standing = Standing.ASKING;
    private String other = "";
    private String question = "";
    private boolean askedThisBeat;
    private int answersThisBeat;
    private boolean doubtSaid;
    private long heardAt;
    private long remindedAt;

    /**
     * @param told whether we may control, first of all and whenever that changes; on a thread of
     *     its own, and must not block
     */
    public ControlClaim(MqttLink link, MqttSettings settings, Pace pace, Consumer<Boolean> told) {
        this.link = link;
        this.pace = pace;
        this.told = told;
        topic = settings.topic("steering");
        questions = settings.topic(QUESTIONS);
    }

    /**
     * Begins to ask.
     *
     * @param atOnce whether we control without asking, because the broker is our own and has just
     *     begun: nobody can have been there before us
     */
    public void start(boolean atOnce) {
        link.subscribe(
                topic,
                (t, payload, retained) -> {
                    if (!retained) {
                        run(() -> hear(payload));
                    }
                });
        link.subscribe(
                questions,
                (t, payload, retained) -> {
                    if (!retained) {
                        run(() -> answer(payload));
                    }
                });
        link.whenConnected(() -> run(this::connected));
        run(
                () -> {
                    if (atOnce) {
                        id = LEAST_ID;
                        control();
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
                            if (standing == Standing.CONTROLLING) {
                                standing = Standing.ASIDE;
                                say("leaves");
                            }
                        });
        try {
            leave.get(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn("control: no proper goodbye: {}", PlainWords.of(e));
        }
        thread.shutdownNow();
    }

    private void connected() {
        heardAt = System.nanoTime();
        if (standing == Standing.CONTROLLING) {
            say("steers");
        } else {
            ask();
            if (standing == Standing.ASKING) {
                after(pace.answer(), this::unanswered);
            }
        }
    }

    private void unanswered() {
        if (standing == Standing.ASKING) {
            control();
        }
    }

    private void beat() {
        askedThisBeat = false;
        answersThisBeat = 0;
        if (standing == Standing.CONTROLLING) {
            say("steers");
        } else if (standing == Standing.ASIDE && link.isConnected() && isSilent()) {
            log.info("control: the other BSMR ({}) is silent: this one controls now", other);
            control();
        } else {
            ask();
            remind();
        }
        after(pace.beat(), this::beat);
    }

    private boolean isSilent() {
        return System.nanoTime() - heardAt > pace.silence().toNanos();
    }

    private void ask() {
        askedThisBeat = true;
        question = word();
        link.publish(questions, id + " " + question, false, Qos.AT_LEAST_ONCE);
    }

    private void answer(String payload) {
        Matcher asked = QUESTION.matcher(payload);
        if (asked.matches()
                && !asked.group(1).equals(id)
                && standing == Standing.CONTROLLING
                && answersThisBeat < MOST_ANSWERS_A_BEAT) {
            answersThisBeat++;
            say("steers", asked.group(2));
        }
    }

    private void hear(String payload) {
        Matcher word = WORD.matcher(payload);
        if (!word.matches() || word.group(2).equals(id) || id.equals(LEAST_ID)) {
            return;
        }
        String from = word.group(2);
        if (word.group(1).equals("leaves")) {
            if (standing == Standing.ASIDE && from.equals(other)) {
                log.info("control: the other BSMR ({}) has left: this one controls now", other);
                control();
            }
        } else if (question.equals(word.group(3))) {
            answered(from);
        } else if (word.group(3) == null && !askedThisBeat) {
            doubt(from);
            ask();
        }
    }

    private void answered(String from) {
        heardAt = System.nanoTime();
        other = from;
        if (standing == Standing.ASKING
                || (standing == Standing.CONTROLLING && from.compareTo(id) < 0)) {
            standAside();
        } else if (standing == Standing.CONTROLLING) {
            say("steers");
        }
    }

    /** Whoever says that it controls is asked; until it answers it is not believed. */
    private void doubt(String from) {
        if (standing == Standing.CONTROLLING && !doubtSaid) {
            doubtSaid = true;
            log.warn(
                    "control: {} says on {} that it controls the loads of this site too; this one"
                            + " stands aside only for a BSMR that answers",
                    from,
                    topic);
        }
    }

    private void remind() {
        if (standing == Standing.ASIDE
                && System.nanoTime() - remindedAt > REMINDED_EVERY.toNanos()) {
            remindedAt = System.nanoTime();
            log.warn("control: another BSMR ({}) still controls; this one only looks on", other);
        }
    }

    private void control() {
        standing = Standing.CONTROLLING;
        say("steers");
        told.accept(true);
    }

    private void standAside() {
        standing = Standing.ASIDE;
        remindedAt = System.nanoTime();
        log.error(
                "another BSMR ({}) controls the loads of this site: this one only looks on until that"
                        + " one is gone. Two houses on one broker need a mqtt.site each",
                other);
        told.accept(false);
    }

    private void say(String... words) {
        String behind = words.length > 1 ? " " + words[1] : "";
        link.publish(topic, words[0] + " " + id + behind, false, Qos.AT_LEAST_ONCE);
    }

    /** Eight digits that nobody can foresee. */
    private static String word() {
        return UUID.randomUUID().toString().substring(0, 8);
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
                                } catch (RuntimeException e) {
                                    log.error("control", e);
                                }
                            },
                            pause.toNanos(),
                            TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // Closing: nothing more to say.
            log.debug("control: closed");
        }
    }
}
