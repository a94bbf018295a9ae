/**
 * The commands: what a person types, what it prints, its exit codes. Decides nothing about meters
 * or loads.
 */
@NullMarked
package be.bsmr.home.cli;

import org.jspecify.annotations.NullMarked;
