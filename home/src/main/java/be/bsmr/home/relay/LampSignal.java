package be.bsmr.home.relay;

import be.bsmr.control.Outlook;
import be.bsmr.quarter.RunningQuarter;
import be.bsmr.site.SiteState;

/** What a lamp tells, and how: told apart from across the room, also by who sees no colours. */
enum LampSignal {
    /** Off. */
    NONE(0, 0, 0),
    /** A short flash every two seconds. */
    MAYBE(1, 100, 1900),
    /** Blinking fast. */
    ALARM(1, 250, 250),
    /** On. */
    PASSED(1, 60_000, 0),
    /** Two short flashes every three seconds. */
    SILENT(2, 100, 2600);

    /** Between two flashes. */
    private static final int GAP_MILLIS = 200;

    private final int flashes;
    private final int flashMillis;
    private final int restMillis;

    /**
     * @param restMillis after the flashes, before they come again; 0 = none
     */
    LampSignal(int flashes, int flashMillis, int restMillis) {
        this.flashes = flashes;
        this.flashMillis = flashMillis;
        this.restMillis = restMillis;
    }

    /** What is to be told of a site. */
    static LampSignal of(SiteState state) {
        Outlook outlook = state.foresight().outlook();
        if (state.metering().silent()) {
            return SILENT;
        }
        if (outlook == null) {
            return NONE;
        }
        RunningQuarter quarter = state.metering().quarter();
        return switch (outlook.verdict(quarter != null && quarter.knownFromStart())) {
            case SAFE, CALM, UNSURE -> NONE;
            case MAYBE -> MAYBE;
            case ALARM -> ALARM;
            case PASSED -> PASSED;
        };
    }

    /** Of how many parts it is made, on, off, on …, before it begins again. */
    int parts() {
        return restMillis == 0 ? flashes : 2 * flashes;
    }

    /** Whether the lamp is on in a part, counted from 0. */
    boolean isOn(int part) {
        return part % 2 == 0;
    }

    /** How long a part lasts. */
    int millis(int part) {
        if (isOn(part)) {
            return flashMillis;
        }
        return part == parts() - 1 ? restMillis : GAP_MILLIS;
    }
}
