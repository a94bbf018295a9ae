package be.bsmr.home.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import be.bsmr.site.SiteInput;
import be.bsmr.site.SiteSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real sockets throughout. */
@Timeout(60)
class HubTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    private final Telegrams telegrams = new Telegrams();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void everyReaderGetsEveryByteTheBrokenOnesToo() throws Exception {
        Hub hub = hub();
        List<Socket> readers = List.of(reader(hub), reader(hub), reader(hub));
        byte[] stream = stream(telegrams.next(), "\u00ffnoise\r\n", telegrams.next(), "/half");
        for (int i = 0; i < stream.length; i += 100) {
            byte[] piece = Arrays.copyOfRange(stream, i, Math.min(i + 100, stream.length));
            hub.send(piece, piece.length);
        }
        for (Socket reader : readers) {
            assertThat(reader.getInputStream().readNBytes(stream.length)).isEqualTo(stream);
        }
    }

    @Test
    void aNewcomerBeginsWithAWholeTelegram() throws Exception {
        Hub hub = hub();
        byte[] running = telegrams.next();
        hub.send(running, 200);
        Socket reader = reader(hub);
        byte[] rest = Arrays.copyOfRange(running, 200, running.length);
        byte[] next = telegrams.next();
        byte[] both = stream(rest, "a/b no start in the middle of a line\r\n", next);
        hub.send(both, both.length);
        assertThat(reader.getInputStream().readNBytes(next.length)).isEqualTo(next);
    }

    @Test
    void dropsAReaderThatNeverReadsAndTheOthersMissNothing() throws Exception {
        Hub hub = hub();
        Socket asleep = new Socket();
        open.add(asleep);
        asleep.setReceiveBufferSize(4096);
        asleep.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), hub.port()));
        soon(() -> hub.clients() == 1);
        Socket first = reader(hub);
        Socket second = reader(hub);
        int sent = 0;
        long slowestNanos = 0;
        while (hub.clients() == 3) {
            byte[] telegram = telegrams.next();
            long before = System.nanoTime();
            hub.send(telegram, telegram.length);
            slowestNanos = Math.max(slowestNanos, System.nanoTime() - before);
            assertThat(first.getInputStream().readNBytes(telegram.length)).isEqualTo(telegram);
            assertThat(second.getInputStream().readNBytes(telegram.length)).isEqualTo(telegram);
            sent += telegram.length;
            assertThat(sent).as("bytes kept for a reader that sleeps").isLessThan(10_000_000);
        }
        assertThat(hub.clients()).isEqualTo(2);
        assertThat(slowestNanos).as("the meter's thread never waits").isLessThan(1_000_000_000);
        byte[] last = telegrams.next();
        hub.send(last, last.length);
        assertThat(first.getInputStream().readNBytes(last.length)).isEqualTo(last);
        assertThat(second.getInputStream().readNBytes(last.length)).isEqualTo(last);
    }

    @Test
    void forgetsAReaderThatLeftAndLetsItComeBack() throws Exception {
        Hub hub = hub();
        for (int i = 0; i < 3 * Hub.MOST_CLIENTS; i++) {
            Socket reader = reader(hub);
            byte[] telegram = telegrams.next();
            hub.send(telegram, telegram.length);
            assertThat(reader.getInputStream().readNBytes(telegram.length)).isEqualTo(telegram);
            reader.close();
            soon(() -> hub.clients() == 0);
        }
    }

    /** Two idle addresses take all places, one does not. */
    @Test
    void nobodyTakesAllPlaces() throws Exception {
        Hub hub = hub();
        for (int i = 0; i < Hub.MOST_EACH; i++) {
            from("127.0.0.66", hub);
        }
        soon(() -> hub.clients() == Hub.MOST_EACH);
        assertThat(from("127.0.0.66", hub).getInputStream().read())
                .as("closed at once")
                .isEqualTo(-1);
        for (int i = 0; i < Hub.MOST_CLIENTS - Hub.MOST_EACH; i++) {
            from("127.0.0.1", hub);
        }
        soon(() -> hub.clients() == Hub.MOST_CLIENTS);
        assertThat(from("127.0.0.67", hub).getInputStream().read())
                .as("closed at once")
                .isEqualTo(-1);
        open.get(1).close();
        soon(() -> hub.clients() == Hub.MOST_CLIENTS - 1);
        from("127.0.0.67", hub);
        soon(() -> hub.clients() == Hub.MOST_CLIENTS);
    }

    private Socket from(String address, Hub hub) throws IOException {
        Socket socket = new Socket();
        open.add(socket);
        socket.bind(new InetSocketAddress(address, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), hub.port()));
        return socket;
    }

    @Test
    void doesNotListenToItsReaders() throws Exception {
        Hub hub = hub();
        Socket talkative = reader(hub);
        talkative.getOutputStream().write(new byte[1_000_000]);
        byte[] telegram = telegrams.next();
        hub.send(telegram, telegram.length);
        assertThat(talkative.getInputStream().readNBytes(telegram.length)).isEqualTo(telegram);
    }

    @Test
    void aSimulatorThatOutrunsItsReadersWaitsForThem() throws Exception {
        Hub hub = hub();
        Socket reader = reader(hub);
        int count = 2000;
        Thread writer =
                new Thread(
                        () -> {
                            for (int i = 0; i < count; i++) {
                                hub.write(telegrams.next());
                            }
                            hub.close();
                        });
        writer.start();
        Telegrams same = new Telegrams();
        for (int i = 0; i < count; i++) {
            byte[] expected = same.next();
            assertThat(reader.getInputStream().readNBytes(expected.length)).isEqualTo(expected);
        }
        assertThat(reader.getInputStream().read()).as("the end, and nothing lost").isEqualTo(-1);
        writer.join();
    }

    @Test
    void anotherProgramDecodesWhatWeRead() throws Exception {
        Hub meter = hub();
        Hub hub = hub();
        List<SiteInput.MeterRead> ours = new CopyOnWriteArrayList<>();
        List<SiteInput.MeterRead> theirs = new CopyOnWriteArrayList<>();
        link(new TcpGateway("127.0.0.1", hub.port()), theirs::add);
        link(new Tapped(new TcpGateway("127.0.0.1", meter.port()), hub::send), ours::add);
        soon(() -> meter.clients() == 1 && hub.clients() == 1);
        for (int i = 1; i <= 20; i++) {
            int heard = i;
            meter.write(telegrams.next());
            soon(() -> ours.size() == heard && theirs.size() == heard);
        }
        assertThat(theirs.stream().map(SiteInput.MeterRead::reading))
                .isEqualTo(ours.stream().map(SiteInput.MeterRead::reading).toList());
    }

    @Test
    void saysWhatToDoWhenThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> TelegramOutput.tcpListen(taken.getLocalPort()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("in use")
                    .hasMessageContaining("choose another port");
        }
        assertThatThrownBy(
                        () ->
                                Hub.listening(
                                        new HubSettings(
                                                true, "203.0.113.7", 0, List.of("203.0.113.8"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no address of this machine");
    }

    @Test
    void beyondThisMachineOnlyTheListedMayListen() throws Exception {
        Optional<InetAddress> network =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress())
                        .findFirst();
        assumeTrue(network.isPresent(), "this machine has no network");
        InetAddress own = network.get();
        Hub strict = hub(new HubSettings(true, own.getHostAddress(), 0, List.of("203.0.113.8")));
        try (Socket stranger = new Socket(own, strict.port())) {
            assertThat(stranger.getInputStream().read()).as("closed at once").isEqualTo(-1);
        }
        Hub kind =
                hub(new HubSettings(true, own.getHostAddress(), 0, List.of(own.getHostAddress())));
        try (Socket guest = new Socket(own, kind.port())) {
            soon(() -> kind.clients() == 1);
            assertThat(guest.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.1.20,    192.168.1.20,  true",
        "192.168.1.20,    192.168.1.21,  false",
        "192.168.1.0/24,  192.168.1.255, true",
        "192.168.1.0/24,  192.168.2.0,   false",
        "192.168.1.77/23, 192.168.0.1,   true",
        "10.0.0.0/9,      10.128.0.0,    false",
        "0.0.0.0/0,       8.8.8.8,       true",
        "0.0.0.0/0,       fd00::1,       false",
        "fd00::/8,        fd12::34,      true",
        "fd00::/8,        fe80::1,       false",
        "192.168.1.20,    127.0.0.1,     true",
    })
    void knowsWhoMayConnect(String allowed, String client, boolean may) throws Exception {
        HubSettings settings = new HubSettings(true, "0.0.0.0", 2001, List.of(allowed));
        assertThat(settings.door().allows(InetAddress.getByName(client))).isEqualTo(may);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.0.0.0 | 2001 | | list in hub.allow who may connect",
                "::      | 2001 | | list in hub.allow who may connect",
                "myhost  | 2001 | | hub.bind is 'myhost': write an address",
                "127.0.0.1 | 70000 | | hub.port is 70000: write a port between 1 and 65535",
                "0.0.0.0 | 2001 | evcc.local | hub.allow: 'evcc.local' is no address: write one",
                "0.0.0.0 | 2001 | 192.168.1.0/33 | such as 192.168.1.0/24",
                "0.0.0.0 | 2001 | 192.168.1 | hub.allow: '192.168.1' is no address",
            })
    void saysWhatToWriteInstead(String bind, int port, String allow, String message) {
        List<String> allowed = allow == null ? List.of() : List.of(allow);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HubSettings(true, bind, port, allowed))
                .withMessageContaining(message);
    }

    private static void soon(Callable<Boolean> condition) {
        await().atMost(LONG_ENOUGH).pollInterval(Duration.ofMillis(5)).until(condition);
    }

    private Hub hub() throws IOException {
        return hub(new HubSettings(true, "127.0.0.1", 0, List.of()));
    }

    private Hub hub(HubSettings settings) throws IOException {
        Hub hub = Hub.listening(settings);
        open.add(hub);
        return hub;
    }

    private Socket reader(Hub hub) throws IOException {
        int before = hub.clients();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.port());
        open.add(socket);
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(30));
        soon(() -> hub.clients() == before + 1);
        return socket;
    }

    private void link(ByteSource source, Consumer<SiteInput.MeterRead> readings) {
        MeterLink link =
                new MeterLink(
                        source,
                        SiteSettings.BELGIUM,
                        Clock.systemUTC(),
                        input -> {
                            if (input instanceof SiteInput.MeterRead read) {
                                readings.accept(read);
                            }
                        });
        open.add(link);
        link.start();
    }

    private static byte[] stream(Object... pieces) throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (Object piece : pieces) {
            stream.write(
                    piece instanceof byte[] bytes
                            ? bytes
                            : ((String) piece).getBytes(StandardCharsets.ISO_8859_1));
        }
        return stream.toByteArray();
    }
}
