package be.bsmr.home.gridmeter;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator once that somebody was sent away from a door, so that no flood fills a log.
 */
final class Refusals {

    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    private final String key;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * @param key of the door's settings, such as {@code grid_meter.shelly}
     */
    Refusals(String key) {
        this.key = key;
    }

    void tell(InetAddress address) {
        if (!told.getAndSet(true)) {
            log.warn(
                    "{} may not read the meter: it is not in {}.allow. Others are sent away without"
                            + " a line here",
                    address.getHostAddress(),
                    key);
        }
    }
}
