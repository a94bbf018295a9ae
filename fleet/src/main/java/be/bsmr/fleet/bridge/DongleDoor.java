package be.bsmr.fleet.bridge;

import be.bsmr.home.config.OpenDoor;
import be.bsmr.home.guard.Seats;
import be.bsmr.p1.TelegramFramer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where dongles connect over TCP that stream what their meter says. Nothing is said to them, and
 * nobody is asked who he is: who may come is a list of addresses. A silent one loses its place.
 */
final class DongleDoor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DongleDoor.class);

    private static final int MOST = 512;
    private static final int MOST_EACH = 64;
    private static final long LOOK_MS = 1_000;
    private static final long SILENCE_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long SAID_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final OpenDoor door;
    private final Dongles dongles;
    private final InstantSource clock;
    private final Selector selector;
    private final ServerSocketChannel server;
    private final Seats<SocketChannel> seats = new Seats<>(MOST, MOST_EACH);
    private final ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
    private final Thread thread = new Thread(this::run, "dongles over TCP");
    private long refused;
    private long saidAt = System.nanoTime() - SAID_EVERY_NANOS;
    private volatile boolean closing;

    private DongleDoor(
            OpenDoor door,
            Dongles dongles,
            InstantSource clock,
            Selector selector,
            ServerSocketChannel server) {
        this.door = door;
        this.dongles = dongles;
        this.clock = clock;
        this.selector = selector;
        this.server = server;
        thread.setDaemon(true);
    }

    /**
     * One that listens.
     *
     * @throws IOException when the address or the port cannot be had; the message says what to
     *     change
     */
    static DongleDoor open(OpenDoor door, Dongles dongles, InstantSource clock) throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.bind(new InetSocketAddress(door.address(), door.port()));
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException e) {
            server.close();
            selector.close();
            throw new IOException(door.whyNot(e), e);
        }
        DongleDoor opened = new DongleDoor(door, dongles, clock, selector, server);
        opened.thread.start();
        return opened;
    }

    int port() {
        return server.socket().getLocalPort();
    }

    boolean hasFailed() {
        return !closing && !thread.isAlive();
    }

    /** One dongle that is connected. */
    private final class Stream {

        private final SocketChannel channel;
        private final String name;
        private final TelegramFramer framer;
        private long heardAt = System.nanoTime();

        Stream(SocketChannel channel, InetSocketAddress from) {
            this.channel = channel;
            String owner = "tcp/" + from.getAddress().getHostAddress();
            name = owner + ":" + from.getPort();
            framer = new TelegramFramer(frame -> dongles.frame(name, owner, frame));
        }

        void read() {
            try {
                buffer.clear();
                int count = channel.read(buffer);
                if (count < 0) {
                    leave();
                    return;
                }
                heardAt = System.nanoTime();
                framer.push(buffer.array(), 0, count, clock.instant());
            } catch (IOException e) {
                log.debug("{} broke off: {}", name, e.getMessage());
                leave();
            }
        }

        void leave() {
            framer.end(clock.instant());
            dongles.forget(name);
            seats.leave(channel);
            close(channel);
        }

        boolean isSilent() {
            return System.nanoTime() - heardAt > SILENCE_NANOS;
        }
    }

    private void run() {
        try {
            while (!closing) {
                selector.select(LOOK_MS);
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.isValid() && key.isAcceptable()) {
                        accept();
                    } else if (key.isValid() && key.attachment() instanceof Stream stream) {
                        stream.read();
                    }
                }
                selector.selectedKeys().clear();
                for (SelectionKey key : selector.keys()) {
                    if (key.attachment() instanceof Stream stream && stream.isSilent()) {
                        stream.leave();
                    }
                }
            }
        } catch (IOException e) {
            log.error("no dongle can connect over TCP any more: {}", e.getMessage());
        } finally {
            for (SelectionKey key : selector.keys()) {
                if (key.attachment() instanceof Stream stream) {
                    stream.leave();
                }
            }
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = server.accept();
        if (channel == null) {
            return;
        }
        InetSocketAddress from = (InetSocketAddress) channel.getRemoteAddress();
        InetAddress address = from.getAddress();
        if (!door.allows(address)) {
            refuse(channel, address, "is not on the list of who may connect");
        } else if (seats.take(channel, address) != Seats.Answer.TAKEN) {
            refuse(channel, address, "finds no place: " + seats.size() + " are connected");
        } else {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new Stream(channel, from));
        }
    }

    /** Once a minute at most: who knocks all day must not fill the log. */
    private void refuse(SocketChannel channel, InetAddress from, String why) {
        close(channel);
        refused++;
        if (System.nanoTime() - saidAt >= SAID_EVERY_NANOS) {
            saidAt = System.nanoTime();
            log.warn("a dongle at {} {} ({} refused so far)", from.getHostAddress(), why, refused);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("while a connection ends", e);
        }
    }

    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(2));
            server.close();
            selector.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            log.debug("while the door closes", e);
        }
    }
}
