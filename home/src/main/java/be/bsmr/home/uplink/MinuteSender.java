package be.bsmr.home.uplink;

import be.bsmr.home.guard.OneThread;
import be.bsmr.home.series.Bookmark;
import be.bsmr.home.words.PlainWords;
import be.bsmr.wire.HouseMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the minutes that are over, oldest first, as fast as the server confirms them. A file beside
 * the database says up to when all is confirmed, as of some minutes ago, to spare the card: what is
 * sent once more is the same bytes. Without that file it begins with what is newest.
 *
 * <p>All but {@link #start}, {@link #look}, {@link #sentAt}, {@link #trouble} and {@link #close}
 * happens on the one thread.
 */
final class MinuteSender implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MinuteSender.class);

    /** How often is looked whether a minute is over. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    /** Messages that are sent and not yet confirmed, all in all. */
    private static final int MOST_UNDER_WAY = 32;

    /** What is older is not sent any more. */
    private static final Duration REACH = Duration.ofDays(31);

    /** The bookmark is written for so much of the meter's time, and not more often than that. */
    private static final Duration REMEMBERED_EVERY = Duration.ofMinutes(15);

    private static final Duration SPARING = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    /** A minute that is sent, and how many of its messages are not yet confirmed. */
    private static final class UnderWay {

        final Instant end;
        int open;

        UnderWay(Minute minute) {
            end = minute.end();
            open = minute.messages().size();
        }
    }

    private final ServerLink link;
    private final Supplier<Minutes> minutes;
    private final InstantSource clock;
    private final Bookmark bookmark;
    private final OneThread thread;
    private final Deque<Minute> waiting = new ArrayDeque<>();
    private final Deque<UnderWay> underWay = new ArrayDeque<>();

    /** Up to when all is confirmed; null while nobody looked. */
    private @Nullable Instant done;

    /** Up to when minutes were taken out of {@link #minutes}; null together with {@link #done}. */
    private @Nullable Instant fetched;

    private @Nullable Instant remembered;
    private long rememberedAt = System.nanoTime() - SPARING.toNanos();
    private int open;

    /** Counts how often all that is under way was given up, so that late answers do not count. */
    private int round;

    private Duration pause = Duration.ZERO;
    private long pausedUntil = System.nanoTime();
    private boolean tooOld;
    private boolean bookmarkFailed;
    private volatile @Nullable Instant sentAt;
    private volatile @Nullable String trouble;

    /**
     * @param minutes what there is to send, now
     * @param clock the site's
     */
    MinuteSender(
            ServerLink link,
            Supplier<Minutes> minutes,
            InstantSource clock,
            Bookmark bookmark,
            OneThread thread) {
        this.link = link;
        this.minutes = minutes;
        this.clock = clock;
        this.bookmark = bookmark;
        this.thread = thread;
    }

    void start() {
        var unused =
                thread.scheduleWithFixedDelay(this::send, 0, LOOK.toSeconds(), TimeUnit.SECONDS);
    }

    /** Looks at once whether there is something to send; returns at once. */
    void look() {
        later(this::send);
    }

    /** When something was confirmed last, by the site's clock. */
    Optional<Instant> sentAt() {
        return Optional.ofNullable(sentAt);
    }

    /** Why nothing goes though the server is there, in the operator's words. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    private void later(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            // The program stops.
        }
    }

    private void send() {
        if (!link.isConnected() || pausedUntil - System.nanoTime() > 0) {
            return;
        }
        try {
            while (open < most() && !waiting.isEmpty()) {
                say(waiting.removeFirst());
            }
            // After an outage of days there is more at once, and shares must not wait for it.
            if (open < most() && fetch()) {
                look();
            }
        } catch (UncheckedIOException e) {
            troubled(PlainWords.of(e));
        } catch (RuntimeException e) {
            log.error("cannot send to the fleet", e);
            pausedUntil = System.nanoTime() + LONGEST_PAUSE.toNanos();
        }
    }

    /** A server that has just refused is asked with little whether it takes more. */
    private int most() {
        return pause.isZero() ? MOST_UNDER_WAY : 1;
    }

    /** Whether there was something to fetch. */
    private boolean fetch() {
        Minutes known = minutes.get();
        Instant whole = known.until().orElse(null);
        if (whole == null) {
            return false;
        }
        Instant from = from(whole);
        for (Minute minute : known.after(from)) {
            waiting.addLast(minute);
            fetched = minute.end();
        }
        return !waiting.isEmpty();
    }

    /** Where to go on. */
    private Instant from(Instant whole) {
        Instant from = fetched != null ? fetched : begin().map(Minute::floor).orElse(null);
        if (from == null || from.isAfter(whole)) {
            // Nothing was sent before, or the meter's clock was set back: then what follows is
            // sent, were it sent before.
            from = whole;
            giveUp();
            done = from;
            remember(from);
        }
        Instant oldest = whole.minus(REACH);
        if (from.isBefore(oldest)) {
            if (!tooOld) {
                log.info("the fleet is not sent what is older than {}", oldest);
            }
            tooOld = true;
            from = oldest;
        }
        if (done == null) {
            done = from;
        }
        fetched = from;
        return from;
    }

    private Optional<Instant> begin() {
        try {
            Optional<Instant> begin = bookmark.read();
            remembered = begin.orElse(null);
            return begin;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void say(Minute minute) {
        UnderWay sent = new UnderWay(minute);
        underWay.addLast(sent);
        open += sent.open;
        int now = round;
        for (HouseMessage message : minute.messages()) {
            var unused =
                    link.say(message)
                            .whenComplete(
                                    (taken, failure) -> later(() -> answered(sent, now, failure)));
        }
        passConfirmed();
    }

    private void answered(UnderWay sent, int then, @Nullable Throwable failure) {
        if (then != round) {
            return;
        }
        if (failure != null) {
            giveUp();
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof ServerLink.Refused refusal) {
                refused(refusal);
            }
            return;
        }
        if (trouble != null) {
            log.info("the fleet takes what is measured again");
        }
        trouble = null;
        pause = Duration.ZERO;
        sentAt = clock.instant();
        sent.open--;
        open--;
        passConfirmed();
        send();
    }

    /** What is confirmed, without a gap before it, is done with. */
    private void passConfirmed() {
        Instant until = null;
        while (!underWay.isEmpty() && underWay.peekFirst().open == 0) {
            until = underWay.removeFirst().end;
        }
        if (until != null) {
            confirmed(until);
        }
    }

    /** Begins again with what is not confirmed. */
    private void giveUp() {
        round++;
        open = 0;
        underWay.clear();
        waiting.clear();
        fetched = done;
    }

    private void refused(ServerLink.Refused refusal) {
        troubled(String.valueOf(refusal.getMessage()));
        pause = pause.isZero() ? LOOK : pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        pausedUntil = System.nanoTime() + pause.toNanos();
    }

    /** Says it once, and once more when it is otherwise. */
    private void troubled(String words) {
        if (thread.isShutdown()) {
            return;
        }
        if (!words.equals(trouble)) {
            log.warn("nothing goes to the fleet: {}. It is sent when that is over", words);
        }
        trouble = words;
    }

    private void confirmed(Instant until) {
        done = until;
        boolean far =
                remembered == null
                        || Duration.between(remembered, until).abs().compareTo(REMEMBERED_EVERY)
                                >= 0;
        if (far && System.nanoTime() - rememberedAt >= SPARING.toNanos()) {
            remember(until);
        }
    }

    private void remember(Instant until) {
        remembered = until;
        rememberedAt = System.nanoTime();
        try {
            bookmark.write(until);
        } catch (IOException e) {
            if (!bookmarkFailed) {
                log.warn(
                        "cannot write {}: {}. Some minutes are sent once more after the next start",
                        bookmark,
                        PlainWords.of(e));
            }
            bookmarkFailed = true;
        }
    }

    /** What is not confirmed is sent after the next start. The thread has ended before. */
    @Override
    public void close() {
        if (done != null && !done.equals(remembered)) {
            remember(done);
        }
    }
}
