package be.bsmr.p1;

import be.bsmr.meter.Further;
import be.bsmr.meter.Grid;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.PowerFailure;
import be.bsmr.meter.Reading;
import be.bsmr.meter.SupplyQuality;
import be.bsmr.unit.Current;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who the meter is, what time it has, and how it is connected to the grid. */
final class SupplyRegisters {

    /** Limits of 999 kW, 999.9 kW, from version 50221 99.999 kW, and of 999 A mean "off". */
    private static final int LIMITER_OFF_W = 99_999;

    private static final int OFF = 999;

    /** Older Dutch meters limit a current, {@code 016*A}. */
    private static final Further.Item CURRENT_LIMITER =
            new Further.Item(Further.Quantity.LIMITER, Further.Kind.NOW, 0, 0);

    private static final int RELAYS = 4;
    private static final int MOST_FAILURES = 999_999_999;
    private static final int MOST_LOGGED = 999;

    /** Versions are five digits; Iskra writes them as hexadecimal text, {@code 3530323137}. */
    private static final int HEX_VERSION_LENGTH = 10;

    private SupplyRegisters() {}

    static List<Register> identity() {
        Register version =
                new Register(
                        "0-0:96.1.4",
                        SupplyRegisters::readVersion,
                        (r, c) -> Values.parens(r.identity().version()));
        Register meter =
                new Register(
                        "0-0:96.1.1",
                        SupplyRegisters::readMeter,
                        (r, c) -> {
                            MeterId id = r.identity().meter();
                            return id == null ? null : Values.hex(id.value());
                        });
        Register clock =
                new Register(
                        "0-0:1.0.0",
                        (line, d, c) -> {
                            Instant time = line.next() ? c.readNow(line) : null;
                            if (time == null) {
                                return false;
                            }
                            d.measuredAt = time;
                            return true;
                        },
                        (r, c) ->
                                r.measuredAt() == null
                                        ? null
                                        : Values.parens(c.write(r.measuredAt())));
        return List.of(
                version,
                version.orAt("1-3:0.2.8"), // Dutch meters
                new Register("1-0:94.32.1", SupplyRegisters::readGrid, (r, c) -> writeGrid(r)),
                meter,
                meter.orAt("0-0:96.1.0"), // Hungary's
                new Register(
                        "0-0:96.1.2",
                        (line, d, c) -> {
                            if (!line.next()) {
                                return false;
                            }
                            d.who.changes();
                            d.who.ean = Values.ean(line);
                            return true;
                        },
                        (r, c) -> Values.hex(r.identity().ean())),
                clock,
                clock.orAt("0-0:1.1.0")); // heat meters
    }

    static List<Register> supply() {
        List<Register> t = new ArrayList<>();
        t.add(
                new Register(
                        "0-0:96.3.10",
                        (line, d, c) -> {
                            d.connection.changes();
                            return line.next()
                                    && Values.given(
                                            Values.breaker(line), b -> d.connection.breaker = b);
                        },
                        (r, c) -> Values.breaker(r.supply().breaker())));
        t.add(new Register("0-0:17.0.0", SupplyRegisters::readLimiter, (r, c) -> writeLimiter(r)));
        t.add(new Register("1-0:31.4.0", SupplyRegisters::readFuse, (r, c) -> writeFuse(r)));
        for (int n = 1; n <= RELAYS; n++) {
            t.add(relay(n));
        }
        t.add(
                new Register(
                        "0-0:96.7.21",
                        (line, d, c) -> {
                            d.connection.changes();
                            return Values.given(count(line), n -> d.connection.failures = n);
                        },
                        (r, c) -> Values.format("(%05d)", r.supply().quality().failures())));
        t.add(
                new Register(
                        "0-0:96.7.9",
                        (line, d, c) -> {
                            d.connection.changes();
                            return Values.given(count(line), n -> d.connection.longFailures = n);
                        },
                        (r, c) -> Values.format("(%05d)", r.supply().quality().longFailures())));
        t.add(
                new Register(
                                "1-0:99.97.0",
                                SupplyRegisters::readFailureLog,
                                SupplyRegisters::writeFailureLog)
                        .onlyWithTheOthers());
        for (int phase = 0; phase < ReadingDraft.Phases.COUNT; phase++) {
            t.add(counts("1-0:%d2.32.0", phase, g -> g.sags, SupplyQuality::sags));
        }
        for (int phase = 0; phase < ReadingDraft.Phases.COUNT; phase++) {
            t.add(counts("1-0:%d2.36.0", phase, g -> g.swells, SupplyQuality::swells));
        }
        t.add(
                new Register(
                        "0-0:96.13.1",
                        (line, d, c) -> {
                            if (!line.next()) {
                                return false;
                            }
                            d.connection.changes();
                            d.connection.messageCode = message(line);
                            return true;
                        },
                        (r, c) ->
                                r.supply().messageCode().isEmpty()
                                        ? null
                                        : Values.hex(r.supply().messageCode())));
        t.add(
                new Register(
                        "0-0:96.13.0",
                        (line, d, c) -> {
                            if (!line.next()) {
                                return false;
                            }
                            d.connection.changes();
                            d.connection.message = message(line);
                            return true;
                        },
                        (r, c) -> Values.hex(r.supply().message())));
        return t;
    }

    private static boolean readVersion(Line line, ReadingDraft d, MeterClock c) {
        if (!line.next()) {
            return false;
        }
        d.who.changes();
        d.who.version =
                line.length() >= HEX_VERSION_LENGTH ? Values.hexText(line) : Values.text(line);
        return true;
    }

