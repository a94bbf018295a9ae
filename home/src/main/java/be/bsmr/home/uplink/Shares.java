package be.bsmr.home.uplink;

import be.bsmr.home.edge.SiteAccess;
import be.bsmr.site.SiteInput.LimitGranted;
import be.bsmr.wire.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the fleet grants this house, brought to its site. The fleet speaks of its own clock, the
 * site goes by the meter's: what counts is for how long it still holds by this machine's clock, and
 * never longer than a share may. What makes no sense is counted, and told once of each kind.
 */
final class Shares {

    private static final Logger log = LoggerFactory.getLogger(Shares.class);

    private enum Wrong {
        DAMAGED,
        OLDER,
        OVER
    }

    private final SiteAccess site;
    private final Map<Wrong, Long> counted = new EnumMap<>(Wrong.class);
    private @Nullable Share newest;

    /** Until when what comes must be later than {@link #newest}, by the site's clock. */
    private Instant heldUntil = Instant.MIN;

    Shares(SiteAccess site) {
        this.site = site;
    }

    /** Takes what came; waits while the site's inbox is full. */
    void take(byte[] bytes) {
        Instant now = site.clock().instant();
        Share share;
        try {
            share = Share.of(bytes);
        } catch (DataFormatException e) {
            wrong(Wrong.DAMAGED, "cannot be read: " + e.getMessage());
            return;
        }
        Share last = newest;
        if (last != null && now.isBefore(heldUntil)) {
            if (share.equals(last)) {
                // The server was not sure that we had it.
                return;
            }
            if (!share.at().isAfter(last.at())) {
                wrong(Wrong.OLDER, "is older than one that came before");
                return;
            }
        }
        Duration left = Duration.between(now, share.until());
        if (left.isNegative() || left.isZero()) {
            wrong(
                    Wrong.OVER,
                    "was over at "
                            + share.until()
                            + " already, and here it is "
                            + now
                            + ": look whether the clock of this machine is right");
            return;
        }
        left = left.compareTo(Share.VALID) < 0 ? left : Share.VALID;
        newest = share;
        heldUntil = now.plus(left);
        Instant until =
                site.latest()
                        .state()
                        .map(state -> state.metering().time(now))
                        .orElse(now)
                        .plus(left);
        site.inbox().accept(new LimitGranted(now, share.demand(), until));
    }

    /** How many were not followed. */
    long notFollowed() {
        return counted.values().stream().mapToLong(Long::longValue).sum();
    }

    private void wrong(Wrong kind, String words) {
        if (counted.merge(kind, 1L, Long::sum) == 1) {
            log.warn(
                    "what the fleet grants {}. It is not followed, and others like it are only"
                            + " counted",
                    words);
        }
    }
}
