package be.bsmr.p1;

import be.bsmr.meter.DemandReading;
import be.bsmr.meter.Further;
import be.bsmr.meter.HistoricPeak;
import be.bsmr.meter.MeterPeak;
import be.bsmr.meter.Reading;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Demand of the running quarter, the month's peak and those of earlier months, in and out. */
final class PeakRegisters {

    private static final long IMPORT_PEAK = ObisCode.of("1-0:1.6.0");
    private static final long EXPORT_PEAK = ObisCode.of("1-0:2.6.0");
    private static final long CLOCK = ObisCode.of("0-0:1.0.0");
    private static final long BILLING_PERIODS = ObisCode.of("0-0:0.1.0");
    private static final int MOST_ROWS = 999;

    private PeakRegisters() {}

    static List<Register> all() {
        List<Register> t = new ArrayList<>();
        addDemand(t, 1, d -> d.demand, Reading::demand);
        addDemand(t, 2, d -> d.exportDemand, Reading::exportDemand);
        t.add(history("0-0:98.1.0", PeakRegisters::writeImportHistory));
        t.add(history("0-0:98.1.1", PeakRegisters::writeExportHistory));
        return t;
    }

    private static void addDemand(
            List<Register> t,
            int direction,
            Function<ReadingDraft, ReadingDraft.Demand> draft,
            Function<Reading, DemandReading> reading) {
        t.add(
                new Register(
                        "1-0:" + direction + ".4.0",
                        (line, d, c) -> {
                            Power power = line.enter() ? Values.power(line) : null;
                            if (power == null) {
                                return false;
                            }
                            draft.apply(d).changes();
                            draft.apply(d).running = power;
                            return true;
                        },
                        (r, c) -> Values.kilowatts(reading.apply(r).running())));
        t.add(
                new Register(
                        "1-0:" + direction + ".6.0",
                        (line, d, c) -> {
                            draft.apply(d).changes();
                            MeterPeak peak = line.next() ? peakOfTwo(line, c) : null;
                            return Values.given(peak, p -> draft.apply(d).monthPeak = p);
                        },
                        (r, c) -> writeMonthPeak(reading.apply(r), c)));
    }

    /** A peak's two values: (time)(kW) at most meters, (kW)(time) at Iskra's. */
    private static @Nullable MeterPeak peakOfTwo(Line line, MeterClock clock) {
        boolean powerFirst = line.contains('.') || line.contains('*');
        Instant time = powerFirst ? null : Values.time(line, clock);
        Power power = powerFirst ? Values.power(line) : null;
        if (!line.next()) {
            return null;
        }
        if (powerFirst) {
            time = Values.time(line, clock);
        } else {
            power = Values.power(line);
        }
        return power == null ? null : new MeterPeak(time, power);
    }

    private static @Nullable String writeMonthPeak(DemandReading demand, MeterClock c) {
        MeterPeak peak = demand.monthPeak();
        return peak == null
                ? null
                : Values.stamp(peak.quarterEnd(), c) + Values.kilowatts(peak.demand());
    }

    // ---- earlier months

    private static Register history(String code, Register.Writer writer) {
        return new Register(code, (line, d, c) -> new History(line, d, c).read(), writer)
                .onlyWithTheOthers();
    }

    /**
     * A history: how many rows, the codes of its columns, then the rows, {@code
     * (2)(1-0:1.6.0)(1-0:1.6.0)} and twice {@code (capture)(time)(kW)} from household meters. A
     * quantity that brings its time along has two columns. The capture has none, unless the clock
     * is among them. In Hungary the same code has last month's registers without any header, which
     * are none of ours.
     */
    private static final class History {

        private final Line line;
        private final ReadingDraft draft;
        private final MeterClock clock;
        private final List<Long> columns = new ArrayList<>();

        /** Whether there is a value to look at. */
        private boolean more;

        private @Nullable Instant capturedAt;

        History(Line line, ReadingDraft draft, MeterClock clock) {
            this.line = line;
            this.draft = draft;
            this.clock = clock;
        }

