package be.bsmr.home.source;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a simulated meter speaks: to a stream, out of a serial port, or to whoever connects over
 * TCP.
 */
public interface TelegramOutput extends AutoCloseable {

    /** Writes one telegram. */
    void write(byte[] telegram) throws IOException;

    @Override
    void close() throws IOException;

    /** To a stream that stays open. */
    static TelegramOutput to(OutputStream stream) {
        return new TelegramOutput() {
            @Override
            public void write(byte[] telegram) throws IOException {
                stream.write(telegram);
            }

            @Override
            public void close() throws IOException {
                stream.flush();
            }
        };
    }

    /**
     * Out of a serial port at 115200 8N1, as the original ESP32 simulator did.
     *
     * @throws IOException when the port cannot be opened; the message says what to do
     */
    static TelegramOutput serial(String device) throws IOException {
        com.fazecast.jSerialComm.SerialPort port =
                SerialPort.opened(
                        Path.of(device),
                        SerialLine.DEFAULT,
                        com.fazecast.jSerialComm.SerialPort.TIMEOUT_WRITE_BLOCKING);
        return new TelegramOutput() {
            @Override
            public void write(byte[] telegram) throws IOException {
                if (port.writeBytes(telegram, telegram.length) != telegram.length) {
                    throw new IOException(device + " no longer takes bytes; is it unplugged?");
                }
            }

            @Override
            public void close() {
                port.closePort();
            }
        };
    }

    /**
     * To everybody who connects to a port on this machine (127.0.0.1), from the moment they
     * connect.
     *
     * @param port 0 = any free; {@link TcpClients#port()} tells
     * @throws IOException when the port is taken
     */
    static TcpClients tcpListen(int port) throws IOException {
        return new TcpClients(port);
    }

    /** Listens on loopback; a client that goes away is forgotten. */
    final class TcpClients implements TelegramOutput {

        private static final Logger log = LoggerFactory.getLogger(TcpClients.class);

        private final ServerSocket server = new ServerSocket();
        private final List<Socket> clients = new CopyOnWriteArrayList<>();

        private TcpClients(int port) throws IOException {
            try {
                server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException e) {
                server.close();
                throw new IOException("cannot listen on port " + port + ": " + e.getMessage(), e);
            }
            Thread acceptor = new Thread(this::accept, "tcp-listen");
            acceptor.setDaemon(true);
            acceptor.start();
        }

        public int port() {
            return server.getLocalPort();
        }

        public int clients() {
            return clients.size();
        }

        @Override
        public void write(byte[] telegram) {
            clients.removeIf(client -> !reaches(client, telegram));
        }

        private static boolean reaches(Socket client, byte[] telegram) {
            try {
                client.getOutputStream().write(telegram);
                return true;
            } catch (IOException gone) {
                quietly(client);
                log.info("{} left", client.getRemoteSocketAddress());
                return false;
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
            clients.forEach(TcpClients::quietly);
        }

        private void accept() {
            while (!server.isClosed()) {
                try {
                    Socket client = server.accept();
                    client.setTcpNoDelay(true);
                    clients.add(client);
                    log.info("{} listens", client.getRemoteSocketAddress());
                } catch (SocketException closed) {
                    return;
                } catch (IOException e) {
                    log.warn("a client could not connect: {}", e.getMessage());
                }
            }
        }

        private static void quietly(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                log.debug("closing a socket", e);
            }
        }
    }
}
