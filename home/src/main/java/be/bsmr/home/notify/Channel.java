package be.bsmr.home.notify;

import java.io.IOException;

/** One way to people. */
interface Channel {

    /** As in the configuration. */
    String name();

    /**
     * Sends it once, within a minute.
     *
     * @throws IOException when it did not arrive, or nobody knows; says why in the server's own
     *     words, without any secret
     */
    void send(Message message) throws IOException;
}
