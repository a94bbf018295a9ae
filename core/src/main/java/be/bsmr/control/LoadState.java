package be.bsmr.control;

import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where one load stands.
 *
 * @param load which
 * @param mode the override that a person has set, if any
 * @param handsOffUntil until when it is left alone because it was switched by hand; null when it
 *     was not
 * @param position what was last commanded, or seen to be done by hand
 * @param value what a modulating load is set to, in its unit; null for one that is on or off
 * @param since when it was commanded; null at the start, when nothing has been
 * @param restUntil after a long time without power it is left on until then; null when it was not
 * @param report what its actuator last answered; null when it has not
 * @param lost when it was last heard of, or tried for the first time, if it cannot be reached now;
 *     null while it can
 * @param check what the meter must still show; null when nothing
 * @param fruitless how often in a row switching it had no effect on the meter
 * @param draw what it draws
 * @param day what is counted of it
 */
public record LoadState(
        Load load,
        ManualOverride mode,
        @Nullable Instant handsOffUntil,
        Position position,
        @Nullable Integer value,
        @Nullable Instant since,
        @Nullable Instant restUntil,
        @Nullable Report report,
        @Nullable Instant lost,
        @Nullable PendingEffect check,
        int fruitless,
        LoadPower draw,
        Day day) {

    public enum Position {
        /** Free to draw power. */
        CONNECTED,
        /** Cut off by us, or paused. */
        SHED
    }

    /** An actuator's answer. */
    public enum Report {
        /** It is as it was told. */
        CONFIRMED,
        /** It does not say that it is, in spite of everything. */
        FAILED
    }

    public static LoadState initial(Load load) {
        return new LoadState(
                load,
                ManualOverride.AUTO,
                null,
                Position.CONNECTED,
                free(load),
                null,
                null,
                null,
                null,
                null,
                0,
                LoadPower.UNKNOWN,
                Day.NONE);
    }

    /**
     * This load as its switch leaves it when control begins: in its fail-safe, with nothing
     * commanded yet.
     */
    public LoadState safely() {
        Position to =
                load.failSafe() instanceof Load.FailSafe.Off ? Position.SHED : Position.CONNECTED;
        Integer set =
                load.failSafe() instanceof Load.FailSafe.At at ? (Integer) at.value() : free();
        return new LoadState(
                load,
                mode,
                handsOffUntil,
                to,
                set,
                null,
                restUntil,
                null,
                lost,
                null,
                fruitless,
                draw,
                day);
    }

    /**
     * What a modulating load is set to when nothing holds it back: its highest value; a battery is
     * left in peace, 0. Null for one that is on or off.
     */
    @Nullable Integer free() {
        return free(load);
    }

    private static @Nullable Integer free(Load load) {
        return load.actuation() instanceof Actuation.Modulating m
                ? (Integer) (load.isStore() ? 0 : m.max())
                : null;
    }

    /** What a restart must not forget. */
    public LoadMemory memory() {
        return new LoadMemory(load.id(), load.name(), mode, handsOffUntil, draw.learned(), day);
    }

    /** This load with what an earlier run knew of it, if one of {@code memories} is of it. */
    public LoadState remembering(List<LoadMemory> memories) {
        return memories.stream()
                .filter(m -> m.load().equals(load.id()))
                .findFirst()
                .map(
                        m ->
                                in(m.mode())
                                        .handsOff(m.handsOffUntil())
                                        .drawing(draw.of(m))
                                        .counting(m.day()))
                .orElse(this);
    }

    public boolean isShed() {
        return position == Position.SHED;
    }

    /** Whether {@code other} is in the same position and set to the same value. */
    boolean isSetAs(LoadState other) {
        return position == other.position && Objects.equals(value, other.value);
    }

    /** Whether it does not draw although it may: a car that is full, or away. */
    boolean isIdle(Instant now) {
        boolean isTime = since == null || now.isAfter(since.plus(LoadWatch.PATIENCE));
        return !isShed() && !draw.running() && isTime;
    }

    /** Whether a person has it in hand, by mode or by its own switch. */
    public boolean isInHand(Instant now) {
        return mode != ManualOverride.AUTO
                || (handsOffUntil != null && now.isBefore(handsOffUntil));
    }

    /** What it draws when it runs: learned, or else as the owner says. */
    public Power usually() {
        if (load.actuation() instanceof Actuation.Modulating m && value != null && value > 0) {
            return m.power(value);
        }
        Power median = draw.median();
        if (median != null) {
            return median;
        }
        return load.power() != null ? load.power() : Load.UNTIL_LEARNED;
    }

    /** What it can draw. */
    Power most() {
        return load.actuation() instanceof Actuation.Modulating m ? m.power(m.max()) : usually();
    }

    /** What it rarely passes when it runs. */
    public Power atMost() {
        Power high = draw.high();
        return high == null ? usually() : high.max(usually());
    }

    /** What it is believed to draw now; below zero when it feeds the house. */
    public Power drawn(Instant now) {
        if (draw.isReported(now) && draw.reported() != null) {
            return draw.reported();
        }
        if (check != null) {
            return check.sure() ? new Power(check.from()) : Power.ZERO;
        }
        return left();
    }

    /**
     * What these loads are believed to draw all together, W; below zero when they feed the house.
     */
    public static int drawn(List<LoadState> loads, Instant now) {
        return loads.stream().mapToInt(s -> s.drawn(now).watts()).sum();
    }

    /** What these loads will draw all together once their last commands have had effect, W. */
    public static int planned(List<LoadState> loads, Instant now) {
        return loads.stream().mapToInt(s -> s.planned(now).watts()).sum();
    }

    /** What it will draw from now on if nothing is done, once its last command has had effect. */
    public Power planned(Instant now) {
        return check == null || !check.sure() ? drawn(now) : new Power(check.to());
    }

    private Power left() {
        if (!draw.running() || isShed()) {
            return Power.ZERO;
        }
        if (load.actuation() instanceof Actuation.Modulating m && value != null) {
            return m.power(value);
        }
        return usually();
    }

    LoadState moved(
            Position to,
            @Nullable Integer newValue,
            @Nullable Instant at,
            @Nullable PendingEffect newCheck) {
        return new LoadState(
                load,
                mode,
                handsOffUntil,
                to,
                newValue,
                at,
                restUntil,
                null,
                lost,
                newCheck,
                fruitless,
                draw,
                afterwards(at));
    }

    /** What is counted of the load when it changes at {@code at}: the time withheld, if it was. */
    private Day afterwards(@Nullable Instant at) {
        Duration longest = load.limits().longestShed();
        return isShed() && since != null && at != null && longest != null
                ? day.withheld(Duration.between(since, at), longest)
                : day;
    }

    LoadState in(ManualOverride newMode) {
        return new LoadState(
                load, newMode, null, position, value, since, restUntil, report, lost, check,
                fruitless, draw, day);
    }

    LoadState handsOff(@Nullable Instant until) {
        return new LoadState(
                load, mode, until, position, value, since, restUntil, report, lost, check,
                fruitless, draw, day);
    }

    LoadState resting(@Nullable Instant until) {
        return new LoadState(
                load,
                mode,
                handsOffUntil,
                position,
                value,
                since,
                until,
                report,
                lost,
                check,
                fruitless,
                draw,
                day);
    }

    LoadState reported(@Nullable Report answer) {
        return new LoadState(
                load,
                mode,
                handsOffUntil,
                position,
                value,
                since,
                restUntil,
                answer,
                lost,
                check,
                fruitless,
                draw,
                day);
    }

    LoadState lost(@Nullable Instant lastContact) {
        return new LoadState(
                load,
                mode,
                handsOffUntil,
                position,
                value,
                since,
                restUntil,
                report,
                lastContact,
                check,
                fruitless,
                draw,
                day);
    }

    LoadState checked(@Nullable PendingEffect newCheck, int newFruitless) {
        return new LoadState(
                load,
                mode,
                handsOffUntil,
                position,
                value,
                since,
                restUntil,
                report,
                lost,
                newCheck,
                newFruitless,
                draw,
                day);
    }

    LoadState drawing(LoadPower newDraw) {
        return new LoadState(
                load,
                mode,
                handsOffUntil,
                position,
                value,
                since,
                restUntil,
                report,
                lost,
                check,
                fruitless,
                newDraw,
                day);
    }

    LoadState counting(Day newDay) {
        return new LoadState(
                load,
                mode,
                handsOffUntil,
                position,
                value,
                since,
                restUntil,
                report,
                lost,
                check,
                fruitless,
                draw,
                newDay);
    }

    LoadState shedOn(LocalDate today) {
        return counting(day.shedOn(today));
    }
}
