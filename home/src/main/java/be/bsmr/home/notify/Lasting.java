package be.bsmr.home.notify;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something wrong that people are told of when it lasts, and told again when it is over.
 *
 * @param since when it is wrong; null while it is not
 * @param told whether they know
 */
record Lasting(@Nullable Instant since, boolean told) {

    static final Lasting NOTHING = new Lasting(null, false);

    /** The next moment. */
    Lasting next(boolean wrong, Instant now) {
        if (!wrong) {
            return NOTHING;
        }
        return since == null ? new Lasting(now, told) : this;
    }

    /** Whether people should know and do not. */
    boolean isToTell(Instant now, Duration patience) {
        return since != null && !told && !now.isBefore(since.plus(patience));
    }

    Lasting knownToPeople() {
        return new Lasting(since, true);
    }

    /** How long it has been wrong; zero when it is not. */
    Duration lasted(Instant now) {
        return since == null ? Duration.ZERO : Duration.between(since, now);
    }
}
