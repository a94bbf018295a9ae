package be.bsmr.home.relay;

import be.bsmr.control.Actuation;
import be.bsmr.control.Command;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A device of its own, that is told things and may say how it stands. What differs is only how it
 * is told and asked.
 */
abstract class RemoteActuator implements Actuator {

    private final Actuation actuation;
    private boolean saysOn;
    private boolean saysValue;
    private final long repeatNanos;
    private @Nullable Command told;

    /** It was not seen to be on, or told to be where it says nothing, since it was shed. */
    private boolean mayBeOff = true;

    private @Nullable IOException refused;
    private long toldAt;
    private boolean answered;

    /**
     * @param saysOn whether it says that it is on or off
     * @param saysValue whether it says what it is set to
     * @param repeatS seconds after which it is told the same again, for a device that falls back by
     *     itself when it hears nothing; 0 = never
     */
    RemoteActuator(Actuation actuation, boolean saysOn, boolean saysValue, int repeatS) {
        this.actuation = actuation;
        this.saysOn = saysOn;
        this.saysValue = saysValue;
        repeatNanos = TimeUnit.SECONDS.toNanos(repeatS);
    }

    /** It turns out that it does not: from now on it is believed when it was told. */
    void saysNothing() {
        saysOn = false;
        saysValue = false;
    }

    abstract void shed() throws IOException;

    abstract void restore() throws IOException;

    /**
     * Only for a modulating load.
     *
     * @param value in the load's unit
     */
    abstract void set(int value) throws IOException;

    /** How it says that it stands. */
    abstract Sight sight() throws IOException;

    /**
     * One that can be set is switched on only if it may be off by our doing: a charger's mode is a
     * person's choice. One that is off though it was told just this before has not obeyed.
     */
    @Override
    public final void order(Command command) throws IOException {
        boolean again = Actuator.same(told, command);
        told = null;
        try {
            tell(command, again);
        } catch (IOException e) {
            refused = e;
            throw e;
        }
        refused = null;
        answered = true;
        told = command;
        toldAt = System.nanoTime();
    }

    private void tell(Command command, boolean again) throws IOException {
        if (command instanceof Command.Shed) {
            mayBeOff = true;
            shed();
            return;
        }
        if (actuation instanceof Actuation.OnOff || mayBeOff || (again && saysOff())) {
            mayBeOff = true;
            restore();
            mayBeOff = saysOn;
        }
        if (actuation instanceof Actuation.Modulating range) {
            set(value(command, range));
        }
    }

    @Override
    public final boolean isDone(Command command) throws IOException {
        boolean asTold = Actuator.same(told, command);
        boolean shed = command instanceof Command.Shed;
        Actuation.@Nullable Modulating range =
                !shed && actuation instanceof Actuation.Modulating m ? m : null;
        if (!saysSomething(range)) {
            return asTold;
        }
        Sight sight = sight();
        if (!saysSomething(range)) {
            return asTold;
        }
        if (saysOn && !isSwitched(shed, range != null, sight.on())) {
            return false;
        }
        if (range == null) {
            return true;
        }
        return saysValue ? sight.value() != null && sight.value() == value(command, range) : asTold;
    }

    /** One that is off by another's choice need not be on to be set. */
    private boolean isSwitched(boolean off, boolean settable, @Nullable Boolean on) {
        if (off) {
            return Boolean.FALSE.equals(on);
        }
        boolean isOn = Boolean.TRUE.equals(on);
        mayBeOff = mayBeOff && !isOn;
        return settable ? on != null && !mayBeOff : isOn;
    }

    private boolean saysOff() throws IOException {
        return saysOn && Boolean.FALSE.equals(sight().on());
    }

    private boolean saysSomething(Actuation.@Nullable Modulating range) {
        return saysOn || (range != null && saysValue);
    }

    /** Of one that says nothing is known only whether it could be told. */
    @Override
    public Sight look() throws IOException {
        if (!saysOn && !saysValue && refused != null) {
            throw refused;
        }
        Sight sight = sight();
        answered = true;
        // What a person has switched since is left alone.
        boolean asTold = sight.on() == null || sight.on() != (told instanceof Command.Shed);
        if (told != null && asTold && repeatIsDue()) {
            repeat(told);
        }
        return sight;
    }

    /** One that does not get through is due at the next look. */
    private void repeat(Command command) throws IOException {
        long before = toldAt;
        try {
            order(command);
        } catch (IOException e) {
            told = command;
            toldAt = before;
            throw e;
        }
    }

    private boolean repeatIsDue() {
        return repeatNanos > 0 && System.nanoTime() - toldAt >= repeatNanos;
    }

    /** Who takes a request answers; messages need say nothing. */
    @Override
    public boolean hasAnswered() {
        return answered;
    }

    private static int value(Command command, Actuation.Modulating range) {
        return command instanceof Command.Set set ? set.value() : range.max();
    }
}
