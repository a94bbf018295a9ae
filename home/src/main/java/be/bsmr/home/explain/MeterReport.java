package be.bsmr.home.explain;

import be.bsmr.home.explain.TelegramRows.Row;
import be.bsmr.home.json.Fields;
import be.bsmr.home.messages.TelegramJson;
import be.bsmr.home.source.Finding;
import be.bsmr.home.source.LineDoctor;
import be.bsmr.home.source.Overheard;
import be.bsmr.home.words.Language;
import be.bsmr.home.words.Texts;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.Reading;
import be.bsmr.p1.Checksum;
import be.bsmr.p1.Frame;
import be.bsmr.p1.ReadingDecoder;
import be.bsmr.p1.Telegram;
import be.bsmr.p1.TelegramFramer;
import be.bsmr.p1.TelegramLines;
import be.bsmr.unit.Current;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the meter said last, line by line in plain words, and what the link doctor finds in the
 * newest minute of the line. It is worked out anew for each who asks.
 */
public final class MeterReport {

    /**
     * Where a report comes from.
     *
     * @param bytes the newest of the line
     * @param zone the meter's
     * @param fuse the main fuse per wire as its owner says; empty = as the meter says, if it does
     * @param followed the meter that counts; empty = any
     * @param doctors a doctor for the line, who has heard nothing yet
     */
    public record Origin(
            Overheard bytes,
            ZoneId zone,
            Optional<Current> fuse,
            Supplier<Optional<MeterId>> followed,
            Supplier<LineDoctor> doctors) {}

    private record Said(Reading reading, Checksum checksum, String text, Instant at) {}

    private final Origin origin;
    private final InstantSource clock;

    /**
     * @param clock the host's, as of the bytes
     */
    public MeterReport(Origin origin, InstantSource clock) {
        this.origin = origin;
        this.clock = clock;
    }

    /** Before the first byte it says that none came, and what to do. */
    public ObjectNode in(Language language) {
        List<Overheard.Piece> pieces = origin.bytes().newest();
        Texts texts = new Texts(language, origin.zone());
        ObjectNode report = Fields.object();
        if (!pieces.isEmpty()) {
            Instant first = pieces.get(0).at();
            Instant last = pieces.get(pieces.size() - 1).at();
            report.put("age_s", Math.max(0, Duration.between(last, clock.instant()).toSeconds()));
            report.put("heard_s", Duration.between(first, last).toSeconds());
        }
        Said newest = new Listening().newest(pieces);
        if (newest != null) {
            TelegramJson json = new TelegramJson(origin.zone());
            Current fuse = origin.fuse().orElse(newest.reading().supply().fuse());
            new Fields(origin.zone()).putValue(report, "fuse_a", fuse);
            report.set("telegram", json.telegram(newest.reading(), newest.checksum()));
            ArrayNode lines = report.putArray("lines");
            TelegramLines.of(newest.text(), newest.at(), origin.zone())
                    .forEach(line -> lines.add(line(line, newest, texts)));
        }
        FindingWords words = new FindingWords(texts);
        ArrayNode findings = report.putArray("findings");
        for (Finding f : doctor(pieces).findings()) {
            findings.addObject()
                    .put("finding", f.kind().label())
                    .put("severity", f.severity().label())
                    .put("text", words.words(f));
        }
        return report;
    }

    /**
     * The newest telegram of the meter that counts, byte for byte, to the end of the line with its
     * checksum; empty before the first.
     */
    public Optional<String> telegram() {
        List<Overheard.Piece> pieces = origin.bytes().newest();
        Said newest = new Listening().newest(pieces);
        if (newest == null) {
            return Optional.empty();
        }
        String all = pieces.stream().map(Overheard.Piece::text).collect(Collectors.joining());
        int start = all.lastIndexOf(newest.text());
        int end = all.indexOf('\n', start + newest.text().length());
        return start < 0 || end < 0 ? Optional.empty() : Optional.of(all.substring(start, end + 1));
    }

    private ObjectNode line(TelegramLines.Said line, Said newest, Texts texts) {
        ObjectNode node = Fields.object().put("code", TelegramRows.visible(line.code()));
        node.put("values", TelegramRows.visible(line.values()));
        Reading said = line.reading();
        if (said == null && !line.known()) {
            return node.put("state", "unknown");
        }
        List<Row> rows =
                said == null ? List.of() : TelegramRows.ofLine(said, newest.reading(), texts);
        if (rows.isEmpty()) {
            node.put("state", said == null ? "unreadable" : "empty");
            rows = named(line.code(), newest, texts);
        }
        ArrayNode says = node.putArray("says");
        for (Row row : rows) {
            ObjectNode one = says.addObject().put("label", row.label()).put("value", row.value());
            Fields.put(one, "unit", emptyAsNull(row.unit()));
            Fields.put(one, "note", emptyAsNull(row.note()));
        }
        return node;
    }

    /** What a line would be about, if it said something. */
    private List<Row> named(String code, Said newest, Texts texts) {
        Reading example = TelegramLines.example(code, newest.at(), origin.zone());
        return example == null
                ? List.of()
                : TelegramRows.ofLine(example, newest.reading(), texts).stream()
                        .limit(1)
                        .map(row -> new Row(row.label(), "", null, ""))
                        .toList();
    }

    private static @Nullable String emptyAsNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private LineDoctor doctor(List<Overheard.Piece> pieces) {
        LineDoctor doctor = origin.doctors().get();
        for (Overheard.Piece piece : pieces) {
            byte[] bytes = piece.text().getBytes(StandardCharsets.ISO_8859_1);
            doctor.hear(bytes, bytes.length, piece.at());
        }
        return doctor;
    }

    /** Finds the newest whole telegram of the meter that counts. */
    private final class Listening {

        private final ReadingDecoder decoder = new ReadingDecoder(origin.zone());
        private final TelegramFramer framer = new TelegramFramer(this::take);
        private final @Nullable MeterId followed = origin.followed().get().orElse(null);
        private @Nullable Said newest;

        @Nullable Said newest(List<Overheard.Piece> pieces) {
            for (Overheard.Piece piece : pieces) {
                byte[] bytes = piece.text().getBytes(StandardCharsets.ISO_8859_1);
                framer.push(bytes, 0, bytes.length, piece.at());
            }
            return newest;
        }

        private void take(Frame frame) {
            if (frame instanceof Telegram t) {
                Reading reading = decoder.decode(t).orElse(null);
                boolean counts =
                        reading != null
                                && (followed == null
                                        || Objects.equals(reading.identity().meter(), followed));
                if (reading != null && counts) {
                    newest = new Said(reading, t.checksum(), t.text(), t.receivedAt());
                }
            }
        }
    }
}
