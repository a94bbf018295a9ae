package be.bsmr.home.source;

import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A serial port on the network: ser2net, or a P1 dongle that serves the raw telegrams over TCP. */
public final class TcpGateway implements ByteSource {

    private static final Logger log = LoggerFactory.getLogger(TcpGateway.class);

    private static final int CONNECT_MILLIS = 5000;
    private static final int READ_MILLIS = 1000;

    private final String host;
    private final int port;
    private final SourceSilence silence;
    private volatile @Nullable Socket socket;

    /**
     * @param port 1…65535
     */
    public TcpGateway(String host, int port) {
        this(host, port, SilentSource.AFTER);
    }

    /**
     * @param patience a peer that says nothing for so long is taken for gone
     */
    TcpGateway(String host, int port, Duration patience) {
        this.host = host;
        this.port = port;
        silence = new SourceSilence(patience);
    }

    @Override
    public String name() {
        return "tcp:" + host + ":" + port;
    }

    @Override
    public void open() throws IOException {
        close();
        Socket opening = new Socket();
        socket = opening; // from here on a close ends the wait for the peer
        try {
            InetSocketAddress address = new InetSocketAddress(host, port);
            if (address.isUnresolved()) {
                throw new UnknownHostException("no host is called " + host);
            }
            opening.connect(address, CONNECT_MILLIS);
            opening.setKeepAlive(true);
            opening.setSoTimeout(READ_MILLIS);
        } catch (IOException e) {
            close();
            throw new IOException(
                    "cannot connect to "
                            + host
                            + ":"
                            + port
                            + " ("
                            + PlainWords.of(e)
                            + "); is it on, and are host and port right?",
                    e);
        }
        silence.begins();
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        Socket open = socket;
        if (open == null) {
            throw new IOException(name() + " was closed");
        }
        try {
            int count = open.getInputStream().read(buffer);
            if (count < 0) {
                throw new IOException(host + ":" + port + " closed the connection");
            }
            silence.ends();
            return count;
        } catch (SocketTimeoutException quiet) {
            if (silence.isTooLong()) {
                throw silence.trouble(
                        host + ":" + port,
                        "is it on, is its cable in the meter, and is the P1 port open"
                                + " (Mijn Fluvius > poortbeheer)?");
            }
            return 0;
        }
    }

    /** For protocols that answer. */
    void send(byte[] bytes) throws IOException {
        Socket open = socket;
        if (open == null) {
            throw new IOException(name() + " was closed");
        }
        open.getOutputStream().write(bytes);
    }

    @Override
    public void close() {
        Socket open = socket;
        socket = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                log.debug("closing {}", name(), e);
            }
        }
    }
}
