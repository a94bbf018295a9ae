package be.bsmr.home.source;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

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
        SerialWire wire =
                SerialWire.open(Path.of(device), SerialLine.DEFAULT.baud(), Duration.ofSeconds(1));
        return new TelegramOutput() {
            @Override
            public void write(byte[] telegram) throws IOException {
                wire.write(telegram);
            }

            @Override
            public void close() {
                wire.close();
            }
        };
    }

    /**
     * To everybody who connects to a port on this machine (127.0.0.1), from the moment they
     * connect.
     *
     * @param port 0 = any free; {@link Hub#port()} tells
     * @throws IOException when the port is taken
     */
    static Hub tcpListen(int port) throws IOException {
        return Hub.listening(new HubSettings(true, "127.0.0.1", port, List.of()));
    }
}
