/** What must sit beside the messages to measure them. */
@NullMarked
package be.bsmr.home.notify;

import org.jspecify.annotations.NullMarked;
