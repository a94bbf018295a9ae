package be.bsmr.control;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one load. What its owner wants of it is a {@link Load}; {@link LoadNow} is both.
 *
 * @param load its id
 * @param restUntil after a long time without power it is left on until then; null when it was not
 * @param draw what it draws
 * @param day what is counted of it
 */
public record LoadState(
        String load,
        Setting setting,
        Hand hand,
        Response response,
        @Nullable Instant restUntil,
        LoadPower draw,
        Day day) {

    public enum Position {
        /** Free to draw power. */
        CONNECTED,
        /** Cut off by us, or paused. */
        SHED
    }

    /** An actuator's answer. */
    public enum Report {
        /** It is as it was told. */
        CONFIRMED,
        /** It does not say that it is, in spite of everything. */
        FAILED
    }

    /**
     * What a load is set to.
     *
     * @param position what was last commanded, or seen to be done by hand
     * @param value what a modulating load is set to, in its unit; null for one that is on or off
     * @param since when it was commanded; null at the start, when nothing has been
     */
    public record Setting(Position position, @Nullable Integer value, @Nullable Instant since) {}

    /**
     * Whether a person has a load in hand.
     *
     * @param mode the override that a person has set, if any
     * @param offUntil until when it is left alone because it was switched by hand; null when it was
     *     not
     */
    public record Hand(ManualOverride mode, @Nullable Instant offUntil) {

        static final Hand NONE = new Hand(ManualOverride.AUTO, null);
    }

    /**
     * What came of the commands for a load.
     *
     * @param report what its actuator last answered; null when it has not
     * @param check what the meter must still show; null when nothing
     * @param fruitless how often in a row switching it had no effect on the meter
     */
    public record Response(
            @Nullable Report report,
            Contact contact,
            @Nullable PendingEffect check,
            int fruitless) {

        static final Response NONE = new Response(null, Contact.REACHED, null, 0);

        Response reported(@Nullable Report answer) {
            return new Response(answer, contact, check, fruitless);
        }

        Response contact(Contact newContact) {
            return new Response(report, newContact, check, fruitless);
        }

        Response checked(@Nullable PendingEffect newCheck, int newFruitless) {
            return new Response(report, contact, newCheck, newFruitless);
        }
    }

    LoadState with(Setting newSetting) {
        return new LoadState(load, newSetting, hand, response, restUntil, draw, day);
    }

    LoadState with(Hand newHand) {
        return new LoadState(load, setting, newHand, response, restUntil, draw, day);
    }

    LoadState with(Response newResponse) {
        return new LoadState(load, setting, hand, newResponse, restUntil, draw, day);
    }

    LoadState with(LoadPower newDraw) {
        return new LoadState(load, setting, hand, response, restUntil, newDraw, day);
    }

    LoadState with(Day newDay) {
        return new LoadState(load, setting, hand, response, restUntil, draw, newDay);
    }

    LoadState resting(@Nullable Instant until) {
        return new LoadState(load, setting, hand, response, until, draw, day);
    }
}
