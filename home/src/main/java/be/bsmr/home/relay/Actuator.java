package be.bsmr.home.relay;

import be.bsmr.control.Command;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What does to a load what a command says, one way or another. Called on one thread. */
public interface Actuator extends AutoCloseable {

    /**
     * Called once, before anything else. Both may be called later, on any thread.
     *
     * @param heard to be called when the load has said something of its own accord
     * @param reconnected to be called when a connection that was lost is back
     */
    default void begin(Runnable heard, Runnable reconnected) {}

    /**
     * Sends the command. Doing it twice does no harm.
     *
     * @throws IOException when it could not be sent, or was refused
     */
    void order(Command command) throws IOException;

    /**
     * Whether the load itself says that it is as {@code command} wants it. One that never says
     * anything is taken to be as it was last told.
     *
     * @throws IOException when it cannot be asked
     */
    boolean isDone(Command command) throws IOException;

    /** Whether the load will say how it stands, but has not yet. */
    default boolean isYetToSay() {
        return false;
    }

    /** Whether the load was ever heard of. One that never says anything is taken to be there. */
    default boolean hasAnswered() {
        return true;
    }

    /** Whether it is sent messages that nothing answers: nobody knows whether anything listens. */
    default boolean isToldOnly() {
        return false;
    }

    /** What the load has said so far counts no more: it is to say it anew. */
    default void doubt() {}

    /** Whether another may be speaking in our place just now, as a broker says a last will. */
    default boolean isSpokenFor() {
        return false;
    }

    /**
     * How the load says that it stands.
     *
     * @throws IOException when it cannot be reached
     */
    default Sight look() throws IOException {
        return Sight.NOTHING;
    }

    /** Another controls it from now on: what would speak for us when we are dead is called off. */
    default void letGo() {}

    /** Lets go of it for good. How the load is left was ordered before. */
    @Override
    void close();

    /**
     * Whether two commands want the same.
     *
     * @param one null = none was given yet
     */
    static boolean same(@Nullable Command one, Command other) {
        if (one instanceof Command.Set a && other instanceof Command.Set b) {
            return a.value() == b.value();
        }
        return one != null && one.getClass() == other.getClass();
    }
}
