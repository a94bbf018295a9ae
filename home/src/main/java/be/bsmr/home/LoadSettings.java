package be.bsmr.home;

import be.bsmr.control.Actuation;
import be.bsmr.control.Due;
import be.bsmr.control.Limits;
import be.bsmr.control.Load;
import be.bsmr.control.Load.FailSafe;
import be.bsmr.control.WeeklyTime;
import be.bsmr.home.relay.GpioRelaySettings;
import be.bsmr.home.relay.HttpActuatorSettings;
import be.bsmr.home.relay.ModbusActuatorSettings;
import be.bsmr.home.relay.MqttActuatorSettings;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One load in the configuration. Besides the actuators named here, every load answers to its own
 * topic {@code bsmr/<site>/load/<id>/set}.
 *
 * @param priority 1…10, the lowest is shed first
 * @param powerW what it draws when it runs, W; 0 = learn it
 * @param wires of the grid that it hangs on: 1, 2, 3
 * @param minShedS seconds it stays shed at least
 * @param minOnS seconds it stays on at least once restored
 * @param longestShedMin minutes it may be withheld at a stretch; 0 = as long as it takes
 * @param switchesPerDay how often it may be shed in a day; 0 = no limit
 * @param neverShed times of the week at which it is left alone
 * @param needs ids of loads without which it does not work
 * @param due what it must have had by a time of day; null = nothing
 * @param handsOffMin minutes it is left alone after somebody switched it by hand
 * @param failSafe {@code on}, {@code off} or a value of a modulating load
 * @param modulating null for a load that is on or off
 * @param gpio a relay on the Pi's own pins; null when there is none
 * @param mqtt a plug that listens on a topic of its own; null when there is none
 * @param http a plug or a charger that is switched by requests; null when there is none
 * @param modbus a device with registers; null when there is none
 * @param simulated how it behaves in {@code evaluate control}; null when it is real
 */
record LoadSettings(
        String id,
        String name,
        int priority,
        int powerW,
        List<Integer> wires,
        int minShedS,
        int minOnS,
        int longestShedMin,
        int switchesPerDay,
        List<String> neverShed,
        List<String> needs,
        @Nullable DueSettings due,
        int handsOffMin,
        String failSafe,
        @Nullable ModulatingSettings modulating,
        @Nullable GpioRelaySettings gpio,
        @Nullable MqttActuatorSettings mqtt,
        @Nullable HttpActuatorSettings http,
        @Nullable ModbusActuatorSettings modbus,
        @Nullable SimulatedSettings simulated) {

    /**
     * What is due.
     *
     * @param kwh energy it must have had
     * @param time in which, such as {@code 22:00-07:00}
     */
    record DueSettings(double kwh, String time) {

        Due due() {
            return new Due(
                    Energy.ofWattHours(Math.round(kwh * 1000)),
                    WeeklyTime.parse(Objects.requireNonNullElse(time, "")));
        }
    }

    /**
     * A load that can be set between two values.
     *
     * @param unit ampere, watt or percent; ampere when left out (null)
     * @param step values are whole steps above the least; 1 when left out (null)
     * @param wattsPerUnit what one unit draws; null = by the unit and the wires
     * @param pausable whether it can be off too; true when left out (null) and min is above 0
     */
    record ModulatingSettings(
            Actuation.@Nullable Unit unit,
            int min,
            int max,
            @Nullable Integer step,
            @Nullable Double wattsPerUnit,
            @Nullable Boolean pausable) {

        private static final double PHASE = 230;

        Actuation actuation(int wires, int powerW) {
            Actuation.Unit of = unit == null ? Actuation.Unit.AMPERE : unit;
            return new Actuation.Modulating(
                    of,
                    min,
                    max,
                    step == null ? 1 : step,
                    wattsPerUnit == null ? usual(of, wires, powerW) : wattsPerUnit,
                    pausable == null ? min > 0 : pausable);
        }

        private static double usual(Actuation.Unit unit, int wires, int powerW) {
            return switch (unit) {
                case AMPERE -> wires == 3 ? 3 * PHASE : PHASE;
                case WATT -> 1;
                case PERCENT -> powerW / 100.0;
            };
        }
    }

    /** What an entry of the list leaves out; {@code id} has no default. */
    static final LoadSettings DEFAULT =
            new LoadSettings(
                    "", "", 1, 0, List.of(), 60, 120, 0, 0, List.of(), List.of(), null, 120, "on",
                    null, null, null, null, null, null);

    LoadSettings {
        wires = List.copyOf(wires);
        neverShed = List.copyOf(neverShed);
        needs = List.copyOf(needs);
        if (powerW < 0) {
            throw new IllegalArgumentException(
                    "power_w of load '"
                            + id
                            + "' is what it draws, such as 2400, or left out to be learned; not "
                            + powerW);
        }
        boolean set =
                (mqtt == null || mqtt.set() != null)
                        && (http == null || http.set() != null)
                        && (modbus == null || modbus.value() != null);
        if (modulating != null && !set) {
            throw new IllegalArgumentException(
                    "load '"
                            + id
                            + "' is modulating: say under its mqtt, http or modbus how it is set"
                            + " (set, or value)");
        }
        // An entry is refused as a whole only once its own keys are in.
        if (!id.isEmpty()) {
            Load load =
                    load(
                            id,
                            name,
                            priority,
                            powerW,
                            wires,
                            minShedS,
                            minOnS,
                            longestShedMin,
                            switchesPerDay,
                            neverShed,
                            needs,
                            due,
                            handsOffMin,
                            failSafe,
                            modulating);
            if (mqtt != null) {
                Object unused = mqtt.lastWill(load.failSafe());
            }
        }
    }

    Load load() {
        return load(
                id,
                name,
                priority,
                powerW,
                wires,
                minShedS,
                minOnS,
                longestShedMin,
                switchesPerDay,
                neverShed,
                needs,
                due,
                handsOffMin,
                failSafe,
                modulating);
    }

    private static Load load(
            String id,
            String name,
            int priority,
            int powerW,
            List<Integer> wires,
            int minShedS,
            int minOnS,
            int longestShedMin,
            int switchesPerDay,
            List<String> neverShed,
            List<String> needs,
            @Nullable DueSettings due,
            int handsOffMin,
            String failSafe,
            @Nullable ModulatingSettings modulating) {
        return new Load(
                id,
                name.isEmpty() ? id : name,
                priority,
                powerW == 0 ? null : new Power(powerW),
                modulating == null
                        ? new Actuation.OnOff()
                        : modulating.actuation(wires.size(), powerW),
                Set.copyOf(wires),
                new Limits(
                        Duration.ofSeconds(minShedS),
                        Duration.ofSeconds(minOnS),
                        longestShedMin == 0 ? null : Duration.ofMinutes(longestShedMin),
                        switchesPerDay,
                        neverShed.stream().map(WeeklyTime::parse).toList(),
                        due == null ? null : due.due(),
                        Duration.ofMinutes(handsOffMin)),
                needs,
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

    /** Another load of that id, of which no more is known. */
    static LoadSettings of(String id, String name, int powerW) {
        LoadSettings d = DEFAULT;
        return new LoadSettings(
                id,
                name,
                d.priority,
                powerW,
                d.wires,
                d.minShedS,
                d.minOnS,
                d.longestShedMin,
                d.switchesPerDay,
                d.neverShed,
                d.needs,
                null,
                d.handsOffMin,
                d.failSafe,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
