package be.bsmr.home.push;

import org.jspecify.annotations.Nullable;

/**
 * EnergyID, by an incoming webhook of the owner's.
 *
 * @param webhook its address, whose path is the secret; empty = off
 * @param interval how finely EnergyID is told
 * @param tariffs whether each tariff is a meter of its own there; otherwise their sum is
 */
public record EnergyIdSettings(String webhook, Interval interval, boolean tariffs) {

    /** How far apart two values are. */
    public enum Interval {
        /** A quarter-hour. */
        quarter("PT15M"),
        /** A day, at midnight. */
        day("P1D");

        private final String iso;

        Interval(String iso) {
            this.iso = iso;
        }

        /** In the words of ISO 8601, which are EnergyID's. */
        String iso() {
            return iso;
        }
    }

    static final EnergyIdSettings NONE = new EnergyIdSettings("", Interval.quarter, false);

    private static final String KEY = "push.energyid.webhook";

    /**
     * @throws IllegalArgumentException when a value makes no sense; the message says what to write
     */
    public EnergyIdSettings {
        if (!Require.given(KEY, webhook).isEmpty()) {
            var unused =
                    Require.secure(
                            KEY, webhook, "https://hooks.energyid.eu/services/WebhookIn/…/…");
        }
        given(interval);
    }

    private static void given(@Nullable Interval interval) {
        if (interval == null) {
            throw new IllegalArgumentException("push.energyid.interval is quarter or day");
        }
    }

    boolean wanted() {
        return !webhook.isEmpty();
    }

    @Override
    public String toString() {
        return "EnergyIdSettings[webhook="
                + Require.hidden(webhook)
                + ", interval="
                + interval
                + ", tariffs="
                + tariffs
                + "]";
    }
}
