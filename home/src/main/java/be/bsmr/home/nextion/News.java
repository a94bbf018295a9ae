package be.bsmr.home.nextion;

/** What happened to the display. */
public sealed interface News {

    /**
     * It answers.
     *
     * @param model such as {@code NX3224K028_011R}
     */
    record Connected(String model, String firmware, int baud) implements News {}

    /** It was asked for another speed, and goes on at the one it had. */
    record SpeedKept(int asked, int baud) implements News {}

    /**
     * The port cannot be opened, or was there and is not any more.
     *
     * @param why in English
     */
    record Gone(String why) implements News {}

    /** The port is there, and nothing answers at any usual speed. */
    record Deaf() implements News {}

    /** It does not know, or not take, a command. Told once for each command. */
    record Refused(Refusal why, String command) implements News {}

    /** It has started anew: its power was away. */
    record PoweredUp() implements News {}

    /** It went to sleep by itself. */
    record Asleep() implements News {}

    /** It woke up. */
    record Awake() implements News {}
}
