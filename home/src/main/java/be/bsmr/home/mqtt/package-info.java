/**
 * Tells the house over MQTT: a broker of our own for those without one, the link to it or to
 * another, what is published under which topic, and the requests that come back. Nothing here
 * decides; a request is handed on as a {@code SiteInput}.
 */
@NullMarked
package be.bsmr.home.mqtt;

import org.jspecify.annotations.NullMarked;