    private static boolean readMeter(Line line, ReadingDraft d, MeterClock c) {
        if (!line.next()) {
            return false;
        }
        d.who.changes();
        String id = Values.hexText(line);
        d.who.meter = id == null ? null : new MeterId(id);
        return true;
    }

    private static boolean readGrid(Line line, ReadingDraft d, MeterClock c) {
        d.connection.changes();
        int volts = line.next() ? line.count(999) : Line.NONE;
        Grid grid = volts == 230 ? Grid.DELTA_230 : volts == 400 ? Grid.STAR_400 : null;
        return Values.given(grid, g -> d.connection.grid = g);
    }

    private static @Nullable String writeGrid(Reading r) {
        Grid grid = r.supply().declaredGrid();
        return grid == null || grid == Grid.SINGLE_PHASE
                ? null
                : grid == Grid.DELTA_230 ? "(230)" : "(400)";
    }

    private static boolean readLimiter(Line line, ReadingDraft d, MeterClock c) {
        d.connection.changes();
        d.further.put(CURRENT_LIMITER, null);
        int watts = line.next() ? line.watts() : Line.NONE;
        if (watts == Line.NONE) {
            d.connection.limiter = null;
            BigDecimal amperes = line.measured(Line.Unit.AMPERE, 0);
            return Values.given(amperes, a -> d.further.put(CURRENT_LIMITER, a));
        }
        boolean off = watts == LIMITER_OFF_W || watts / 1000 == OFF;
        d.connection.limiter = off ? null : new Power(watts);
        return true;
    }

    private static @Nullable String writeLimiter(Reading r) {
        Power limiter = r.supply().limiter();
        String amperes = FurtherRegisters.write(r, CURRENT_LIMITER);
        return limiter != null
                ? Values.kilowatts(limiter)
                : amperes != null ? amperes : "(999.9*kW)";
    }

    private static boolean readFuse(Line line, ReadingDraft d, MeterClock c) {
        d.connection.changes();
        int milliamperes = line.next() ? line.milliamperes() : Line.NONE;
        if (milliamperes == Line.NONE) {
            return false;
        }
        d.connection.fuse = milliamperes / 1000 == OFF ? null : new Current(milliamperes);
        return true;
    }

    private static String writeFuse(Reading r) {
        Current fuse = r.supply().fuse();
        return fuse == null ? "(999*A)" : "" + Values.format("(%06.2f*A)", fuse.amperes());
    }

    private static Register relay(int number) {
        return new Register(
                "0-" + number + ":96.3.10",
                (line, d, c) -> {
                    d.connection.changes();
                    return line.next()
                            && Values.given(
                                    Values.breaker(line), b -> d.connection.relays.put(number, b));
                },
                (r, c) -> Values.breaker(r.supply().relays().get(number)));
    }

    private static String message(Line line) {
        String text = Values.hexText(line);
        return text == null ? "" : text;
    }

    // ---- failures

    private static @Nullable Integer count(Line line) {
        int count = line.next() ? line.count(MOST_FAILURES) : Line.NONE;
        return count == Line.NONE ? null : count;
    }

    /** L1 is on group C = 32, each next phase 20 further. */
    private static Register counts(
            String form,
            int phase,
            Function<ReadingDraft.Connection, @Nullable Integer[]> draft,
            Function<SupplyQuality, SupplyQuality.PhaseCounts> reading) {
        return new Register(
                String.format(java.util.Locale.ROOT, form, 3 + 2 * phase),
                (line, d, c) -> {
                    d.connection.changes();
                    return Values.given(count(line), n -> draft.apply(d.connection)[phase] = n);
                },
                (r, c) -> {
                    SupplyQuality.PhaseCounts counts = reading.apply(r.supply().quality());
                    Integer count =
                            phase == 0 ? counts.l1() : phase == 1 ? counts.l2() : counts.l3();
                    return Values.format("(%05d)", count);
                });
    }

    /** {@code (N)(0-0:96.7.19)}, then N times when it ended and how long it took. */
    private static boolean readFailureLog(Line line, ReadingDraft d, MeterClock c) {
        d.connection.changes();
        List<PowerFailure> failures = new ArrayList<>();
        if (!line.next()) {
            return false;
        }
        if (line.isBlank()) {
            line.saysNothing();
            return true;
        }
        int logged = line.count(MOST_LOGGED);
        boolean headed = logged != Line.NONE && line.next() && line.code() != ObisCode.NONE;
        if (!headed) {
            return false;
        }
        int entries = 0;
        while (line.next() && !line.isBlank()) {
            entries++;
            Instant endedAt = Values.time(line, c);
            long seconds = line.next() ? line.seconds() : Line.NONE;
            if (seconds == Line.NONE) {
                line.doubt();
            } else {
                failures.add(new PowerFailure(endedAt, Duration.ofSeconds(seconds)));
            }
        }
        if (entries != logged) {
            line.doubt();
        }
        d.connection.failureLog = failures;
        return true;
    }

    private static @Nullable String writeFailureLog(Reading r, MeterClock c) {
        List<PowerFailure> failures = r.supply().quality().failureLog();
        if (failures.isEmpty()) {
            return null;
        }
        StringBuilder s = new StringBuilder("(" + failures.size() + ")(0-0:96.7.19)");
        for (PowerFailure f : failures) {
            s.append(Values.stamp(f.endedAt(), c))
                    .append(Values.format("(%010d*s)", f.length().toSeconds()));
        }
        return s.toString();
    }
}
