/**
 * Presents the house to Home Assistant by its MQTT discovery: which entities there are, and their
 * values at a pace that its database bears. No value is worked out here.
 */
@NullMarked
package be.bsmr.home.mqtt.homeassistant;

import org.jspecify.annotations.NullMarked;
