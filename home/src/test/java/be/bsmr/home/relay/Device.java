package be.bsmr.home.relay;

import be.bsmr.control.Command;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A device that does what it is told, unless it is out of order. */
final class Device implements Actuator {

    final List<Command> told = new CopyOnWriteArrayList<>();
    volatile boolean silent;
    volatile boolean broken;
    volatile boolean away;
    volatile boolean defective;
    volatile boolean on = true;
    volatile boolean closed;
    volatile boolean answered = true;
    volatile boolean toldOnly;

    volatile boolean spokenFor;

    /** It does what it is told, but says for a while how it was. */
    volatile boolean late;

    private volatile boolean said = true;

    /** What it is set to; nobody has set it yet where it is 0. */
    volatile int value;

    private volatile int saidValue;

    /** How often it was looked at. */
    final AtomicInteger looks = new AtomicInteger();

    @Override
    public void order(Command command) throws IOException {
        if (defective) {
            throw new IllegalStateException("a defect of ours");
        }
        requireReached();
        if (broken) {
            throw new IOException("the coil is burnt");
        }
        told.add(command);
        if (!silent) {
            on = !(command instanceof Command.Shed);
            value = command instanceof Command.Set set ? set.value() : value;
        }
    }

    @Override
    public boolean isToldOnly() {
        return toldOnly;
    }

    @Override
    public boolean isDone(Command command) throws IOException {
        requireReached();
        boolean asSwitched = says() != command instanceof Command.Shed;
        saidValue = late ? saidValue : value;
        boolean asSet = !(command instanceof Command.Set set) || saidValue == set.value();
        return !told.isEmpty() && asSwitched && asSet;
    }

    @Override
    public Sight look() throws IOException {
        requireReached();
        looks.incrementAndGet();
        return new Sight(says(), null, null);
    }

    private boolean says() {
        said = late ? said : on;
        return said;
    }

    @Override
    public boolean isSpokenFor() {
        return spokenFor;
    }

    @Override
    public boolean hasAnswered() {
        return answered;
    }

    private void requireReached() throws IOException {
        if (away) {
            throw new IOException("no connection");
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
