package be.bsmr.home.settings;

import be.bsmr.quarter.AlarmLine;
import be.bsmr.unit.Power;
import java.util.Optional;

/**
 * How much the household may draw.
 *
 * @param goalW the demand the owner wants to stay under, W; 0 = none
 * @param limitW the limit line, W; 0 = it follows the target
 * @param connectionW what the connection is rated for, W; 0 = as fuse and meter say, if they do
 * @param alarmLine how it falls during the quarter
 */
public record DemandSettings(int goalW, int limitW, int connectionW, AlarmSettings alarmLine) {

    private static final int MOST_WATTS = Power.MOST_SHOWN.watts();

    static final DemandSettings DEFAULT = new DemandSettings(0, 0, 0, new AlarmSettings(110, 90));

    /**
     * How the alarm line falls during the quarter, in percent of the limit.
     *
     * @param startPercent at its start; the original has 110
     * @param endPercent at its end; the original has 90
     */
    public record AlarmSettings(int startPercent, int endPercent) {

        public AlarmSettings {
            line(startPercent, endPercent);
        }

        AlarmLine line() {
            return line(startPercent, endPercent);
        }

        private static AlarmLine line(int startPercent, int endPercent) {
            return new AlarmLine(startPercent / 100.0, endPercent / 100.0);
        }
    }

    /**
     * @throws IllegalArgumentException when a value is out of range
     */
    public DemandSettings {
        atMost("goal_w", goalW);
        atMost("limit_w", limitW);
        atMost("connection_w", connectionW);
    }

    Power goal() {
        return new Power(goalW);
    }

    Optional<Power> limit() {
        return limitW == 0 ? Optional.empty() : Optional.of(new Power(limitW));
    }

    Optional<Power> connection() {
        return connectionW == 0 ? Optional.empty() : Optional.of(new Power(connectionW));
    }

    private static void atMost(String key, int value) {
        if (value < 0 || value > MOST_WATTS) {
            throw new IllegalArgumentException(key + " is 0 to " + MOST_WATTS + " W, not " + value);
        }
    }
}
