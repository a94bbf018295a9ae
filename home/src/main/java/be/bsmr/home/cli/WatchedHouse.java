package be.bsmr.home.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** A house that tells its numbers and takes wishes, over HTTP or MQTT. */
interface WatchedHouse extends AutoCloseable {

    /** Takes what the house says, on a thread of the house's. */
    @FunctionalInterface
    interface Listener {

        /**
         * @param topic below the site's, such as {@code load/boiler}; {@code snapshot} for all at
         *     once; {@code refused} for why a wish was not taken
         * @param fresh false for what was kept from before, nobody knows since when
         */
        void hear(String topic, JsonNode body, boolean fresh);
    }

    /** Where it is, for people. */
    String name();

    /** Begins to listen, and tries again by itself. Returns at once. */
    void listen(Listener listener);

    /** Why it cannot be heard now; empty while it can. */
    Optional<String> trouble();

    /**
     * Asks for something. Returns at once.
     *
     * @param topic {@code control/mode} or {@code load/<id>/mode}
     */
    void wish(String topic, String word);

    @Override
    void close();
}
