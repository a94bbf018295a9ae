package be.bsmr.home.source;

import be.bsmr.meter.Reading;
import be.bsmr.p1.Frame;
import be.bsmr.p1.ReadingDecoder;
import be.bsmr.p1.Rejected;
import be.bsmr.p1.Telegram;
import be.bsmr.p1.TelegramFramer;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.SiteInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From bytes to site inputs: frames, decodes, counts. Shared by the live link and by recordings
 * that are read in one go. One thread.
 */
public final class P1Stream {

    private static final Logger log = LoggerFactory.getLogger(P1Stream.class);

    private static final int BUFFER_BYTES = 64 * 1024;

    /** Two hours of telegrams, one a second, are as long. */
    private static final int LONGEST_LOOK = 16 * 1024 * 1024;

    /**
     * Noise without a single telegram in it is told so often: its bytes are all there is to see.
     */
    private static final Duration LONGEST_UNREPORTED = Duration.ofSeconds(10);

    private final TelegramFramer framer = new TelegramFramer(this::take);
    private final ReadingDecoder decoder;
    private final Consumer<SiteInput> inbox;
    private final boolean live;
    private final Map<Rejected.Cause, Occasionally> rejections =
            new EnumMap<>(Rejected.Cause.class);
    private LinkHealth health = LinkHealth.INITIAL;
    private Instant receivedAt = Instant.EPOCH;
    private Instant reportedAt = Instant.EPOCH;
    private long received;
    private boolean metersClock;

    /**
     * @param zone the meter's
     * @param inbox where readings and reports go
     * @param live whether the meter speaks now, so that its clock can be compared with ours
     */
    P1Stream(ZoneId zone, Consumer<SiteInput> inbox, boolean live) {
        decoder = new ReadingDecoder(zone);
        this.inbox = inbox;
        this.live = live;
    }

    /**
     * Reads a recording to its end on this thread, as fast as it goes. With no host clock to go by,
     * a telegram counts as received when it says it was measured.
     *
     * @return how the link did
     */
    public static LinkHealth pump(InputStream recording, ZoneId zone, Consumer<SiteInput> inbox)
            throws IOException {
        P1Stream stream = ofRecording(zone, inbox);
        stream.health = stream.health.opened();
        InputStream in = new BufferedInputStream(recording, BUFFER_BYTES);
        in.mark(LONGEST_LOOK);
        SecondHour.beginning(in, LONGEST_LOOK - TelegramFramer.MAX_BYTES, zone)
                .ifPresent(stream.decoder::goesOnFrom);
        in.reset();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            stream.push(buffer, count, stream.receivedAt);
        }
        stream.broken(stream.receivedAt);
        return stream.health;
    }

    /** With no host clock to go by: a telegram counts as received when it was measured. */
    static P1Stream ofRecording(ZoneId zone, Consumer<SiteInput> inbox) {
        P1Stream stream = new P1Stream(zone, inbox, false);
        stream.metersClock = true;
        return stream;
    }

    void push(byte[] bytes, int count, Instant at) {
        receivedAt = at;
        received += count;
        framer.push(bytes, 0, count, metersClock ? Instant.EPOCH : at);
        if (Duration.between(reportedAt, receivedAt).abs().compareTo(LONGEST_UNREPORTED) >= 0) {
            report(health, receivedAt);
        }
    }

    /** Another source may be read since it was opened. */
    void from(String source, Instant at) {
        if (!source.equals(health.source())) {
            report(health.from(source), at);
        }
    }

    /** The source ended or broke: half a telegram will never be whole. */
    void broken(Instant at) {
        receivedAt = at;
        framer.end(at);
    }

    /**
     * @param source as people call it
     */
    void opened(String source, Instant at) {
        report(health.opened().from(source), at);
    }

    void failed(String why, Instant at) {
        report(health.broken(why), at);
    }

    private void report(LinkHealth next, Instant at) {
        health = heard(next);
        reportedAt = at;
        inbox.accept(new SiteInput.LinkReport(at, health));
    }

    private LinkHealth heard(LinkHealth next) {
        return next.heard(received, framer.strayBytes());
    }

    private void take(Frame frame) {
        if (frame instanceof Rejected rejected) {
            reject(rejected.cause(), rejected.offset());
            return;
        }
        Telegram telegram = (Telegram) frame;
        Optional<Reading> reading = decoder.decode(telegram);
        if (reading.isEmpty()) {
            reject(Rejected.Cause.EMPTY, telegram.offset());
            return;
        }
        Instant measuredAt = reading.get().measuredAt();
        if (metersClock && measuredAt != null) {
            receivedAt = measuredAt;
        }
        health = heard(health).accepted(receivedAt, live ? measuredAt : null);
        reportedAt = receivedAt;
        inbox.accept(new SiteInput.MeterRead(reading.get(), receivedAt, health));
    }

    private void reject(Rejected.Cause cause, long offset) {
        report(
                health.rejected(new LinkHealth.Rejection(cause.label(), offset, receivedAt)),
                receivedAt);
        if (rejections.computeIfAbsent(cause, c -> new Occasionally()).isDue(receivedAt)) {
            log.warn(
                    "telegram rejected by {} at byte {}; so far {} rejected {} and {} accepted",
                    cause.label(),
                    offset,
                    health.rejected(),
                    health.rejectedBy(),
                    health.accepted());
            if (cause == Rejected.Cause.LINE_ENDS) {
                log.warn(
                        "something before us takes the CR out of the CR LF at the ends of lines: let it"
                                + " pass bytes on as they are (socat with raw,echo=0; ser2net raw), read a"
                                + " file with --line-ends fix");
            }
        }
    }
}
