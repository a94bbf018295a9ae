package be.bsmr.fleet.bridge;

import be.bsmr.meter.Identity;
import be.bsmr.meter.Reading;
import be.bsmr.p1.Frame;
import be.bsmr.p1.ReadingDecoder;
import be.bsmr.p1.Rejected;
import be.bsmr.p1.Telegram;
import be.bsmr.p1.TelegramFramer;
import be.bsmr.p1.TelegramLayouts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the raw telegrams of bare dongles and decodes them, for {@link Minutes}. Who the meter is
 * goes no further than here. Safe for many threads, one at a time.
 */
final class Dongles {

    /** Five a second: no meter speaks more often than once. */
    static final int MOST_A_MINUTE = 300;

    static final int MOST_LETTERS_A_MINUTE = 20;

    private static final int MOST_DONGLES = 20_000;
    private static final int MOST_BYTES = 2 * TelegramFramer.MAX_BYTES;
    private static final ZoneId ZONE = ZoneId.of("Europe/Brussels");

    private final Pseudonym pseudonym;
    private final Minutes minutes;
    private final DeadLetters letters;
    private final Senders senders;
    private final InstantSource clock;
    private final TelegramLayouts layouts = new TelegramLayouts();
    private final TelegramFramer framer = new TelegramFramer(this::framed);
    private final Map<String, Dongle> dongles = new HashMap<>();

    /** The message that is being looked at. */
    private @Nullable Dongle speaking;

    private Parts parts = new Parts(() -> {});
    private int frames;
    private @Nullable Refused refused;

    Dongles(
            Pseudonym pseudonym,
            Minutes minutes,
            DeadLetters letters,
            Senders senders,
            InstantSource clock) {
        this.pseudonym = pseudonym;
        this.minutes = minutes;
        this.letters = letters;
        this.senders = senders;
        this.clock = clock;
    }

    /** What is known of a dongle. */
    private final class Dongle {

        /** A meter is one owner's. */
        private final String owner;

        private final ReadingDecoder decoder = new ReadingDecoder(ZONE, layouts);
        private boolean sendsChecksums;
        private Instant heard = Instant.MIN;
        private String meter = "";
        private String pseudonymOfMeter = "";

        Dongle(String owner) {
            this.owner = owner;
        }

        /** Adds the telegram to its minute, or says why not. */
        Optional<Refused> hear(Frame frame, Instant now, Parts of) {
            if (frame instanceof Rejected rejected) {
                return Optional.of(new Refused(Reason.DAMAGED, rejected.cause().label()));
            }
            Optional<Reading> reading = decoder.decode((Telegram) frame);
            if (reading.isEmpty()) {
                return Optional.of(new Refused(Reason.DAMAGED, Rejected.Cause.EMPTY.label()));
            }
            try {
                minutes.add(pseudonymOf(reading.get().identity()), owner, reading.get(), now, of);
                return Optional.empty();
            } catch (Refused e) {
                return Optional.of(e);
            }
        }

        private String pseudonymOf(Identity identity) throws Refused {
            String now = identity.meter() != null ? identity.meter().value() : identity.ean();
            if (now == null || now.isBlank()) {
                throw new Refused(Reason.NO_METER, "neither 0-0:96.1.1 nor an EAN");
            }
            if (!now.equals(meter)) {
                meter = now;
                pseudonymOfMeter = pseudonym.of(now);
            }
            return pseudonymOfMeter;
        }
    }

    /**
     * Whole telegrams in one message of one dongle.
     *
     * @param name the dongle's
     * @param acknowledge run once when Kafka has all of it
     */
    synchronized void message(String name, byte[] payload, Runnable acknowledge) {
        Instant now = now();
        if (!senders.mayPass(name, now)) {
            acknowledge.run();
            return;
        }
        Refused why = null;
        parts = new Parts(acknowledge);
        if (payload.length > MOST_BYTES) {
            why = new Refused(Reason.TOO_LARGE, payload.length + " bytes");
        } else {
            Dongle dongle = known(name, name, now);
            frames = 0;
            refused = null;
            speaking = dongle;
            if (dongle == null) {
                why = new Refused(Reason.FLOOD, "more than " + MOST_DONGLES + " dongles");
            } else {
                dongle.sendsChecksums = framer.message(payload, now, dongle.sendsChecksums);
                why = frames == 0 ? new Refused(Reason.DAMAGED, "no telegram") : refused;
            }
        }
        if (why != null) {
            parts.begin();
            letters.write(name, Blanked.telegram(payload), why, senders, now, parts::end);
        }
        parts.end();
    }

    private void framed(Frame frame) {
        frames++;
        if (speaking != null) {
            speaking.hear(frame, now(), parts).ifPresent(why -> refused = why);
        }
    }

    /**
     * A frame of a stream, of which nothing comes again.
     *
     * @param name the stream's
     * @param owner where it comes from: who is there may speak for its meters on another stream
     */
    synchronized void frame(String name, String owner, Frame frame) {
        Instant now = now();
        Dongle dongle = senders.mayPass(name, now) ? known(name, owner, now) : null;
        if (dongle != null) {
            String text = frame instanceof Telegram telegram ? telegram.text() : "";
            dongle.hear(frame, now, new Parts(() -> {}))
                    .ifPresent(why -> refuse(name, text, why, now));
        }
    }

    private void refuse(String name, String telegram, Refused why, Instant now) {
        byte[] blanked = Blanked.telegram(telegram.getBytes(StandardCharsets.ISO_8859_1));
        letters.write(name, blanked, why, senders, now, () -> {});
    }

    /** The stream has ended. */
    synchronized void forget(String name) {
        dongles.remove(name);
    }

    /** Minutes that are over go on, dongles that were silent for long are forgotten. */
    synchronized void tick() {
        Instant now = now();
        minutes.tick(now);
        Instant before = now.minus(Minutes.FORGOTTEN);
        dongles.values().removeIf(dongle -> dongle.heard.isBefore(before));
    }

    /** All minutes go on as they are. */
    synchronized void flush() {
        minutes.flush(now());
    }

    private @Nullable Dongle known(String name, String owner, Instant now) {
        if (dongles.size() >= MOST_DONGLES && !dongles.containsKey(name)) {
            return null;
        }
        Dongle dongle = dongles.computeIfAbsent(name, unused -> new Dongle(owner));
        dongle.heard = now;
        return dongle;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
