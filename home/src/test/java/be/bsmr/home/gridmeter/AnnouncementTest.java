package be.bsmr.home.gridmeter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        Announcement told =
                Announcement.on(List.of(loopback), meter.host(), List.of(meter.announced(8123)));
        JmDNS client = JmDNS.create(loopback, "a-client");
        try (told;
                client) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> client.list("_hwenergy._tcp.local.", 1000).length == 1);
            ServiceInfo found = client.list("_hwenergy._tcp.local.")[0];
            assertThat(found.getName()).isEqualTo("p1meter-102030");
            assertThat(found.getServer()).as("SmartEVSE looks at it").startsWith("p1meter-");
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
                                    assertThat(found.getPropertyString(key)).isEqualTo(value));
        }
    }
}
