package be.bsmr.home;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * TCP ports on loopback for programs that must be told theirs before they start, and for addresses
 * where nobody listens.
 *
 * <p>None is given twice, and none lies where the kernel takes those that it chooses itself
 * (32768…60999 on Linux): nobody can take it between here and the program that wants it.
 */
public final class FreePort {

    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;

    /** Two runs of the tests beside each other begin at different places. */
    private static final AtomicInteger next =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 97 % (LAST - FIRST)));

    private FreePort() {}

    /** A port on which nobody listens. */
    public static int take() {
        for (int i = 0; i < LAST - FIRST; i++) {
            int port = FIRST + Math.floorMod(next.getAndIncrement(), LAST - FIRST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port between " + FIRST + " and " + LAST + " is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort() == port;
        } catch (IOException e) {
            return false;
        }
    }
}
