package be.bsmr.home.notify;

import be.bsmr.control.WeeklyTime;
import be.bsmr.home.guard.OneThread;
import be.bsmr.home.messages.PartReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings messages through one channel, on a thread of its own: a server that does not answer holds
 * up nobody else. A message that did not arrive is tried again, after pauses that double, until it
 * is stale; one that is not to be sent in quiet hours waits for their end. What waits when the
 * program stops is {@link #unsent}.
 */
final class Delivery implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    /** So many wait at most; a house has some a day. */
    static final int MOST_WAITING = 100;

    private final Channel channel;
    private final InstantSource clock;
    private final ZoneId zone;
    private final Pauses pauses;
    private final OneThread thread;
    private final List<Letter> waiting = new CopyOnWriteArrayList<>();
    private volatile @Nullable Instant sentAt;
    private volatile @Nullable String trouble;

    /**
     * How long is waited between two attempts.
     *
     * @param longest also how often is looked whether quiet hours are over
     */
    record Pauses(Duration first, Duration longest) {

        static final Pauses USUAL = new Pauses(Duration.ofSeconds(10), Duration.ofMinutes(10));

        Duration after(Duration pause) {
            Duration twice = pause.multipliedBy(2);
            return twice.compareTo(longest) > 0 ? longest : twice;
        }
    }

    /**
     * A message on its way.
     *
     * @param until when it is stale
     * @param quiet when it is not sent
     */
    private record Letter(Message message, Instant until, List<WeeklyTime> quiet) {

        boolean isStale(Instant now) {
            return !now.isBefore(until);
        }

        /** How long the quiet hours still last that hold it back; zero when none do. */
        Duration held(ZonedDateTime now) {
            return message.level() == Urgency.HIGH
                    ? Duration.ZERO
                    : quiet.stream()
                            .filter(time -> time.contains(now))
                            .map(time -> time.left(now))
                            .findFirst()
                            .orElse(Duration.ZERO);
        }
    }

    /**
     * @param clock the host's
     * @param zone of quiet hours
     */
    Delivery(Channel channel, InstantSource clock, ZoneId zone, Pauses pauses) {
        this.channel = channel;
        this.clock = clock;
        this.zone = zone;
        this.pauses = pauses;
        thread = new OneThread("notify-" + channel.name());
    }

    String name() {
        return channel.name();
    }

    /** Takes a message and returns at once; when too many wait it is dropped, and that is told. */
    void put(Message message, List<WeeklyTime> quiet) {
        put(message, clock.instant().plus(message.fresh()), quiet);
    }

    /**
     * As {@link #put(Message, List)}.
     *
     * @param until when it is stale
     */
    void put(Message message, Instant until, List<WeeklyTime> quiet) {
        if (waiting.size() >= MOST_WAITING) {
            log.warn("{}: too many messages wait, '{}' is dropped", name(), message.title());
            return;
        }
        Letter letter = new Letter(message, until, quiet);
        waiting.add(letter);
        later(letter, Duration.ZERO, pauses.first());
    }

    /** What has not arrived and is still news; to be asked after {@link #close}. */
    List<Unsent> unsent() {
        Instant now = clock.instant();
        return waiting.stream()
                .filter(letter -> !letter.isStale(now))
                .map(letter -> new Unsent(name(), letter.message(), letter.until()))
                .toList();
    }

    /** Messages that have not been sent yet. */
    int waiting() {
        return waiting.size();
    }

    /** How well it goes. */
    PartReport health() {
        Instant sent = sentAt;
        return new PartReport(
                sent == null ? null : Duration.between(sent, clock.instant()), trouble);
    }

    private void later(Letter letter, Duration pause, Duration next) {
        try {
            var unused =
                    thread.schedule(
                            () -> attempt(letter, next), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The program stops.
        }
    }

    private void attempt(Letter letter, Duration pause) {
        Instant now = clock.instant();
        if (letter.isStale(now)) {
            giveUp(letter);
            return;
        }
        Duration held = letter.held(now.atZone(zone));
        if (!held.isZero()) {
            if (letter.isStale(now.plus(held))) {
                giveUp(letter);
            } else {
                // The host's clock may be set meanwhile: it is looked at now and then.
                later(letter, shorter(held, pauses.longest()), pause);
            }
            return;
        }
        try {
            channel.send(letter.message());
            sent(letter);
        } catch (IOException e) {
            failed(String.valueOf(e.getMessage()));
            Duration left = Duration.between(now, letter.until());
            later(letter, shorter(pause, left), pauses.after(pause));
        } catch (RuntimeException e) {
            waiting.remove(letter);
            log.error("{} failed on '{}'", name(), letter.message().title(), e);
        }
    }

    private void sent(Letter letter) {
        waiting.remove(letter);
        if (trouble != null) {
            log.info("{}: messages go through again", name());
        }
        trouble = null;
        sentAt = clock.instant();
    }

    /** Told when it begins; the reason of now is in the health. */
    private void failed(String why) {
        if (trouble == null && !thread.isShutdown()) {
            log.warn("{}: a message did not go through, it is tried again: {}", name(), why);
        }
        trouble = why;
    }

    private void giveUp(Letter letter) {
        waiting.remove(letter);
        log.info("{}: '{}' is not news any more and was not sent", name(), letter.message.title());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Breaks off what is being sent. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                log.warn("{} did not end in time", name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
