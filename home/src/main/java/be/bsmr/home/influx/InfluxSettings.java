package be.bsmr.home.influx;

import be.bsmr.home.series.LineServer;

/**
 * A server that gets every second as it is stored.
 *
 * @param url where lines are written to; empty = none
 * @param tokenFile holds its token; empty = none
 */
public record InfluxSettings(String url, String tokenFile) {

    public static final InfluxSettings NONE = new InfluxSettings("", "");

    /**
     * @throws IllegalArgumentException when {@code url} is no address
     */
    public InfluxSettings {
        if (!url.isBlank()) {
            try {
                var unused = new LineServer(url, null);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("influx.url: " + e.getMessage(), e);
            }
        }
    }

    public boolean wanted() {
        return !url.isBlank();
    }

    @Override
    public String toString() {
        return "InfluxSettings[" + (wanted() ? new LineServer(url, null) : "none") + "]";
    }
}
