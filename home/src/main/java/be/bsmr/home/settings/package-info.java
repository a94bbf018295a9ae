/**
 * The configuration file as records: what each room wants to know, and the loads. At most eight
 * components each, grouped by meaning; the keys are those of {@code docs/bsmr.yaml}.
 */
@NullMarked
package be.bsmr.home.settings;

import org.jspecify.annotations.NullMarked;
