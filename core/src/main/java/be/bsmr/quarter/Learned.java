package be.bsmr.quarter;

/**
 * What a house has taught the forecast, in one of two forms: {@link LearnedModel} the larger,
 * {@link LearnedLines} the smaller. Never changes; what teaches it gives the next.
 */
interface Learned {

    /** What the house usually draws. */
    DailyProfile habits();

    /** With other habits. */
    Learned with(DailyProfile next);

    /**
     * What the next {@code horizon} seconds will draw.
     *
     * @param at s since 1970
     */
    Guess guess(PowerFeatures recent, long at, int horizon);

    /** How far the guessed minutes may come out from what was guessed. */
    Judgement judgement();

    /** After the minutes of a guess have drawn {@code came} W on average. */
    Learned with(Guess guess, double came);

    /** What was learned, without what was seen last. */
    byte[] bytes();
}
