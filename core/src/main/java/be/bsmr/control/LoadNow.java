package be.bsmr.control;

import be.bsmr.control.LoadState.Hand;
import be.bsmr.control.LoadState.Position;
import be.bsmr.control.LoadState.Report;
import be.bsmr.control.LoadState.Response;
import be.bsmr.control.LoadState.Setting;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A load at one moment: what its owner wants of it, and what is known of it. Both are put together
 * anew for each step, so that the owner may want something else at any time.
 *
 * @param state of {@code load}
 */
public record LoadNow(Load load, LoadState state) {

    /** A load of which nothing is known: it is free. */
    public static LoadNow initial(Load load) {
        return new LoadNow(
                load,
                new LoadState(
                        load.id(),
                        new Setting(Position.CONNECTED, load.free(), null),
                        Hand.NONE,
                        Response.NONE,
                        null,
                        LoadPower.UNKNOWN,
                        Day.NONE));
    }

    /**
     * This load as its switch leaves it when control begins: in its fail-safe, with nothing
     * commanded yet.
     */
    public LoadNow safely() {
        Position to =
                load.failSafe() instanceof Load.FailSafe.Off ? Position.SHED : Position.CONNECTED;
        Integer set =
                load.failSafe() instanceof Load.FailSafe.At at ? (Integer) at.value() : load.free();
        return moved(to, set, null, null);
    }

    /** What a restart must not forget. */
    public LoadMemory memory() {
        return new LoadMemory(
                load.id(), load.name(), mode(), handsOffUntil(), draw().learned(), day());
    }

    /** This load with what an earlier run knew of it, if one of {@code memories} is of it. */
    public LoadNow remembering(List<LoadMemory> memories) {
        return memories.stream()
                .filter(m -> m.load().equals(load.id()))
                .findFirst()
                .map(
                        m ->
                                in(m.mode())
                                        .handsOff(m.handsOffUntil())
                                        .drawing(draw().of(m))
                                        .counting(m.day()))
                .orElse(this);
    }

    // ---- what is known of it

    public Position position() {
        return state.setting().position();
    }

    public boolean isShed() {
        return position() == Position.SHED;
    }

    public @Nullable Integer value() {
        return state.setting().value();
    }

    public @Nullable Instant since() {
        return state.setting().since();
    }

    public ManualOverride mode() {
        return state.hand().mode();
    }

    public @Nullable Instant handsOffUntil() {
        return state.hand().offUntil();
    }

    public @Nullable Report report() {
        return state.response().report();
    }

    public Contact contact() {
        return state.response().contact();
    }

    @Nullable PendingEffect check() {
        return state.response().check();
    }

    int fruitless() {
        return state.response().fruitless();
    }

    public @Nullable Instant restUntil() {
        return state.restUntil();
    }

    public LoadPower draw() {
        return state.draw();
    }

    public Day day() {
        return state.day();
    }

    /** Whether its owner lets it be set to what it is set to. */
    public boolean fits() {
        Integer value = value();
        return Objects.equals(value, load.free())
                || (value != null
                        && load.actuation() instanceof Actuation.Modulating m
                        && value >= m.min()
                        && value <= m.max());
    }

    /** Whether {@code other} is in the same position and set to the same value. */
    boolean isSetAs(LoadNow other) {
        return position() == other.position() && Objects.equals(value(), other.value());
    }

    /** Whether it does not draw although it may: a car that is full, or away. */
    boolean isIdle(Instant now) {
        Instant since = since();
        boolean isTime = since == null || now.isAfter(since.plus(LoadWatch.patience(this)));
        return !isShed() && !draw().running() && isTime;
    }

    /** Whether a person has it in hand, by mode or by its own switch. */
    public boolean isInHand(Instant now) {
        Instant until = handsOffUntil();
        return mode() != ManualOverride.AUTO || (until != null && now.isBefore(until));
    }

    // ---- what it draws

    /** What it draws when it runs: learned, or else as the owner says. */
    public Power usually() {
        Integer value = value();
        if (load.actuation() instanceof Actuation.Modulating m && value != null && value > 0) {
            return m.power(value);
        }
        Power median = draw().median();
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
    Power atMost() {
        Power high = draw().high();
        return high == null ? usually() : high.max(usually());
    }

    /** What it is believed to draw now; below zero when it feeds the house. */
    Power drawn(Instant now) {
        Power reported = draw().reported();
        if (draw().isReported(now) && reported != null) {
            return reported;
        }
        PendingEffect check = check();
        if (check != null) {
            return check.sure() ? new Power(check.from()) : Power.ZERO;
        }
        return left();
    }

    /**
     * What these loads are believed to draw all together, W; below zero when they feed the house.
     */
    public static int drawn(List<LoadNow> loads, Instant now) {
        return loads.stream().mapToInt(s -> s.drawn(now).watts()).sum();
    }

    /** What these loads will draw all together once their last commands have had effect, W. */
    public static int planned(List<LoadNow> loads, Instant now) {
        return loads.stream().mapToInt(s -> s.planned(now).watts()).sum();
    }

    /** What it will draw from now on if nothing is done, once its last command has had effect. */
    Power planned(Instant now) {
        PendingEffect check = check();
        return check == null || !check.sure() ? drawn(now) : new Power(check.to());
    }

    private Power left() {
        if (!draw().running() || isShed()) {
            return Power.ZERO;
        }
        Integer value = value();
        if (load.actuation() instanceof Actuation.Modulating m && value != null) {
            return m.power(value);
        }
        return usually();
    }

    // ---- what becomes of it

    LoadNow moved(
            Position to,
            @Nullable Integer newValue,
            @Nullable Instant at,
            @Nullable PendingEffect newCheck) {
        return with(
                state.with(new Setting(to, newValue, at))
                        .with(new Response(null, contact(), newCheck, fruitless()))
                        .with(afterwards(at)));
    }

    /** What is counted of the load when it changes at {@code at}: the time withheld, if it was. */
    private Day afterwards(@Nullable Instant at) {
        Duration longest = load.limits().longestShed();
        Instant since = since();
        return isShed() && since != null && at != null && longest != null
                ? day().withheld(Duration.between(since, at), longest)
                : day();
    }

    LoadNow in(ManualOverride newMode) {
        return with(state.with(new Hand(newMode, handsOffUntil())));
    }

    LoadNow handsOff(@Nullable Instant until) {
        return with(state.with(new Hand(mode(), until)));
    }

    LoadNow resting(@Nullable Instant until) {
        return with(state.resting(until));
    }

    LoadNow reported(@Nullable Report answer) {
        return with(state.with(state.response().reported(answer)));
    }

    LoadNow contact(Contact newContact) {
        return with(state.with(state.response().contact(newContact)));
    }

    LoadNow checked(@Nullable PendingEffect newCheck, int newFruitless) {
        return with(state.with(state.response().checked(newCheck, newFruitless)));
    }

    LoadNow drawing(LoadPower newDraw) {
        return with(state.with(newDraw));
    }

    LoadNow counting(Day newDay) {
        return with(state.with(newDay));
    }

    LoadNow shedOn(LocalDate today) {
        return counting(day().shedOn(today));
    }

    private LoadNow with(LoadState newState) {
        return new LoadNow(load, newState);
    }
}
