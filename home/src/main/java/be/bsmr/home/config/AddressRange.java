package be.bsmr.home.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Neighbouring addresses: {@code 192.168.1.20} alone, or {@code 192.168.1.0/24}.
 *
 * @param first any address in the range
 * @param bits leading bits that all have in common
 */
public record AddressRange(InetAddress first, int bits) {

    /**
     * @throws IllegalArgumentException when {@code text} is neither an address nor a range; names
     *     are not looked up, because they may change their meaning
     */
    public static AddressRange parse(String text) {
        String[] parts = text.strip().split("/", 2);
        try {
            InetAddress address = address(parts[0]);
            int most = address.getAddress().length * Byte.SIZE;
            int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
            if (bits >= 0 && bits <= most) {
                return new AddressRange(address, bits);
            }
        } catch (UnknownHostException | NumberFormatException e) {
            // Told below.
        }
        throw new IllegalArgumentException(
                "'"
                        + text
                        + "' is no address: write one such as 192.168.1.20, or a range such as"
                        + " 192.168.1.0/24");
    }

    /** An address as digits; {@code localhost} is the one name with a fixed meaning. */
    public static InetAddress address(String text) throws UnknownHostException {
        if (!text.equals("localhost")
                && !text.matches("\\d+(\\.\\d+){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw new UnknownHostException(text);
        }
        return InetAddress.getByName(text);
    }

    public boolean contains(InetAddress address) {
        byte[] ours = first.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
