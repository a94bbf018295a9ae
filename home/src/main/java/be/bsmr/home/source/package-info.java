/**
 * Where bytes come from: a serial port, a TCP peer, a recording, a simulated meter. Opens them
 * again when they break, cuts and decodes what they give, and counts how well the link does.
 * Decides nothing about quarters or loads.
 */
@NullMarked
package be.bsmr.home.source;

import org.jspecify.annotations.NullMarked;
