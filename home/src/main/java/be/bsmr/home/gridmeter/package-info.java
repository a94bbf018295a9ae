/**
 * The house's meter for programs and devices that know another one: a HomeWizard P1 meter, a Shelly
 * Pro 3EM, a meter on Modbus TCP, a grid meter of Victron. Each says what {@code grid_meter} among
 * the values of the site says, in its own words and units, and works out nothing; all of them fall
 * silent with the meter. What they look like from outside is in {@code docs/grid-meter.md}.
 */
@NullMarked
package be.bsmr.home.gridmeter;

import org.jspecify.annotations.NullMarked;
