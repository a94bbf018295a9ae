package be.bsmr.home.settings;

import be.bsmr.control.Actuation;
import be.bsmr.control.Load;
import be.bsmr.control.Load.FailSafe;
import be.bsmr.home.config.Inline;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One load in the configuration.
 *
 * @param identity what it is
 * @param limits how long and how often it may be withheld
 * @param failSafe {@code on}, {@code off} or a value of a modulating load
 * @param modulating null for a load that is on or off
 * @param actuators what it is switched with
 * @param simulated how it behaves in {@code evaluate control}; null when it is real
 */
public record LoadSettings(
        @Inline LoadIdentity identity,
        @Inline LoadLimits limits,
        String failSafe,
        @Nullable ModulatingSettings modulating,
        @Inline LoadActuators actuators,
        @Nullable SimulatedSettings simulated) {

    /** What an entry of the list leaves out; {@code id} has no default. */
    public static final LoadSettings DEFAULT =
            new LoadSettings(
                    new LoadIdentity("", "", 1, 0, List.of(), List.of()),
                    new LoadLimits(60, 120, 0, 0, List.of(), null, 120, 0),
                    "on",
                    null,
                    LoadActuators.NONE,
                    null);

    /**
     * @throws IllegalArgumentException when a value makes no sense, or an actuator cannot do what
     *     the load needs
     */
    public LoadSettings {
        if (actuators.sgReady() != null) {
            limits = limits.ofSgReady();
            requireOnOff("sg_ready", modulating);
        }
        if (actuators.niko() != null) {
            requireOnOff("niko", modulating);
        }
        if (modulating != null && !actuators.allSet()) {
            throw new IllegalArgumentException(
                    "load '"
                            + identity.id()
                            + "' is modulating: say under its mqtt, http or modbus how it is set"
                            + " (set, or value)");
        }
        // An entry is refused as a whole only once its own keys are in.
        String id = identity.id();
        if (!id.isEmpty()) {
            Load load = load(identity, limits, failSafe, modulating);
            if (actuators.sgReady() != null) {
                limits.requireSgReady();
            }
            if (actuators.marstek() != null) {
                requireBattery("marstek", load.actuation());
            }
            if (actuators.victron() != null) {
                requireBattery("victron", load.actuation());
            }
            if (actuators.mqtt() != null) {
                Object unused = actuators.mqtt().lastWill(load.failSafe());
            }
        }
    }

    private static void requireOnOff(String key, @Nullable ModulatingSettings modulating) {
        if (modulating != null) {
            throw new IllegalArgumentException(
                    "a load behind " + key + " is on or off: take modulating away");
        }
    }

    private static void requireBattery(String key, Actuation actuation) {
        if (!(actuation instanceof Actuation.Modulating m
                && m.unit() == Actuation.Unit.WATT
                && m.min() < 0
                && m.wattsPerUnit() == 1)) {
            throw new IllegalArgumentException(
                    key
                            + " is a battery, set in watts, below 0 when it gives: write modulating:"
                            + " {unit: watt, min: -2500, max: 0} beside it, or max: 2500 when BSMR"
                            + " is to fill it too");
        }
    }

    public String id() {
        return identity.id();
    }

    /** The load in the form that the controller knows. */
    public Load load() {
        return load(identity, limits, failSafe, modulating);
    }

    private static Load load(
            LoadIdentity identity,
            LoadLimits limits,
            String failSafe,
            @Nullable ModulatingSettings modulating) {
        return new Load(
                identity.id(),
                identity.shownName(),
                identity.priority(),
                identity.power(),
                modulating == null
                        ? new Actuation.OnOff()
                        : modulating.actuation(identity.wires().size(), identity.powerW()),
                Set.copyOf(identity.wires()),
                limits.limits(),
                identity.needs(),
                failSafe(failSafe));
    }

    private static FailSafe failSafe(String text) {
        if (text.equals("on")) {
            return new FailSafe.On();
        }
        if (text.equals("off")) {
            return new FailSafe.Off();
        }
        try {
            return new FailSafe.At(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "fail_safe is \"on\", \"off\" or a value of a modulating load, not '"
                            + text
                            + "'",
                    e);
        }
    }
}
