package be.bsmr.home.relay;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Modbus TCP device with one number in it, as coil and as register 0, that knows some functions
 * only and refuses the others with exception 1, Illegal Function.
 */
final class LittleModbusDevice implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final Set<Integer> functions;
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    LittleModbusDevice(Set<Integer> functions) throws IOException {
        this.functions = functions;
        Thread thread = new Thread(this::run, "modbus-device");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    int held() {
        return held.get();
    }

    int refused() {
        return refused.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void run() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                DataInputStream in = new DataInputStream(client.getInputStream());
                DataOutputStream out = new DataOutputStream(client.getOutputStream());
                while (true) {
                    answer(in, out);
                }
            } catch (IOException e) {
                // It hung up, or the test is over.
            }
        }
    }

    /** Transaction, protocol 0, length, unit; then the function and what belongs to it. */
    private void answer(DataInputStream in, DataOutputStream out) throws IOException {
        int transaction = in.readUnsignedShort();
        int protocol = in.readUnsignedShort();
        byte[] asked = in.readNBytes(in.readUnsignedShort());
        byte[] answer = answer(asked[1] & 0xFF, asked);
        out.writeShort(transaction);
        out.writeShort(protocol);
        out.writeShort(answer.length + 1);
        out.write(asked[0]);
        out.write(answer);
        out.flush();
    }

    private byte[] answer(int function, byte[] asked) {
        if (!functions.contains(function)) {
            refused.incrementAndGet();
            return new byte[] {(byte) (function | 0x80), 1};
        }
        byte now = (byte) held.get();
        if (function == 1) {
            return new byte[] {1, 1, now};
        }
        if (function == 3) {
            return new byte[] {3, 2, 0, now};
        }
        // With 15 and 16 address, count and number of bytes come before the value.
        int written =
                switch (function) {
                    case 5 -> asked[4] == 0 ? 0 : 1;
                    case 6 -> asked[5];
                    default -> asked[asked.length - 1] & 0xFF;
                };
        held.set(written);
        // The answer repeats function, address, and what was written or how many.
        return new byte[] {(byte) function, asked[2], asked[3], asked[4], asked[5]};
    }
}