        /** False when there is no header. */
        boolean read() {
            int rows = line.next() ? line.count(MOST_ROWS) : Line.NONE;
            more = rows != Line.NONE && line.next();
            for (; more && line.code() != ObisCode.NONE; more = line.next()) {
                columns.add(line.code());
            }
            if (columns.isEmpty()) {
                return false;
            }
            draft.demand.changes();
            draft.exportDemand.changes();
            if (!more || line.isBlank()) {
                if (rows == 0) {
                    line.saysNothing();
                } else {
                    line.doubt();
                }
                return true;
            }
            int unnamed = columns.contains(CLOCK) ? 0 : 1;
            int row = unnamed + columns.size();
            if (rows * row != line.valuesLeft()) {
                line.doubt();
            }
            if (line.valuesLeft() % row != 0) {
                // What does not come in whole rows was cut somewhere, or means something else.
                return true;
            }
            while (more) {
                readRow(unnamed == 1);
            }
            return true;
        }

        private void readRow(boolean captureFirst) {
            capturedAt = null;
            MeterPeak imported = null;
            MeterPeak exported = null;
            if (captureFirst) {
                capturedAt = Values.time(line, clock);
                more = line.next();
            }
            for (int i = 0; i < columns.size() && more; i++) {
                long column = columns.get(i);
                if (column == IMPORT_PEAK || column == EXPORT_PEAK) {
                    boolean timed = i + 1 < columns.size() && columns.get(i + 1) == column;
                    i += timed ? 1 : 0;
                    MeterPeak peak = timed ? peakOfTwo(line, clock) : peakWithoutTime();
                    if (peak == null) {
                        line.doubt();
                    } else if (column == IMPORT_PEAK) {
                        imported = peak;
                    } else {
                        exported = peak;
                    }
                } else if (column == CLOCK) {
                    capturedAt = Values.time(line, clock);
                } else if (column == BILLING_PERIODS) {
                    readBillingPeriods();
                } else {
                    line.doubt();
                }
                more = line.next();
            }
            keep(draft.demand, imported);
            keep(draft.exportDemand, exported);
        }

        private @Nullable MeterPeak peakWithoutTime() {
            Power power = Values.power(line);
            return power == null ? null : new MeterPeak(null, power);
        }

        private void readBillingPeriods() {
            int periods = line.count(Integer.MAX_VALUE);
            if (periods == Line.NONE) {
                line.doubt();
            } else {
                draft.further.put(
                        FurtherRegisters.of(Further.Quantity.BILLING_PERIODS),
                        BigDecimal.valueOf(periods));
            }
        }

        private void keep(ReadingDraft.Demand demand, @Nullable MeterPeak peak) {
            if (peak == null) {
                return;
            }
            Instant captured = capturedAt;
            if (captured == null) {
                line.doubt();
                return;
            }
            if (!demand.captured(new HistoricPeak(captured, peak.quarterEnd(), peak.demand()))) {
                line.doubt();
            }
        }
    }

    private static @Nullable String writeImportHistory(Reading r, MeterClock c) {
        if (r.demand().history().isEmpty()) {
            return r.demand().monthPeak() == null ? null : "(0)(1-0:1.6.0)(1-0:1.6.0)()";
        }
        return writeHistory("(1-0:1.6.0)", r.demand().history(), c);
    }

    private static @Nullable String writeExportHistory(Reading r, MeterClock c) {
        List<HistoricPeak> history = r.exportDemand().history();
        return history.isEmpty() ? null : writeHistory("(1-0:2.6.0)", history, c);
    }

    private static String writeHistory(String column, List<HistoricPeak> history, MeterClock c) {
        StringBuilder s = new StringBuilder("(" + history.size() + ")" + column + column);
        for (HistoricPeak p : history) {
            s.append(Values.stamp(p.capturedAt(), c))
                    .append(Values.stamp(p.quarterEnd(), c))
                    .append(Values.kilowatts(p.demand()));
        }
        return s.toString();
    }
}
