package be.bsmr.home.gridmeter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceInfo;
import org.junit.jupiter.api.Test;

class AnnouncementTest {

    @Test
    void whoLooksForSuchMetersFindsThisOne() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        HomeWizard meter =
                new HomeWizard(
                        new Serial("02005e102030"),
                        new MeterNow(MeteredHouse.json(), InstantSource.system()),
                        Optional::empty);
        Shelly shelly =
                new Shelly(
                        new Serial("02005e102030"),
                        new MeterNow(MeteredHouse.json(), InstantSource.system()));
        List<Announcement.Service> services = new ArrayList<>(shelly.announced(8124));
        services.add(meter.announced(8123));
        Announcement told = Announcement.on(List.of(loopback), meter.host(), services);
        JmDNS client = JmDNS.create(loopback, "a-client");
        try (told;
                client) {
            eventually(
                    client,
                    "_hwenergy._tcp.local.",
                    found -> {
                        assertThat(found.getName()).isEqualTo("p1meter-102030");
                        assertThat(found.getServer())
                                .as("SmartEVSE looks at it")
                                .startsWith("p1meter-");
                        assertThat(found.getPort()).isEqualTo(8123);
                        assertThat(found.getInet4Addresses()).contains((Inet4Address) loopback);
                        Map.of(
                                        "api_enabled", "1",
                                        "path", "/api/v1",
                                        "serial", "02005e102030",
                                        "product_name", "BSMR",
                                        "product_type", "HWE-P1")
                                .forEach(
                                        (key, value) ->
                                                assertThat(found.getPropertyString(key))
                                                        .isEqualTo(value));
                    });
            for (String type : List.of("_http._tcp.local.", "_shelly._tcp.local.")) {
                eventually(
                        client,
                        type,
                        found -> {
                            assertThat(found.getName()).isEqualTo("shellypro3em-02005e102030");
                            assertThat(found.getPort()).isEqualTo(8124);
                            assertThat(found.getPropertyString("app")).isEqualTo("Pro3EM");
                            assertThat(found.getPropertyString("gen")).isEqualTo("2");
                            assertThat(found.getPropertyString("mac")).isEqualTo("02005E102030");
                        });
            }
        }
    }

    /** Name, address and text arrive one by one. */
    private static void eventually(JmDNS client, String type, Consumer<ServiceInfo> all) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(client.list(type, 1000)).satisfiesExactly(all::accept));
    }
}
