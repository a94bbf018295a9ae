package be.bsmr.home.web.api;

import be.bsmr.home.json.OtherwiseJson;
import be.bsmr.home.words.PlainWords;
import be.bsmr.otherwise.Question;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes through the past for people who ask how it would have gone otherwise: one question at a
 * time, on a thread of its own that comes after all others. The last answer stays until the next
 * question.
 */
public final class OtherwiseRuns implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OtherwiseRuns.class);

    /** What takes longer has lost its way: weeks second by second take hours on a small machine. */
    private static final Duration LONGEST = Duration.ofHours(12);

    /** So long the end of a question is waited for when the program stops. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Works out an answer. */
    @FunctionalInterface
    interface Work {

        /**
         * @param progress told the share that is done, 0…1; what it throws ends this
         */
        ObjectNode answer(DoubleConsumer progress);
    }

    private @Nullable Run newest;

    /** Begins, unless a question is being answered. */
    synchronized boolean begin(Question question, Work work) {
        if (newest != null && newest.runs()) {
            return false;
        }
        newest = new Run(question, work);
        newest.start();
        return true;
    }

    /** The newest question: how far it is, or what came of it; empty before any was asked. */
    synchronized Optional<ObjectNode> newest() {
        return Optional.ofNullable(newest).map(Run::told);
    }

    /** Ends the question that is being answered; an answer that is there stays. */
    synchronized void cancel() {
        if (newest != null && newest.runs()) {
            newest.cancelled = true;
        }
    }

    /** Ends what is being answered, and waits for that. */
    @Override
    public void close() {
        Run running;
        synchronized (this) {
            cancel();
            running = newest;
        }
        try {
            if (running != null) {
                running.join(PATIENCE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One question on its way. */
    private static final class Run extends Thread {

        private final Question question;
        private final Work work;
        private final long begun = System.nanoTime();
        private long worked = begun;
        private volatile double share;
        private volatile boolean cancelled;
        private volatile @Nullable ObjectNode answer;
        private volatile @Nullable String trouble;

        Run(Question question, Work work) {
            super("otherwise");
            this.question = question;
            this.work = work;
            setDaemon(true);
        }

        boolean runs() {
            return !cancelled && answer == null && trouble == null;
        }

        @Override
        public void run() {
            try {
                answer = work.answer(this::at);
            } catch (CancellationException e) {
                log.debug("a question about the past was ended", e);
            } catch (RuntimeException e) {
                log.warn("a question about the past was not answered: {}", PlainWords.of(e), e);
                trouble = PlainWords.of(e);
            }
        }

        private void at(double newShare) {
            share = newShare;
            if (cancelled) {
                throw new CancellationException();
            }
            long now = System.nanoTime();
            if (now - begun > LONGEST.toNanos()) {
                throw new IllegalStateException(
                        "it took longer than " + LONGEST.toHours() + " hours");
            }
            LockSupport.parkNanos(now - worked);
            worked = System.nanoTime();
        }

        ObjectNode told() {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            ObjectNode known = answer;
            String why = trouble;
            String state =
                    cancelled
                            ? "cancelled"
                            : known != null ? "done" : why != null ? "failed" : "running";
            node.put("state", state);
            node.set("question", OtherwiseJson.question(question));
            node.put(
                    "progress",
                    known != null
                            ? BigDecimal.ONE
                            : BigDecimal.valueOf(share).setScale(2, RoundingMode.HALF_UP));
            if (why != null) {
                node.put("error", why);
            }
            if (known != null && !cancelled) {
                node.set("answer", known);
            }
            return node;
        }
    }
}
