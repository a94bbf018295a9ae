package be.bsmr.home.relay;

import java.io.IOException;

/** Something that can cut a load off and give it back. Called on one thread. */
public interface Relay extends AutoCloseable {

    /**
     * Cuts the load off, or lets it draw again. Doing it twice does no harm.
     *
     * @throws IOException when it could not be done
     */
    void shed(boolean shed) throws IOException;

    /**
     * Gives the load back and lets go of the relay: a program that has stopped withholds nothing.
     */
    @Override
    void close();
}
