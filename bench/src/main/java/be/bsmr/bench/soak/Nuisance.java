package be.bsmr.bench.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import be.bsmr.bench.MqttSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/** Clients that do harm, on a thread of their own, from an address of their own. */
final class Nuisance implements AutoCloseable {

    private static final String FROM = "127.0.0.66";
    private static final int MOST_OPEN = 100;
    private static final int PAUSE_MILLIS = 10;

    /** What one does, again and again; what it opens stays open. */
    @FunctionalInterface
    private interface Work {
        void once(Deque<Socket> open) throws IOException;
    }

    private final Deque<Socket> open = new ArrayDeque<>();
    private final Thread thread;

    private Nuisance(Work work) {
        thread = new Thread(() -> run(work), "nuisance");
        thread.setDaemon(true);
        thread.start();
    }

    /** Heads without end and noise at the page and at the broker, and wrong passwords. */
    static Nuisance hostile(int web, int broker) {
        Random random = new Random(web);
        byte[] header = ("X-B: " + "a".repeat(4900) + "\r\n").getBytes(UTF_8);
        return new Nuisance(
                open -> {
                    byte[] noise = new byte[2000];
                    random.nextBytes(noise);
                    send(open, web, noise);
                    send(open, broker, noise);
                    Socket slow =
                            send(
                                    open,
                                    web,
                                    "GET / HTTP/1.1\r\nHost: localhost\r\n".getBytes(UTF_8));
                    for (int i = 0; i < 60; i++) {
                        slow.getOutputStream().write(header);
                    }
                });
    }

    /** Who subscribes to everything and takes nothing. */
    static Nuisance deafSubscriber(int broker) {
        return new Nuisance(
                open -> {
                    if (open.size() < 3) {
                        MqttSocket subscriber = new MqttSocket(FROM, broker);
                        open.add(subscriber.socket());
                        int unused = subscriber.connect("", "", "deaf" + open.size(), true);
                        subscriber.subscribe("#");
                    }
                });
    }

    /** Browsers that open the page's events and take none. */
    static Nuisance slowBrowser(int web) {
        return new Nuisance(
                open -> {
                    if (open.size() < 10) {
                        Socket unused =
                                send(
                                        open,
                                        web,
                                        "GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                                .getBytes(UTF_8));
                    }
                });
    }

    private static Socket send(Deque<Socket> open, int port, byte[] bytes) throws IOException {
        Socket socket = new Socket();
        open.add(socket);
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(2000);
        socket.bind(new InetSocketAddress(FROM, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2000);
        socket.getOutputStream().write(bytes);
        return socket;
    }

    private void run(Work work) {
        try {
            while (true) {
                try {
                    work.once(open);
                } catch (IOException shownTheDoor) {
                    // The next one, then.
                }
                while (open.size() > MOST_OPEN) {
                    close(open.removeFirst());
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException over) {
            open.forEach(Nuisance::close);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nobody needs it any more.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
