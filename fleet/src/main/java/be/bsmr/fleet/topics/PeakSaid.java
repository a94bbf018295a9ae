package be.bsmr.fleet.topics;

import be.bsmr.packed.PackedWriter;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.unit.Power;
import java.time.YearMonth;
import java.util.List;
import java.util.zip.DataFormatException;

/**
 * The peak of a month that counts, in {@link Topics#peaks}, by the meter's pseudonym: said when it
 * rises or is known better.
 */
public record PeakSaid(MonthPeak peak) {

    private static final int VERSION = 1;
    private static final List<MonthPeak.Source> SOURCES =
            List.of(
                    MonthPeak.Source.METER,
                    MonthPeak.Source.COUNTED,
                    MonthPeak.Source.METER_BEFORE,
                    MonthPeak.Source.IMPORTED,
                    MonthPeak.Source.IMPORTED_PART);

    /** For {@link #of}. */
    public byte[] bytes() {
        PackedWriter to = Bytes.begin(VERSION);
        to.number(peak.month().getYear());
        to.number(peak.month().getMonthValue());
        to.number(peak.demand().watts());
        to.maybe(peak.quarterEnd(), to::instant);
        to.place(peak.source(), SOURCES);
        return to.checked();
    }

    /**
     * What {@link #bytes} gave.
     *
     * @throws DataFormatException when the bytes are damaged or of another version
     */
    public static PeakSaid of(byte[] bytes) throws DataFormatException {
        return Bytes.read(
                bytes,
                "a peak",
                VERSION,
                from ->
                        new PeakSaid(
                                new MonthPeak(
                                        YearMonth.of(from.small(), from.small()),
                                        new Power(from.small()),
                                        from.maybe(from::instant),
                                        from.place(SOURCES))));
    }
}
