package be.bsmr.home.relay;

import be.bsmr.control.Command;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A heat pump behind two contacts; see {@link SgReadySettings}. Between two states contacts open
 * first, so that it is never ordered to run on its way to being blocked.
 */
public final class SgReady implements Actuator {

    private final int free;
    private final Actuator first;
    private final @Nullable Actuator second;

    /**
     * @param free the state of one that is not shed, 2…4
     * @param first restored, it is closed
     * @param second likewise; null where there is none
     */
    public SgReady(int free, Actuator first, @Nullable Actuator second) {
        this.free = free;
        this.first = first;
        this.second = second;
    }

    /** Whether the first contact is closed in a state, 1…4. */
    public static boolean firstIsClosed(int state) {
        return state == 1 || state == 4;
    }

    /** Whether the second contact is closed in a state, 1…4. */
    public static boolean secondIsClosed(int state) {
        return state >= 3;
    }

    /** The contacts that there are. */
    private Stream<Actuator> contacts() {
        return Stream.of(first, second).flatMap(Stream::ofNullable);
    }

    private int state(Command command) {
        return command instanceof Command.Shed ? 1 : free;
    }

    private static Command contact(Command command, boolean closed) {
        return closed
                ? new Command.Restore(command.load(), command.at())
                : new Command.Shed(command.load(), command.at());
    }

    @Override
    public void begin(Runnable heard, Runnable reconnected) {
        contacts().forEach(c -> c.begin(heard, reconnected));
    }

    @Override
    public void order(Command command) throws IOException {
        int state = state(command);
        boolean opensSecond = second != null && !secondIsClosed(state);
        if (opensSecond) {
            orderSecond(command, state);
        }
        first.order(contact(command, firstIsClosed(state)));
        if (!opensSecond) {
            orderSecond(command, state);
        }
    }

    private void orderSecond(Command command, int state) throws IOException {
        if (second != null) {
            second.order(contact(command, secondIsClosed(state)));
        }
    }

    @Override
    public boolean isDone(Command command) throws IOException {
        int state = state(command);
        return first.isDone(contact(command, firstIsClosed(state)))
                && (second == null || second.isDone(contact(command, secondIsClosed(state))));
    }

    /** What hangs behind a contact draws nothing that its relay could measure. */
    @Override
    public Sight look() throws IOException {
        Boolean blocks = first.look().on();
        Boolean more = second == null ? (Boolean) false : second.look().on();
        return blocks == null || more == null
                ? Sight.NOTHING
                : new Sight(!blocks || more, null, null);
    }

    @Override
    public boolean isYetToSay() {
        return contacts().anyMatch(Actuator::isYetToSay);
    }

    @Override
    public boolean hasAnswered() {
        return contacts().allMatch(Actuator::hasAnswered);
    }

    @Override
    public boolean isSpokenFor() {
        return contacts().anyMatch(Actuator::isSpokenFor);
    }

    @Override
    public void doubt() {
        contacts().forEach(Actuator::doubt);
    }

    @Override
    public void letGo() {
        contacts().forEach(Actuator::letGo);
    }

    @Override
    public void close() {
        List<Actuator> all = contacts().toList();
        all.forEach(Actuator::close);
    }
}
