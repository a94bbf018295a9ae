/**
 * What energy costs and brings, told to the site: asks for the exchange's prices, keeps them beside
 * the database, and makes of them what the owner's contract says.
 */
@NullMarked
package be.bsmr.home.prices;

import org.jspecify.annotations.NullMarked;
