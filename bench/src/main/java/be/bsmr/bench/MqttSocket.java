package be.bsmr.bench;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** MQTT 3.1.1 by hand, so that an attacker may say what no client library would. One thread. */
public final class MqttSocket implements AutoCloseable {

    private static final int PUBLISH = 0x30;
    private static final int LONGEST_MILLIS = 10_000;

    private final Socket socket;

    /**
     * @param from address of this machine
     */
    public MqttSocket(String from, int port) throws IOException {
        socket = new Socket();
        socket.setSoTimeout(LONGEST_MILLIS);
        socket.setTcpNoDelay(true);
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LONGEST_MILLIS);
    }

    public Socket socket() {
        return socket;
    }

    /** Returns the code of the answer, 0 = let in. */
    public int connect(String user, String password, String name, boolean clean)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF("MQTT");
        out.write(4);
        out.write(0xC0 | (clean ? 2 : 0));
        out.writeShort(60);
        out.writeUTF(name);
        out.writeUTF(user);
        out.writeUTF(password);
        send(0x10, bytes);
        return awaited(0x20)[1];
    }

    public void subscribe(String... filters) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(7);
        for (String filter : filters) {
            out.writeUTF(filter);
            out.write(0);
        }
        send(0x82, bytes);
        byte[] unused = awaited(0x90);
    }

    void publish(String topic, String payload, boolean retain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(topic);
        out.write(payload.getBytes(StandardCharsets.UTF_8));
        send(PUBLISH | (retain ? 1 : 0), bytes);
    }

    /** Waits for the next message that it subscribed to. */
    void receive() throws IOException {
        byte[] unused = awaited(PUBLISH);
    }

    /** Waits until the broker has read all that was sent. */
    void ping() throws IOException {
        send(0xC0, new ByteArrayOutputStream());
        byte[] unused = awaited(0xD0);
    }

    private void send(int type, ByteArrayOutputStream content) throws IOException {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(type);
        int length = content.size();
        do {
            packet.write((length % 128) | (length >= 128 ? 128 : 0));
            length /= 128;
        } while (length > 0);
        content.writeTo(packet);
        socket.getOutputStream().write(packet.toByteArray());
    }

    /** The content of the next packet of a kind. */
    private byte[] awaited(int type) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the broker hung up");
            }
            int length = 0;
            int shift = 0;
            int part;
            do {
                part = in.readUnsignedByte();
                length |= (part & 127) << shift;
                shift += 7;
            } while (part >= 128);
            byte[] content = in.readNBytes(length);
            if ((next & 0xF0) == type) {
                return content;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
