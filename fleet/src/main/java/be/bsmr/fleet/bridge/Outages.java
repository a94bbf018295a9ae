package be.bsmr.fleet.bridge;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator once that the MQTT broker is away, however many sessions there notice. */
final class Outages {

    private static final Logger log = LoggerFactory.getLogger(Outages.class);

    private final MqttServer server;
    private final Set<String> without = new HashSet<>();

    Outages(MqttServer server) {
        this.server = server;
    }

    /**
     * Called at each try that fails.
     *
     * @param words said if all other sessions have a connection
     */
    synchronized void began(String session, String words) {
        boolean first = without.isEmpty();
        if (without.add(session) && first) {
            log.warn("{}", words);
        }
    }

    /** The session has a connection. */
    synchronized void over(String session) {
        if (without.remove(session) && without.isEmpty()) {
            log.info("the MQTT broker at {} is there again", server);
        }
    }
}
