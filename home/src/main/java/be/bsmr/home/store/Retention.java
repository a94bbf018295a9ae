package be.bsmr.home.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Forgets seconds and quarters that are older than the settings want them kept. */
final class Retention {

    private static final long DAY_SECONDS = Duration.ofDays(1).toSeconds();

    private final StoreSettings settings;
    private final InstantSource clock;

    /**
     * @param clock the host's
     */
    Retention(StoreSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Removes what is old by the meter's clock and by the host's: either may be wrong.
     *
     * @param newest the newest reading
     */
    void forgetOld(Instant newest, Connection c) throws SQLException {
        long now = Math.min(newest.getEpochSecond(), clock.instant().getEpochSecond());
        if (settings.keepDays() > 0) {
            SecondsTable.forget(now - settings.keepDays() * DAY_SECONDS, DAY_SECONDS, c);
        }
        if (settings.keepQuarterDays() > 0) {
            QuarterTable.forget(now - settings.keepQuarterDays() * DAY_SECONDS, c);
        }
    }
}
