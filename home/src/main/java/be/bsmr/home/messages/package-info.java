/**
 * What a site says, each fact once: a table with one row a value, the messages that a step of the
 * site brings, and the newest state for all who ask. MQTT, the page's events, {@code /api/state}
 * and {@code /metrics} read these tables; none of them names a value of its own.
 */
@NullMarked
package be.bsmr.home.messages;

import org.jspecify.annotations.NullMarked;
