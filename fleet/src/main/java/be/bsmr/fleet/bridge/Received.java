package be.bsmr.fleet.bridge;

/**
 * A message from the MQTT broker.
 *
 * @param acknowledge to be run once, when it need not come again
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Received(String topic, byte[] payload, Runnable acknowledge) {}
