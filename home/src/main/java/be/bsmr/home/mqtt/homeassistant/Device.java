package be.bsmr.home.mqtt.homeassistant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * A device as Home Assistant shows it.
 *
 * @param id letters, digits, {@code -} and {@code _}
 * @param description its block {@code device}
 * @param components its entities by their ids
 */
record Device(String id, ObjectNode description, Map<String, ObjectNode> components) {}
