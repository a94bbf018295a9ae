/**
 * A community of houses: what all of them together may come to, and what each may draw so that they
 * stay under one target. Demands and forecasts of houses go in, those of the community and shares
 * come out; which messages bring them, and when, is decided elsewhere.
 */
@NullMarked
package be.bsmr.community;

import org.jspecify.annotations.NullMarked;
