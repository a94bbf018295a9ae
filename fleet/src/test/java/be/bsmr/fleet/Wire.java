package be.bsmr.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * A wire to a server of this machine, which can be cut and laid again, or held so that nothing
 * comes and nobody hangs up.
 */
public final class Wire implements AutoCloseable {

    private final int port;
    private final int server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Semaphore flow = new Semaphore(1);
    private ServerSocket door;

    public Wire(int server) throws IOException {
        this.server = server;
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        port = door.getLocalPort();
        listen(door);
    }

    public int port() {
        return port;
    }

    public void cut() throws IOException {
        door.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    public void lay() throws IOException {
        door = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        listen(door);
    }

    /** Nothing passes any more until {@link #release}. */
    public void hold() {
        flow.acquireUninterruptibly();
    }

    public void release() {
        flow.release();
    }

    private void listen(ServerSocket at) {
        run(
                () -> {
                    while (!at.isClosed()) {
                        Socket from = at.accept();
                        Socket to = new Socket(InetAddress.getLoopbackAddress(), server);
                        sockets.add(from);
                        sockets.add(to);
                        run(() -> copy(from, to));
                        run(() -> copy(to, from));
                    }
                });
    }

    private void copy(Socket from, Socket to) throws IOException {
        try (from;
                to;
                InputStream in = from.getInputStream()) {
            byte[] some = new byte[8192];
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                flow.acquireUninterruptibly();
                flow.release();
                to.getOutputStream().write(some, 0, n);
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void run(Work work) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                work.run();
                            } catch (IOException cut) {
                                // That is what it is for.
                            }
                        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        cut();
    }
}
