package be.bsmr.home.relay;

import be.bsmr.control.Command;
import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All actuators of one load as one: it is done when all have done it, and one that fails stops none
 * of the others. Called on one thread.
 */
final class Actuators implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Actuators.class);

    private static final String SILENT = "it does not say that it is so";

    private final String load;
    private final List<Actuator> all;
    private boolean reached = true;
    private String trouble = SILENT;
    private boolean defectTold;

    /**
     * @param load its id
     * @param all told in this order
     */
    Actuators(String load, List<Actuator> all) {
        this.load = load;
        this.all = List.copyOf(all);
    }

    /** Called once, before anything else; see {@link Actuator#begin}. */
    void begin(Runnable heard, Runnable reconnected) {
        all.forEach(a -> a.begin(heard, reconnected));
    }

    /**
     * Tells every actuator, also when one of them fails.
     *
     * @param gently whether what is so already is left alone: a charger's mode may be a person's
     *     choice
     * @return whether all were told
     */
    boolean order(Command command, boolean gently) {
        trouble = SILENT;
        reached = true;
        boolean sent = true;
        for (Actuator actuator : all) {
            try {
                if (!gently || !actuator.isDone(command)) {
                    actuator.order(command);
                }
            } catch (IOException e) {
                sent = false;
                reached = false;
                trouble = PlainWords.of(e);
            } catch (RuntimeException e) {
                // A defect of one must neither stop the others nor pass for done.
                sent = false;
                defect(e);
            }
        }
        return sent;
    }

    boolean areDone(Command command) {
        for (Actuator actuator : all) {
            try {
                if (!actuator.isDone(command)) {
                    return false;
                }
            } catch (IOException e) {
                trouble = PlainWords.of(e);
                return false;
            } catch (RuntimeException e) {
                defect(e);
                return false;
            }
        }
        return true;
    }

    /** What they say of the load, as far as they can be asked. */
    Sight look() {
        reached = true;
        Sight sight = Sight.NOTHING;
        for (Actuator actuator : all) {
            try {
                sight = sight.and(actuator.look());
            } catch (IOException e) {
                reached = false;
                trouble = PlainWords.of(e);
            } catch (RuntimeException e) {
                defect(e);
            }
        }
        return sight;
    }

    /** Whether all could be reached at the last {@link #order} or {@link #look}. */
    boolean areReached() {
        return reached;
    }

    /** Why the last order or look did not succeed, as people say it. */
    String trouble() {
        return trouble;
    }

    /** Whether one of them will say how the load stands, but has not yet. */
    boolean areYetToSay() {
        return all.stream().anyMatch(Actuator::isYetToSay);
    }

    /** Whether each was ever heard of. */
    boolean haveAnswered() {
        return all.stream().allMatch(Actuator::hasAnswered);
    }

    /** Whether another may be speaking in our place to one of them. */
    boolean areSpokenFor() {
        return all.stream().anyMatch(Actuator::isSpokenFor);
    }

    /** Whether nothing is ever heard of what they do, if they do anything. */
    boolean areToldOnly() {
        return all.stream().allMatch(Actuator::isToldOnly);
    }

    /** What they have said so far counts no more: they are to say it anew. */
    void doubt() {
        all.forEach(Actuator::doubt);
    }

    /** Another controls the load from now on. */
    void letGo() {
        all.forEach(Actuator::letGo);
    }

    @Override
    public void close() {
        for (Actuator actuator : all) {
            try {
                actuator.close();
            } catch (RuntimeException e) {
                log.error("load {}: an actuator does not close", load, e);
            }
        }
    }

    private void defect(RuntimeException e) {
        trouble = "a defect of the program, told in its log: " + PlainWords.of(e);
        if (!defectTold) {
            defectTold = true;
            log.error("load {}: a defect of an actuator", load, e);
        }
    }
}
