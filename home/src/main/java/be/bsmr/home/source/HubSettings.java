package be.bsmr.home.source;

import be.bsmr.home.config.OpenDoor;
import java.util.List;

/**
 * Where the telegrams are served again, and to whom.
 *
 * @param enabled whether they are served again
 * @param bind address of this machine to listen on; beyond loopback {@code allow} says who may
 *     connect, for raw TCP has no password
 * @param port 0…65535; 0 = any that is free
 * @param allow addresses, or ranges of them, that may connect besides this machine
 */
public record HubSettings(boolean enabled, String bind, int port, List<String> allow) {

    public static final HubSettings DEFAULT = new HubSettings(false, "127.0.0.1", 2001, List.of());

    /**
     * @throws IllegalArgumentException when a value makes no sense, or when everybody on the
     *     network could read along
     */
    public HubSettings {
        allow = List.copyOf(allow);
        new OpenDoor(bind, port, allow).require("hub");
    }

    OpenDoor door() {
        return new OpenDoor(bind, port, allow);
    }
}
