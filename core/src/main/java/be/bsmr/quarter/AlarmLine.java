package be.bsmr.quarter;

import be.bsmr.unit.Energy;
import java.time.Duration;

/**
 * The original's alarm line: it falls in a straight line over the quarter, because a forecast is
 * the surer the later it is made.
 *
 * @param startRatio of the limit at the quarter's start; the original has 1.10
 * @param endRatio of the limit at its end; the original has 0.90
 */
public record AlarmLine(double startRatio, double endRatio) {

    public static final AlarmLine ORIGINAL = new AlarmLine(1.10, 0.90);

    /**
     * @throws IllegalArgumentException when a ratio is outside 0.1…2 or the line rises
     */
    public AlarmLine {
        if (startRatio < 0.1 || startRatio > 2 || endRatio < 0.1 || endRatio > startRatio) {
            throw new IllegalArgumentException(
                    "an alarm line falls between 2 and 0.1 times the limit, not from "
                            + startRatio
                            + " to "
                            + endRatio);
        }
    }

    /** The forecast energy above which there is an alarm, {@code elapsed} into the quarter. */
    public Energy at(Duration elapsed, Energy limit) {
        double share = elapsed.toMillis() / (double) QuarterHour.LENGTH.toMillis();
        return limit.times(startRatio + (endRatio - startRatio) * share);
    }
}
