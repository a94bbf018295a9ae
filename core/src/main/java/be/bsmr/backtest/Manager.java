package be.bsmr.backtest;

import be.bsmr.control.Command;
import be.bsmr.site.SiteInput;
import be.bsmr.unit.Power;
import java.util.List;

/** Somebody who hears the meter and the actuators, and controls. Changes as it runs. */
interface Manager {

    /**
     * @param input in the order of time
     * @param target the demand to stay under in the running quarter
     * @return what it commands
     */
    List<Command> hear(SiteInput input, Power target);

    /** The demand that it aims for on purpose in the running quarter; zero when for none. */
    default Power level() {
        return Power.ZERO;
    }

    /** From now on no peak has been set yet; what was learned of the house stays. */
    default void forgetPeaks() {}
}
