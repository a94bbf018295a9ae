package be.bsmr.home.mqtt;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** MQTT 3.1.1 byte by byte, for what no proper client would do. */
final class RawClient implements AutoCloseable {

    static final int CONNACK = 0x20;
    static final int PUBLISH = 0x30;
    static final int PUBACK = 0x40;
    static final int SUBACK = 0x90;
    static final int PINGRESP = 0xD0;

    private static final int LONGEST_MILLIS = 20_000;

    /** A packet that came. */
    static final class Packet {

        private final int type;
        private final byte[] content;

        Packet(int type, byte[] content) {
            this.type = type;
            this.content = content;
        }

        int type() {
            return type;
        }

        /** Of a CONNACK or SUBACK: the last byte. */
        int code() {
            return content[content.length - 1] & 0xFF;
        }

        boolean isRetained() {
            return (type & 1) == 1;
        }

        String topic() {
            int length = ((content[0] & 0xFF) << 8) | (content[1] & 0xFF);
            return new String(content, 2, length, StandardCharsets.UTF_8);
        }
    }

    private final Socket socket = new Socket();
    private final DataInputStream in;

    /**
     * @param from an address of loopback, 127.0.0.1 to 127.255.255.254: a neighbour in the network
     */
    RawClient(int port, String from) {
        try {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LONGEST_MILLIS);
            socket.setSoTimeout(LONGEST_MILLIS);
            socket.setTcpNoDelay(true);
            in = new DataInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that has been let in. */
    static RawClient in(int port, String from, String user, String password, String name) {
        RawClient client = new RawClient(port, from);
        int code = client.connect(user, password, name, true);
        if (code != 0) {
            throw new AssertionError(user + " was refused with " + code);
        }
        return client;
    }

    /** Returns the code of the CONNACK, 0 = let in; -1 when the broker hung up. */
    int connect(String user, String password, String name, boolean clean) {
        send(0x10, connectPacket(user, password, name, clean));
        Packet answer = read();
        return answer == null ? -1 : answer.code();
    }

    static byte[] connectPacket(String user, String password, String name, boolean clean) {
        return bytes(
                out -> {
                    out.writeUTF("MQTT");
                    out.write(4);
                    out.write(0xC0 | (clean ? 2 : 0));
                    out.writeShort(60);
                    out.writeUTF(name);
                    out.writeUTF(user);
                    out.writeUTF(password);
                });
    }

    /** Returns the code of the SUBACK's last filter: 0 to 2 = granted, 128 = refused. */
    int subscribe(String... filters) {
        ask(filters);
        return awaited(SUBACK).code();
    }

    /** Asks for these, and awaits no answer. */
    void ask(String... filters) {
        send(
                0x82,
                bytes(
                        out -> {
                            out.writeShort(7);
                            for (String filter : filters) {
                                out.writeUTF(filter);
                                out.write(0);
                            }
                        }));
    }

    void publish(String topic, String payload, boolean retain, int qos) {
        byte[] text = payload.getBytes(StandardCharsets.UTF_8);
        send(
                PUBLISH | (retain ? 1 : 0) | (qos << 1),
                bytes(
                        out -> {
                            out.writeUTF(topic);
                            if (qos > 0) {
                                out.writeShort(9);
                            }
                            out.write(text);
                        }));
    }

    /** How long the broker took to answer, in ms. */
    double ping() {
        long begun = System.nanoTime();
        send(0xC0, new byte[0]);
        awaited(PINGRESP);
        return (System.nanoTime() - begun) / 1e6;
    }

    /** The next packet of a kind, those before it are passed over. */
    Packet awaited(int type) {
        for (Packet packet = read(); packet != null; packet = read()) {
            if ((packet.type() & 0xF0) == type) {
                return packet;
            }
        }
        throw new AssertionError("the broker hung up");
    }

    void send(int type, byte[] content) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(type);
        int length = content.length;
        do {
            packet.write((length % 128) | (length >= 128 ? 128 : 0));
            length /= 128;
        } while (length > 0);
        packet.writeBytes(content);
        raw(packet.toByteArray());
    }

    void raw(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next packet; null when the broker has hung up. */
    @Nullable Packet read() {
        try {
            int type = in.read();
            if (type < 0) {
                return null;
            }
            int length = 0;
            int shift = 0;
            int part;
            do {
                part = in.readUnsignedByte();
                length |= (part & 127) << shift;
                shift += 7;
            } while (part >= 128);
            byte[] content = new byte[length];
            in.readFully(content);
            return new Packet(type, content);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the broker says nothing", e);
        } catch (SocketException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    interface Content {
        void write(DataOutputStream out) throws IOException;
    }

    static byte[] bytes(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            content.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
