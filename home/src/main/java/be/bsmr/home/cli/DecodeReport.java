package be.bsmr.home.cli;

import be.bsmr.home.messages.TelegramJson;
import be.bsmr.home.words.Texts;
import be.bsmr.meter.Reading;
import be.bsmr.p1.Checksum;
import be.bsmr.p1.Frame;
import be.bsmr.p1.ReadingDecoder;
import be.bsmr.p1.Rejected;
import be.bsmr.p1.Telegram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What decode says of each telegram, and of all of them in the end. */
abstract sealed class DecodeReport {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Map<String, Long> rejected = new TreeMap<>();
    private long read;
    private long strayBytes;

    static DecodeReport json(TelegramJson words) {
        return new Json(words);
    }

    static DecodeReport text(Texts texts) {
        return new Text(texts);
    }

    abstract String telegram(Reading reading, Checksum checksum);

    abstract String rejected(Rejected.Cause cause, long offset);

    /** For people, at the end; empty for programs, which can count. */
    abstract Optional<String> summary();

    final void take(Frame frame, ReadingDecoder decoder) {
        if (frame instanceof Rejected r) {
            reject(r.cause(), r.offset());
            return;
        }
        Telegram telegram = (Telegram) frame;
        Optional<Reading> reading = decoder.decode(telegram);
        if (reading.isEmpty()) {
            reject(Rejected.Cause.EMPTY, telegram.offset());
            return;
        }
        read++;
        say(telegram(reading.get(), telegram.checksum()));
    }

    /** Writes what was said since the last time. */
    final void writeTo(OutputStream out) throws IOException {
        said.writeTo(out);
        said.reset();
    }

    final void stray(long bytes) {
        strayBytes = bytes;
    }

    /** Telegrams that could be read. */
    final long read() {
        return read;
    }

    /** How many were rejected by what: {@code crc 2, cut 1}. */
    final String causes() {
        return rejected.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
    }

    final boolean hasChangedLineEnds() {
        return rejected.containsKey(Rejected.Cause.LINE_ENDS.label());
    }

    /** Telegrams and what was left of telegrams. */
    final long frames() {
        return read + rejectedTotal();
    }

    private void reject(Rejected.Cause cause, long offset) {
        rejected.merge(cause.label(), 1L, Long::sum);
        say(rejected(cause, offset));
    }

    private long rejectedTotal() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    private void say(String block) {
        said.writeBytes((block + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static final class Json extends DecodeReport {

        private final TelegramJson words;

        Json(TelegramJson words) {
            this.words = words;
        }

        @Override
        String telegram(Reading reading, Checksum checksum) {
            return words.telegram(reading, checksum).toString();
        }

        @Override
        String rejected(Rejected.Cause cause, long offset) {
            return words.rejected(cause, offset).toString();
        }

        @Override
        Optional<String> summary() {
            return Optional.empty();
        }
    }

    private static final class Text extends DecodeReport {

        private final Texts texts;
        private final TelegramText words;

        Text(Texts texts) {
            this.texts = texts;
            words = new TelegramText(texts);
        }

        @Override
        String telegram(Reading reading, Checksum checksum) {
            return words.telegram(reading, checksum);
        }

        @Override
        String rejected(Rejected.Cause cause, long offset) {
            return texts.text(
                            "rejected",
                            Map.of(
                                    "offset",
                                    offset,
                                    "cause",
                                    texts.text("rejected." + cause.label())))
                    + "\n";
        }

        @Override
        Optional<String> summary() {
            String counts =
                    texts.text(
                            "summary",
                            Map.of(
                                    "read",
                                    super.read,
                                    "rejected",
                                    super.rejectedTotal(),
                                    "causes",
                                    super.rejected.isEmpty() ? "" : " (" + causes() + ")",
                                    "stray",
                                    super.strayBytes));
            boolean onlyBadCrc =
                    super.read == 0 && super.rejected.containsKey(Rejected.Cause.CRC.label());
            String hint = hasChangedLineEnds() ? "line_ends" : onlyBadCrc ? "only_bad_crc" : "";
            return Optional.of(hint.isEmpty() ? counts : counts + "\n" + texts.text(hint));
        }
    }
}
