package be.bsmr.home.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A serial port on the network whose line we set: ser2net with rfc2217, a serial device server. */
public final class Rfc2217Gateway implements ByteSource {

    private static final Logger log = LoggerFactory.getLogger(Rfc2217Gateway.class);

    private final TcpGateway connection;
    private final String name;
    private final SerialLine line;
    private ComPortOption telnet;
    private String said = "";

    /**
     * A port, not yet opened.
     *
     * @param port 1…65535
     */
    public static ByteSource of(String host, int port, SerialSettings settings) {
        return settings.line()
                .<ByteSource>map(line -> new Rfc2217Gateway(host, port, line, SilentSource.AFTER))
                .orElseGet(
                        () ->
                                new AutoLine(
                                        line ->
                                                new Rfc2217Gateway(
                                                        host, port, line, SilentSource.AFTER)));
    }

    /**
     * @param patience a peer that says nothing for so long is taken for gone
     */
    Rfc2217Gateway(String host, int port, SerialLine line, Duration patience) {
        connection = new TcpGateway(host, port, patience);
        name = "rfc2217:" + host + ":" + port;
        this.line = line;
        telnet = new ComPortOption(line);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void open() throws IOException {
        connection.open();
        telnet = new ComPortOption(line);
        connection.send(telnet.hello());
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        int count = connection.read(buffer);
        if (count <= 0) {
            return count;
        }
        ByteArrayOutputStream replies = new ByteArrayOutputStream();
        int kept = telnet.take(buffer, count, replies);
        if (replies.size() > 0) {
            connection.send(replies.toByteArray());
        }
        telnet.refusal().filter(r -> !r.equals(said)).ifPresent(this::warn);
        return kept;
    }

    private void warn(String refusal) {
        said = refusal;
        log.warn("{} {}", name, refusal);
    }

    @Override
    public void close() {
        connection.close();
    }
}
