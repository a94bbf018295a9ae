package be.bsmr.bench.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** A dongle on the network that gives the telegrams to who connects: the fallback. */
final class TcpLine extends Line {

    private final int port;
    private volatile @Nullable ServerSocket door;
    private volatile @Nullable Socket client;

    TcpLine(int port) {
        this.port = port;
    }

    @Override
    void plug() throws IOException {
        if (door != null) {
            return;
        }
        ServerSocket opened = new ServerSocket(port, 4, InetAddress.getLoopbackAddress());
        door = opened;
        Thread porter = new Thread(() -> serve(opened), "dongle");
        porter.setDaemon(true);
        porter.start();
    }

    private void serve(ServerSocket opened) {
        try {
            while (true) {
                Socket next = opened.accept();
                next.setSendBufferSize(8192);
                client = next;
                leadTo(next.getOutputStream());
                // Nothing is said to a dongle: this returns when the other end is closed.
                int unused = next.getInputStream().read();
                leadTo(null);
                next.close();
            }
        } catch (IOException closed) {
            leadTo(null);
        }
    }

    @Override
    void pull() throws IOException {
        ServerSocket open = door;
        door = null;
        if (open != null) {
            open.close();
        }
        Socket reading = client;
        client = null;
        if (reading != null) {
            reading.close();
        }
    }
}
