package be.bsmr.home.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import be.bsmr.home.messages.PartReport;
import be.bsmr.home.messages.SiteJson;
import be.bsmr.home.words.PlainWords;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines {@code quarter.headroom_w=3120} for a Miniserver's virtual UDP input. What the meter says
 * is sent when it has spoken since the last push: a value that stands still must not look alive.
 * What is said of the house as a whole is sent always. Nobody answers: a datagram that is lost is
 * made up for by the next.
 */
final class Loxone implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Loxone.class);

    /** Telegrams and ticks do not come to the millisecond. */
    private static final Duration EARLY = Duration.ofMillis(500);

    /** Bytes that any network carries as one packet. */
    private static final int MOST = 1400;

    private final LoxoneSettings settings;
    private final Push.House house;
    private final DatagramSocket socket;
    private boolean spoken;
    private @Nullable Instant pushedAt;
    private volatile @Nullable Instant sentAt;
    private volatile @Nullable String trouble;

    /**
     * @throws SocketException when the system has no socket left
     */
    Loxone(LoxoneSettings settings, Push.House house) throws SocketException {
        this.settings = settings;
        this.house = house;
        socket = new DatagramSocket();
    }

    /** Takes what is so after a step; one thread at a time. */
    void hear(SiteStep step) {
        spoken |= step.newReading();
        Instant now = house.site().clock().instant();
        if (pushedAt != null && isEarly(Duration.between(pushedAt, now))) {
            return;
        }
        pushedAt = now;
        push(lines(step.state()), now);
        spoken = false;
    }

    /** When the host's clock is set back nobody waits until it is there again. */
    private boolean isEarly(Duration sincePush) {
        Duration every = Duration.ofSeconds(settings.everyS());
        return !sincePush.isNegative() && sincePush.compareTo(every.minus(EARLY)) < 0;
    }

    private List<String> lines(SiteState state) {
        Map<String, JsonNode> tables = new HashMap<>();
        MeterRead last = state.last();
        SiteJson json = house.json();
        if (spoken && last != null) {
            tables.put("reading", json.reading(last, state.metering().grid()));
            tables.put("quarter", json.quarter(state));
            tables.put("bill", json.bill(state));
        }
        tables.put("house", json.house(house.site().latest().age().orElse(null), state));
        List<String> lines = new ArrayList<>();
        for (String name : settings.values()) {
            int point = name.indexOf('.');
            JsonNode table = tables.get(name.substring(0, point));
            JsonNode value = table == null ? null : table.get(name.substring(point + 1));
            if (value != null) {
                lines.add(name + "=" + number(value) + "\n");
            }
        }
        return lines;
    }

    private static String number(JsonNode value) {
        return value.isBoolean()
                ? (value.booleanValue() ? "1" : "0")
                : value.decimalValue().toPlainString();
    }

    private void push(List<String> lines, Instant now) {
        try {
            InetAddress host = InetAddress.getByName(settings.host());
            for (String datagram : settings.together() ? together(lines) : lines) {
                byte[] bytes = datagram.getBytes(UTF_8);
                socket.send(new DatagramPacket(bytes, bytes.length, host, settings.port()));
            }
            if (trouble != null) {
                log.info("{} can be sent to again", settings.host());
            }
            trouble = null;
            sentAt = now;
        } catch (UnknownHostException e) {
            troubled("no machine of that name is known here; is it spelt rightly?");
        } catch (IOException e) {
            troubled(PlainWords.of(e));
        }
    }

    /** As few datagrams as carry them. */
    private static List<String> together(List<String> lines) {
        List<String> datagrams = new ArrayList<>();
        StringBuilder one = new StringBuilder();
        for (String line : lines) {
            if (one.length() + line.length() > MOST) {
                datagrams.add(one.toString());
                one.setLength(0);
            }
            one.append(line);
        }
        if (one.length() > 0) {
            datagrams.add(one.toString());
        }
        return datagrams;
    }

    private void troubled(String why) {
        if (trouble == null && !socket.isClosed()) {
            log.warn("push.loxone.host {}: {}", settings.host(), why);
        }
        trouble = why;
    }

    PartReport health() {
        Instant sent = sentAt;
        return new PartReport(
                sent == null ? null : Duration.between(sent, house.site().clock().instant()),
                trouble);
    }

    @Override
    public void close() {
        socket.close();
    }
}
