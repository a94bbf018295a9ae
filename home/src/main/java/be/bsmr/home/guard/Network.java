package be.bsmr.home.guard;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * What counts as one address: of IPv6 the network of 64 bits, for that is what one machine has (RFC
 * 4291, 2.5.4).
 */
final class Network {

    private Network() {}

    static String of(InetAddress from) {
        if (!(from instanceof Inet6Address)) {
            return from.getHostAddress();
        }
        try {
            byte[] bytes = from.getAddress();
            Arrays.fill(bytes, 8, 16, (byte) 0);
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("sixteen bytes are an address", e);
        }
    }
}
