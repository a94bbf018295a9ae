package be.bsmr.home.plot;

import be.bsmr.unit.Power;
import java.time.Instant;

/**
 * What the house drew at one moment.
 *
 * @param at the meter's time
 * @param imported import power
 * @param target the demand to stay under, as it was then
 */
public record PowerPoint(Instant at, Power imported, Power target) {}
