package be.bsmr.fleet.topology;

import be.bsmr.fleet.topics.CountedQuarter;
import be.bsmr.packed.PackedReader;
import be.bsmr.packed.PackedWriter;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.ClockWatch;
import be.bsmr.site.MeterWatch;
import be.bsmr.site.Metering;
import be.bsmr.site.MeteringCodec;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.wire.QuarterSent;
import java.nio.BufferUnderflowException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the fleet remembers of one meter, some 300 bytes.
 *
 * @param metering what is counted of it
 * @param foresawAt when its own forecast came last; null when it never sent one
 * @param pace how much it says
 * @param told its newest quarters that were said, the oldest first
 * @param held a quarter as the house counted it, until the fleet's own of it is known; else null
 */
record MeterState(
        Metering metering,
        @Nullable Instant foresawAt,
        Pace pace,
        List<Told> told,
        @Nullable QuarterDemand held) {

    static final MeterState NEW =
            new MeterState(Metering.initial(PeakHistory.EMPTY), null, Pace.NONE, List.of(), null);

    private static final byte VERSION = 1;

    /** Two hours: what comes later of a quarter was overtaken by newer ones. */
    private static final int MOST_TOLD = 8;

    private static final List<CountedQuarter.By> WHO =
            List.of(CountedQuarter.By.FLEET, CountedQuarter.By.HOUSE);

    /**
     * How many messages came in a minute.
     *
     * @param minute of arrival, since 1970
     */
    record Pace(long minute, int messages) {

        static final Pace NONE = new Pace(0, 0);

        /** After one more, at {@code at}. */
        Pace and(Instant at) {
            long now = at.getEpochSecond() / 60;
            return new Pace(now, now == minute ? messages + 1 : 1);
        }
    }

    /**
     * A quarter that was said.
     *
     * @param known whether its community has heard of it
     */
    record Told(CountedQuarter quarter, boolean known) {

        QuarterHour of() {
            return quarter.demand().quarter();
        }
    }

    MeterState {
        told = List.copyOf(told);
    }

    MeterState with(Metering next) {
        return new MeterState(next, foresawAt, pace, told, held);
    }

    MeterState with(Pace next) {
        return new MeterState(metering, foresawAt, next, told, held);
    }

    MeterState foresaw(Instant at) {
        return new MeterState(metering, at, pace, told, held);
    }

    MeterState holding(@Nullable QuarterDemand quarter) {
        return new MeterState(metering, foresawAt, pace, told, quarter);
    }

    /** After it came into another community, or left: that one has heard of nothing. */
    MeterState elsewhere() {
        List<Told> unknown = told.stream().map(t -> new Told(t.quarter, false)).toList();
        return new MeterState(metering, foresawAt, pace, unknown, held);
    }

    /** What was said of {@code quarter}; null when nothing was, or it is long ago. */
    @Nullable Told told(QuarterHour quarter) {
        return told.stream().filter(t -> t.of().equals(quarter)).findFirst().orElse(null);
    }

    /** Whether so much was said since {@code quarter} that nobody knows what was said of it. */
    boolean hasForgotten(QuarterHour quarter) {
        return told.size() == MOST_TOLD && quarter.compareTo(told.get(0).of()) < 0;
    }

    MeterState telling(Told newest) {
        List<Told> next = new ArrayList<>(told);
        next.removeIf(t -> t.of().equals(newest.of()));
        int place = next.size();
        while (place > 0 && next.get(place - 1).of().compareTo(newest.of()) > 0) {
            place--;
        }
        next.add(place, newest);
        if (next.size() > MOST_TOLD) {
            next.remove(0);
        }
        return new MeterState(metering, foresawAt, pace, next, held);
    }

    /** How far the house's own forecast is up to date, so that the fleet need not foresee. */
    boolean foresees(Instant now, Duration patience) {
        return foresawAt != null && foresawAt.plus(patience).isAfter(now);
    }

    /**
     * A reading that comes once more is known by its time here; core would also keep a fingerprint
     * of all that it says, which takes a fourth of the time that a block takes.
     */
    private Metering withoutTheOneBefore() {
        MeterWatch watch = metering.watch();
        ClockWatch clock = watch.clock();
        ClockWatch forgetful =
                new ClockWatch(
                        null,
                        clock.stills(),
                        clock.earlier(),
                        clock.believed(),
                        clock.soundSince(),
                        clock.probation(),
                        clock.setBackAt(),
                        null);
        return new Metering(
                metering.last(),
                metering.grid(),
                metering.quarter(),
                metering.peaks(),
                new MeterWatch(watch.speakers(), forgetful, watch.pauses(), watch.silent()),
                metering.link());
    }

    /** For {@link #of}. */
    byte[] bytes() {
        PackedWriter to = new PackedWriter();
        to.put(VERSION);
        to.block(MeteringCodec.encode(withoutTheOneBefore()));
        to.maybe(foresawAt, to::instant);
        to.number(pace.minute);
        to.number(pace.messages);
        to.each(
                told,
                t -> {
                    QuarterSent.write(t.quarter.demand(), to);
                    to.place(t.quarter.by(), WHO);
                    to.flag(t.known);
                });
        to.maybe(held, quarter -> QuarterSent.write(quarter, to));
        return to.checked();
    }

    /**
     * What {@link #bytes} gave; empty when the bytes are damaged or of another version.
     *
     * <p>What is counted may be of an older version of {@link MeteringCodec}: it decides.
     */
    static Optional<MeterState> of(byte[] bytes) {
        try {
            PackedReader from = PackedReader.checked(bytes);
            if (from.get() != VERSION) {
                return Optional.empty();
            }
            Optional<Metering> metering = MeteringCodec.decode(from.block());
            Instant foresawAt = from.maybe(from::instant);
            Pace pace = new Pace(from.number(), from.small());
            List<Told> told =
                    from.each(
                            () ->
                                    new Told(
                                            new CountedQuarter(
                                                    QuarterSent.readDemand(from), from.place(WHO)),
                                            from.flag()));
            QuarterDemand held = from.maybe(() -> QuarterSent.readDemand(from));
            return metering.map(known -> new MeterState(known, foresawAt, pace, told, held));
        } catch (IllegalArgumentException
                | BufferUnderflowException
                | DateTimeException
                | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
