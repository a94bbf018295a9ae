package be.bsmr.home.nextion;

/**
 * One pixel column of the quarter's graph: the heights of its four lines, 0…149 pixels, ten Wh
 * each. What is higher lies at the top.
 */
public record Column(int limit, int alarm, int forecast, int imported) {

    /** Before the first second that is known: all lines lie at the bottom. */
    public static final Column UNKNOWN = new Column(0, 0, 0, 0);

    /** The waveform is so many pixels high, the lowest being 0. */
    static final int HIGHEST = 149;

    private static final double WATT_HOURS_A_PIXEL = 10;

    static final int CHANNELS = 4;

    public Column {
        if (Math.min(Math.min(limit, alarm), Math.min(forecast, imported)) < 0
                || Math.max(Math.max(limit, alarm), Math.max(forecast, imported)) > HIGHEST) {
            throw new IllegalArgumentException("a height is 0 to " + HIGHEST);
        }
    }

    /** All in Wh. */
    public static Column of(double limit, double alarm, double forecast, double imported) {
        return new Column(height(limit), height(alarm), height(forecast), height(imported));
    }

    private static int height(double wattHours) {
        return (int) Math.max(0, Math.min(HIGHEST, Math.round(wattHours / WATT_HOURS_A_PIXEL)));
    }

    /** Of a channel of the waveform, 0…3. */
    int height(int channel) {
        return switch (channel) {
            case 0 -> limit;
            case 1 -> alarm;
            case 2 -> forecast;
            case 3 -> imported;
            default -> throw new IllegalArgumentException("channel " + channel);
        };
    }
}
