package be.bsmr.home.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.home.Home;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.settings.SettingsFile;
import be.bsmr.home.setup.NoMeter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomesTest {

    @TempDir private Path folder;

    @Test
    void saysHowToChooseAPortToWhoHasNoFile() throws Exception {
        assertThatThrownBy(this::beginOnATakenPort)
                .isInstanceOf(Fault.class)
                .hasMessageStartingWith("the dashboard cannot listen on 127.0.0.1:")
                .hasMessageContaining("web: {port: 8081} into bsmr.yaml");
    }

    @Test
    void namesTheFileInWhichThePortStands() throws Exception {
        Files.writeString(folder.resolve("bsmr.yaml"), "web: {port: 1}\n");
        assertThatThrownBy(this::beginOnATakenPort)
                .isInstanceOf(Fault.class)
                .hasMessageStartingWith(folder.resolve("bsmr.yaml").toString())
                .hasMessageNotContaining("8081");
    }

    private void beginOnATakenPort() throws IOException, Fault {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HomeConfig config =
                    HomeConfig.DEFAULT
                            .with("web.port", taken.getLocalPort())
                            .with("mqtt.broker.enabled", false);
            new Homes(
                            new SettingsFile(folder.resolve("bsmr.yaml")),
                            (one, before) -> Home.withoutStore(one, new NoMeter()))
                    .untilEnded(config);
        }
    }
}
