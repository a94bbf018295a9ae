/**
 * The words of our JSON, spoken alike by MQTT topics, the dashboard's events and reports. Keys end
 * in their unit. Nothing here sends anything.
 */
@NullMarked
package be.bsmr.home.json;

import org.jspecify.annotations.NullMarked;
