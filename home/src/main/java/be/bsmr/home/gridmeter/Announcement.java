package be.bsmr.home.gridmeter;

import be.bsmr.home.config.OpenDoor;
import be.bsmr.home.guard.OneThread;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says on the network that there is a meter, and where (mDNS, RFC 6762 and 6763), so that nobody
 * has to type its address. On a thread of its own: probing whether a name is free takes seconds.
 */
final class Announcement implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Announcement.class);

    private static final int CLOSING_SECONDS = 5;

    /**
     * A service that is announced.
     *
     * @param type such as {@code _hwenergy._tcp.local.}
     * @param name of the instance
     * @param txt what its TXT record says
     */
    record Service(String type, String name, int port, Map<String, String> txt) {}

    private final String host;
    private final List<Service> services;
    private final OneThread thread = new OneThread("mdns");
    private final ConcurrentLinkedQueue<JmDNS> responders = new ConcurrentLinkedQueue<>();

    /**
     * @param host the name that leads to this machine, without {@code .local}
     */
    private Announcement(String host, List<Service> services) {
        this.host = host;
        this.services = List.copyOf(services);
    }

    /** On every network from which somebody could come in at that door. */
    static Announcement at(OpenDoor door, String host, List<Service> services) {
        InetAddress bind = door.address();
        if (bind.isLoopbackAddress()) {
            return on(List.of(), host, services);
        }
        return on(bind.isAnyLocalAddress() ? addresses() : List.of(bind), host, services);
    }

    /** On the networks of these addresses of this machine. */
    static Announcement on(List<InetAddress> addresses, String host, List<Service> services) {
        Announcement announcement = new Announcement(host, services);
        addresses.forEach(
                address -> announcement.thread.execute(() -> announcement.announce(address)));
        return announcement;
    }

    private static List<InetAddress> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(Announcement::isNetwork)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address)
                    .toList();
        } catch (SocketException e) {
            log.warn("the meter is not announced: {}", e.getMessage());
            return List.of();
        }
    }

    private static boolean isNetwork(NetworkInterface card) {
        try {
            return card.isUp() && card.supportsMulticast() && !card.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }

    private void announce(InetAddress address) {
        try {
            JmDNS responder = JmDNS.create(address, host);
            responders.add(responder);
            for (Service s : services) {
                responder.registerService(
                        ServiceInfo.create(s.type(), s.name(), s.port(), 0, 0, s.txt()));
            }
            log.info(
                    "announced on {}: {}",
                    address.getHostAddress(),
                    Stream.concat(
                                    Stream.of(host + ".local"),
                                    services.stream().map(s -> s.name() + "." + s.type()))
                            .toList());
        } catch (IOException | RuntimeException e) {
            // The library throws both when a network goes away meanwhile.
            log.warn(
                    "the meter is not announced on {}: {}. It is there all the same, by its"
                            + " address",
                    address.getHostAddress(),
                    e.getMessage());
        }
    }

    /** Takes it back, so that nobody looks for what is gone. */
    @Override
    public void close() {
        thread.execute(
                () -> {
                    for (JmDNS responder : responders) {
                        try {
                            responder.close();
                        } catch (IOException e) {
                            log.debug("closing mDNS", e);
                        }
                    }
                });
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
