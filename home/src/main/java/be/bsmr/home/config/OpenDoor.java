package be.bsmr.home.config;

import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Where something listens that knows no password, and who may come in there: this machine, and who
 * is on the list.
 *
 * @param bind address of this machine to listen on
 * @param port 0…65535; 0 = any that is free
 * @param allow addresses, or ranges of them, that may come in besides this machine; beyond loopback
 *     there has to be one
 */
public record OpenDoor(String bind, int port, List<String> allow) {

    public OpenDoor {
        allow = List.copyOf(allow);
    }

    /** On loopback, where nobody else can come. */
    public static OpenDoor here(int port) {
        return new OpenDoor("127.0.0.1", port, List.of());
    }

    /**
     * Refuses what makes no sense, and a door that stands open for the whole network.
     *
     * @param key of the settings that have this door, such as {@code hub}
     * @throws IllegalArgumentException saying which key to change, and to what
     */
    public void require(String key) {
        InetAddress address;
        try {
            address = AddressRange.address(bind);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    key
                            + ".bind is '"
                            + bind
                            + "': write an address of this machine, 127.0.0.1 for this machine"
                            + " only or 0.0.0.0 for all its networks",
                    e);
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    key + ".port is " + port + ": write a port between 1 and 65535");
        }
        for (String range : allow) {
            try {
                AddressRange.parse(range);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(key + ".allow: " + e.getMessage(), e);
            }
        }
        if (allow.isEmpty() && !address.isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    key
                            + ".bind is "
                            + bind
                            + ", which lets others in, and nobody is asked for a password there:"
                            + " list in "
                            + key
                            + ".allow who may connect, such as [192.168.1.20], or write "
                            + key
                            + ".bind: 127.0.0.1");
        }
    }

    /**
     * Where it listens.
     *
     * @throws IllegalArgumentException when that is no address
     */
    public InetAddress address() {
        try {
            return AddressRange.address(bind);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + bind + "' is no address", e);
        }
    }

    /** This machine always may. */
    public boolean allows(InetAddress client) {
        return client.isLoopbackAddress()
                || allow.stream().anyMatch(range -> AddressRange.parse(range).contains(client));
    }

    /** Why it cannot listen there, and what its owner can do. */
    public String whyNot(Exception e) {
        String where = "cannot listen on " + bind + ":" + port;
        String message = String.valueOf(e.getMessage());
        if (message.contains("ermission denied")) {
            return where
                    + ": ports below 1024 need privileges, choose a higher port; the service of the"
                    + " Debian package has them";
        }
        if (message.contains("assign requested address")) {
            return where + ": that is no address of this machine";
        }
        if (e instanceof BindException || message.contains("already in use")) {
            return where + ": the port is in use, stop that program or choose another port";
        }
        return where + ": " + message;
    }
}
