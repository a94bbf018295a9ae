package be.bsmr.site;

import be.bsmr.control.Contact;
import be.bsmr.control.ControlMode;
import be.bsmr.control.LoadMemory;
import be.bsmr.control.LoadState;
import be.bsmr.control.ManualOverride;
import be.bsmr.meter.Reading;
import be.bsmr.quarter.Forecaster;
import be.bsmr.tariff.EnergyPrices;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can happen to a site, each with its time on the host's clock. One queue, one
 * order: what was recorded can be replayed.
 */
public sealed interface SiteInput {

    /** Host clock. */
    Instant at();

    /** Calls the method of {@code cases} that is for this kind of input. */
    <R> R accept(Cases<R> cases);

    /**
     * One method for each kind of input: when a kind is added, no class that answers inputs
     * compiles until it says what comes of that one.
     *
     * @param <R> what is made of an input
     */
    interface Cases<R> {

        R on(MeterRead read);

        R on(LinkReport report);

        R on(Tick tick);

        R on(UserRequest request);

        R on(UndoRequest request);

        R on(ModeRequest request);

        R on(ControlReport report);

        R on(PeaksImported imported);

        R on(Recalled recalled);

        R on(PricesTold told);

        R on(LoadReport report);

        R on(LoadContact contact);

        R on(LoadObserved observed);

        R on(LimitGranted granted);
    }

    /**
     * A telegram was read.
     *
     * @param at when its last byte arrived; decides staleness only
     * @param link how the link stood after it
     */
    record MeterRead(Reading reading, Instant at, LinkHealth link) implements SiteInput {

        /**
         * The time that decides quarter and month: the meter's, or ours for a meter without a
         * clock.
         */
        public Instant measuredAt() {
            return reading.measuredAt() != null ? reading.measuredAt() : at;
        }

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.on(this);
        }
    }

    /** The link changed without a reading: opened, broken, or a telegram rejected. */
    record LinkReport(Instant at, LinkHealth link) implements SiteInput {

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.on(this);
        }
    }

    /** Time passes, so that silence is noticed. */
    record Tick(Instant at) implements SiteInput {

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.on(this);
        }
    }

    /** A person sets or ends the manual override of a load. */
    record UserRequest(Instant at, String load, ManualOverride mode) implements SiteInput {

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.on(this);
        }
    }

    /** A person takes back what was decided last of a load. */
    record UndoRequest(Instant at, String load) implements SiteInput {

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.on(this);
        }
    }

    /** A person says how far the controller may go. */
    record ModeRequest(Instant at, ControlMode mode) implements SiteInput {

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.on(this);
        }
    }

    /**
     * Whether we may control at all: false while another program controls the same loads.
     *
     * @param mayControl true when we may
     */
    record ControlReport(Instant at, boolean mayControl) implements SiteInput {

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.on(this);
        }
    }

    /** Somebody imported peaks of the past, while the site lived on. */
    record PeaksImported(Instant at, List<MonthPeak> peaks) implements SiteInput {

        public PeaksImported {
            peaks = List.copyOf(peaks);
        }

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.on(this);
        }
    }

    /**
     * What an earlier run knew comes late: the disk that has it could not be read at the start.
     *
     * @param peaks of all months
     * @param forecaster with what was learned of the house
     * @param loads what was known of each
     */
    record Recalled(Instant at, PeakHistory peaks, Forecaster forecaster, List<LoadMemory> loads)
            implements SiteInput {

        public Recalled {
            loads = List.copyOf(loads);
        }

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.on(this);
        }
    }

    /**
     * What energy costs and brings is known, or known anew.
     *
     * @param prices all that is known, in the place of what was
     */
    record PricesTold(Instant at, EnergyPrices prices) implements SiteInput {

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.on(this);
        }
    }

    /**
     * An actuator answers: what came of a command for a load.
     *
     * @param ordered site time of that command; null = of the newest
     */
    record LoadReport(Instant at, String load, LoadState.Report report, @Nullable Instant ordered)
            implements SiteInput {

        /** What came of the newest command. */
        public LoadReport(Instant at, String load, LoadState.Report report) {
            this(at, load, report, null);
        }

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.on(this);
        }
    }

    /** A load cannot be reached any more, or can be again; said when it changes. */
    record LoadContact(Instant at, String load, Contact contact) implements SiteInput {

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.on(this);
        }
    }

    /**
     * What a load's own switch or meter says, asked or not.
     *
     * @param on whether it is switched on; null when that is not said
     * @param power what it draws; null when that is not said
     * @param held what a battery can still give; null when that is not said, and of all others
     */
    record LoadObserved(
            Instant at,
            String load,
            @Nullable Boolean on,
            @Nullable Power power,
            @Nullable Energy held)
            implements SiteInput {

        /** Of one that does not say what it holds. */
        public LoadObserved(Instant at, String load, @Nullable Boolean on, @Nullable Power power) {
            this(at, load, on, power, null);
        }

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.on(this);
        }
    }

    /**
     * A community or the grid operator grants the house a demand. What is granted later takes the
     * place of it; when nothing is granted any more, the owner's own target counts again.
     *
     * @param demand at most this, each quarter
     * @param until it holds for telegrams before this moment, the meter's time; best a quarter's
     *     end
     */
    record LimitGranted(Instant at, Power demand, Instant until) implements SiteInput {

        public LimitGranted {
            if (Power.ZERO.isAbove(demand)) {
                throw new IllegalArgumentException("no demand is below zero: " + demand);
            }
        }

        /** Whether it counts at {@code time}, the meter's. */
        boolean holds(Instant time) {
            return time.isBefore(until);
        }

        @Override
        public <R> R accept(Cases<R> cases) {
            return cases.on(this);
        }
    }
}
