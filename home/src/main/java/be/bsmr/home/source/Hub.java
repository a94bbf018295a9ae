package be.bsmr.home.source;

import be.bsmr.home.guard.Seats;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one P1 port for several programs: whoever connects over TCP gets the raw bytes, beginning
 * with a whole telegram. A client that takes too little is dropped; it harms neither the others nor
 * the sender. What clients say is not listened to; one that ends its own side has left.
 */
public final class Hub implements TelegramOutput {

    private static final Logger log = LoggerFactory.getLogger(Hub.class);

    /** So many may listen at once. */
    static final int MOST_CLIENTS = 16;

    /** So many of one address. */
    static final int MOST_EACH = 8;

    /** What one client may leave lying: about a minute of a talkative meter. */
    static final int MOST_WAITING = 64 * 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final HubSettings settings;
    private final Selector selector;
    private final ServerSocketChannel server;
    private final Seats<SocketChannel> seats = new Seats<>(MOST_CLIENTS, MOST_EACH);
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "hub");
    private final ByteBuffer unheard = ByteBuffer.allocate(512);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition sent = lock.newCondition();
    private final Occasionally joined = new Occasionally();
    private final Occasionally left = new Occasionally();
    private final Occasionally refused = new Occasionally();
    private final Occasionally dropped = new Occasionally();

    /** Whether the next byte is the first of a line. The sender's. */
    private boolean lineStart = true;

    private Hub(HubSettings settings, Selector selector, ServerSocketChannel server) {
        this.settings = settings;
        this.selector = selector;
        this.server = server;
        thread.setDaemon(true);
    }

    /**
     * A hub that listens.
     *
     * @throws IOException when the address or the port cannot be had; the message says what to
     *     change
     */
    public static Hub listening(HubSettings settings) throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.bind(new InetSocketAddress(settings.door().address(), settings.port()));
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException e) {
            server.close();
            selector.close();
            throw new IOException(settings.door().whyNot(e), e);
        }
        Hub hub = new Hub(settings, selector, server);
        hub.thread.start();
        return hub;
    }

    public int port() {
        return server.socket().getLocalPort();
    }

    /** How many listen now. */
    public int clients() {
        return clients.size();
    }

    /**
     * Leaves the first {@code count} bytes for every client and returns at once. A client without
     * room for them is dropped. One thread.
     */
    public void send(byte[] bytes, int count) {
        int start = -1;
        for (int i = 0; i < count; i++) {
            if (lineStart && bytes[i] == '/' && start < 0) {
                start = i;
            }
            lineStart = bytes[i] == '\n' || bytes[i] == '\r';
        }
        leave(bytes, count, start);
    }

    /**
     * @param start where a newcomer may begin; -1 = nowhere in these bytes
     */
    private void leave(byte[] bytes, int count, int start) {
        lock.lock();
        try {
            for (Client client : clients) {
                client.leave(bytes, count, start);
            }
        } finally {
            lock.unlock();
        }
        if (!clients.isEmpty()) {
            selector.wakeup();
        }
    }

    /**
     * Takes bytes of a sender of whole telegrams, encrypted ones too, that can wait, such as a
     * simulator that outruns its readers: gives the slow a few seconds before it drops them.
     */
    @Override
    public void write(byte[] telegram) {
        awaitAll(client -> client.hasRoom(telegram.length));
        leave(telegram, telegram.length, 0);
    }

    /** Stops listening, when every client has taken what was left for it or had time enough to. */
    @Override
    public void close() {
        awaitAll(client -> client.hasRoom(MOST_WAITING));
        try {
            server.close();
            selector.wakeup();
            thread.join(TimeUnit.SECONDS.toMillis(2));
        } catch (IOException e) {
            log.debug("closing the hub", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitAll(Predicate<Client> content) {
        lock.lock();
        try {
            long nanos = PATIENCE.toNanos();
            while (nanos > 0 && thread.isAlive() && !clients.stream().allMatch(content)) {
                nanos = sent.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    // --- the hub's own thread ---

    private void run() {
        try (selector) {
            while (server.isOpen()) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.isValid() && key.isAcceptable()) {
                        accept();
                    } else if (key.isValid() && key.isReadable()) {
                        ((Client) key.attachment()).ignore();
                    }
                }
                selector.selectedKeys().clear();
                flush();
            }
        } catch (IOException e) {
            log.error("the hub stopped", e);
        } finally {
            clients.forEach(Client::close);
        }
    }

    private void flush() {
        lock.lock();
        try {
            clients.forEach(Client::flush);
            sent.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        @Nullable SocketChannel channel = null;
        try {
            channel = server.accept();
            if (channel == null) {
                return;
            }
            InetSocketAddress from = (InetSocketAddress) channel.getRemoteAddress();
            String who = from.getAddress().getHostAddress();
            if (!settings.door().allows(from.getAddress())) {
                channel.close();
                if (isDue(refused)) {
                    log.warn("{} may not listen: it is not in hub.allow", who);
                }
            } else {
                seat(channel, from.getAddress(), who);
            }
        } catch (IOException e) {
            log.debug("a client left before it was let in", e);
            quietly(channel);
        }
    }

    private void seat(SocketChannel channel, InetAddress from, String who) throws IOException {
        Seats.Answer seat = seats.take(channel, from);
        if (seat != Seats.Answer.TAKEN) {
            channel.close();
            if (isDue(refused)) {
                log.warn(
                        "{} may not listen: {} do already",
                        who,
                        seat == Seats.Answer.ENOUGH
                                ? MOST_EACH + " programs of that address"
                                : MOST_CLIENTS + " programs");
            }
            return;
        }
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            // Otherwise the kernel keeps megabytes for a client that never reads.
            channel.setOption(StandardSocketOptions.SO_SNDBUF, MOST_WAITING);
            clients.add(new Client(channel, who));
        } catch (IOException e) {
            seats.leave(channel);
            throw e;
        }
        if (isDue(joined)) {
            log.info("{} listens ({} so far)", who, joined.count());
        }
    }

    private void forget(Client client, Occasionally kind, String why) {
        client.close();
        if (!clients.remove(client)) {
            return;
        }
        seats.leave(client.channel);
        if (isDue(kind)) {
            log.info("{} {} ({} so far)", client.who, why, kind.count());
        }
    }

    /** What passes on a clock that only measures pauses. */
    private static boolean isDue(Occasionally kind) {
        return kind.isDue(Instant.EPOCH.plusNanos(System.nanoTime()));
    }

    private static void quietly(@Nullable SocketChannel c) {
        try {
            if (c != null) {
                c.close();
            }
        } catch (IOException e) {
            log.debug("closing a socket", e);
        }
    }

    /** Guarded by the hub's lock, but for its socket. */
    private final class Client {

        private final SocketChannel channel;
        private final SelectionKey key;
        private final String who;
        private final ByteBuffer waiting = ByteBuffer.allocate(MOST_WAITING);
        private boolean begun;
        private boolean tooSlow;

        Client(SocketChannel channel, String who) throws IOException {
            this.channel = channel;
            this.who = who;
            key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        boolean hasRoom(int count) {
            return tooSlow || waiting.remaining() >= count;
        }

        /**
         * @param start where the first telegram begins in it; -1 = nowhere
         */
        void leave(byte[] bytes, int count, int start) {
            int from = begun ? 0 : start;
            if (from < 0 || tooSlow) {
                return;
            }
            begun = true;
            tooSlow = !hasRoom(count - from);
            if (!tooSlow) {
                waiting.put(bytes, from, count - from);
            }
        }

        void flush() {
            if (tooSlow) {
                forget(this, dropped, "does not keep up and was dropped");
                return;
            }
            try {
                waiting.flip();
                channel.write(waiting);
                waiting.compact();
                key.interestOps(
                        waiting.position() == 0
                                ? SelectionKey.OP_READ
                                : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            } catch (IOException gone) {
                forget(this, left, "left");
            }
        }

        void ignore() {
            try {
                unheard.clear();
                if (channel.read(unheard) < 0) {
                    forget(this, left, "left");
                }
            } catch (IOException gone) {
                forget(this, left, "left");
            }
        }

        void close() {
            quietly(channel);
        }
    }
}
