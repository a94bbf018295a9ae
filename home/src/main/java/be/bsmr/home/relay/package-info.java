/**
 * What touches the world: relays on GPIO pins, devices that are told over MQTT, HTTP and Modbus,
 * batteries with an interface of their own, the stop button. Obeys commands, asks again until they
 * are done, and says how it went; decides nothing.
 */
@NullMarked
package be.bsmr.home.relay;

import org.jspecify.annotations.NullMarked;
