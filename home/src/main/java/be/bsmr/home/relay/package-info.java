/**
 * What touches the world: relays on GPIO pins, plugs that listen on MQTT, the stop button. Obeys
 * commands and says how it went; decides nothing.
 */
@NullMarked
package be.bsmr.home.relay;

import org.jspecify.annotations.NullMarked;
