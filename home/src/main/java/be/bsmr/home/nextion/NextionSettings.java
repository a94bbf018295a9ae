package be.bsmr.home.nextion;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How the display is reached and kept.
 *
 * @param baud the speed to go on with once it is found; 0 = the one it has
 * @param keepsBaud whether it is to begin with that speed from now on, also after its power was
 *     away
 * @param sleepAfter without a touch it goes dark after so long; 0 = never
 */
public record NextionSettings(Path port, int baud, boolean keepsBaud, Duration sleepAfter) {

    /** All that the display knows, those that are likely first. */
    public static final List<Integer> SPEEDS =
            List.of(
                    9600, 115_200, 57_600, 38_400, 19_200, 230_400, 250_000, 256_000, 512_000,
                    921_600, 31_250, 4800, 2400);

    private static final int LONGEST_SLEEP_S = 65_535;
    private static final int SHORTEST_SLEEP_S = 3;

    public NextionSettings {
        if (baud != 0 && !SPEEDS.contains(baud)) {
            throw new IllegalArgumentException(
                    "the display knows no "
                            + baud
                            + " baud; write one of "
                            + SPEEDS.stream().sorted().toList());
        }
        if (keepsBaud && baud == 0) {
            throw new IllegalArgumentException("which speed is it to keep? name it with --baud");
        }
        long seconds = sleepAfter.toSeconds();
        if (seconds != 0 && (seconds < SHORTEST_SLEEP_S || seconds > LONGEST_SLEEP_S)) {
            throw new IllegalArgumentException(
                    "the display sleeps after 3 s to 65535 s without a touch, or never (0)");
        }
    }
}
