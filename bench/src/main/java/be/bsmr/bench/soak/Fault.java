package be.bsmr.bench.soak;

/**
 * What may go wrong around the program. The order is that in which a run of any length begins with
 * them, each third one by the seed.
 */
enum Fault {
    KILLED("killed (kill -9), started again", true, 10, 600),
    SERIAL_GONE("serial port and fallback gone", true, 60, 1800),
    METER_CLOCK("meter's clock a minute wrong, put right", true, 600, 1800),
    FLAPPING("serial port comes and goes", true, 60, 300),
    DISK_FULL("disk full", false, 1200, 3600),
    STOPPED("process stopped (SIGSTOP) and continued", true, 20, 300),
    METER_SWAPPED("another meter, from zero", true, 120, 600),
    READ_ONLY("killed, started on a disk that is read-only", true, 300, 1800),
    BROKER_KILLED("outside broker killed, started again", false, 60, 900),
    GARBAGE("garbage and broken telegrams on the line", true, 20, 300),
    HOST_CLOCK("host's clock set hours wrong, put right", false, 600, 3600),
    HOSTILE("hostile clients on HTTP and MQTT", false, 300, 900),
    FULL_INBOX("subscriber that does not read", false, 300, 900),
    SLOW_BROWSER("browser that does not read its events", false, 300, 900);

    /** For the report. */
    final String words;

    /** Whether a quarter in which it was may be incomplete, or not there at all. */
    final boolean excuses;

    final int shortest;
    final int longest;

    /**
     * @param shortest seconds of the house
     * @param longest seconds of the house
     */
    Fault(String words, boolean excuses, int shortest, int longest) {
        this.words = words;
        this.excuses = excuses;
        this.shortest = shortest;
        this.longest = longest;
    }
}
