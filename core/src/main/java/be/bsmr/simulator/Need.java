package be.bsmr.simulator;

/**
 * What an appliance needed of one quarter-hour, for who may plan with all known in advance: a store
 * of joules that is filled by what it draws, emptied by people and weather, and held between two
 * bounds so that nobody is let down.
 *
 * @param mostWatts it can draw on average
 * @param mostFed it can feed the house with on average, W; 0 for all but a battery
 * @param keeps share of the store that is left after the quarter, 0…1
 * @param takes joules stored for each drawn
 * @param gives joules taken from the store for each fed
 * @param drained by people and weather in the quarter, J
 * @param least that the store must hold at its end, J
 * @param most that it can hold at its end, J
 */
public record Need(
        double mostWatts,
        double mostFed,
        double keeps,
        double takes,
        double gives,
        double drained,
        double least,
        double most) {}
