package be.bsmr.home.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.home.config.ConfigException;
import be.bsmr.home.config.KeyValue;
import be.bsmr.home.config.LooseFiles;
import be.bsmr.home.settings.HomeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UplinkSettingsTest {

    private static final String USER = "user: 0123456789abcdef0123456789abcdef, ";

    @TempDir private Path folder;

    private UplinkSettings read(String keys) throws Exception {
        Path file = folder.resolve("bsmr.yaml");
        Files.writeString(file, "# a fleet\nuplink: {" + keys + "}\n");
        return HomeConfig.read(file).sinks().uplink();
    }

    @Test
    void nothingIsSentUntilAServerIsNamed() {
        assertThat(HomeConfig.DEFAULT.sinks().uplink().wanted()).isFalse();
    }

    @Test
    void theServersPortIsTheUsualOneUntilAnotherIsWritten() throws Exception {
        UplinkSettings uplink =
                read(USER + "server: mqtts://fleet.example.be, password: hush, ca_file: ca.pem");
        assertThat(uplink.wanted()).isTrue();
        assertThat(uplink.host()).isEqualTo("fleet.example.be");
        assertThat(uplink.port()).isEqualTo(8883);
        assertThat(read(USER + "server: 'mqtts://[::1]:8884', password: x").host())
                .isEqualTo("::1");
        assertThat(read(USER + "server: 'mqtts://[::1]:8884', password: x").port()).isEqualTo(8884);
        assertThat(read(USER + "server: mqtt://127.0.0.1, password: x").port()).isEqualTo(1883);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user: me, password: hush | uplink.server is missing: write the fleet's server",
                "server: fleet.example.be, user: me, password: hush | uplink.server begins with mqtts://",
                "server: 'mqtts://me:hush@fleet.example.be', user: me | and user and password below it",
                "server: 'mqtts://fleet.example.be/x', user: me, password: hush | uplink.server begins with mqtts://",
                "server: 'mqtt://fleet.example.be', user: me, password: hush | write mqtts://",
                "server: 'mqtts://fleet.example.be', password: hush | uplink.user is what the fleet gave you",
                "server: 'mqtts://fleet.example.be', user: a/b, password: hush | letters, digits, - and _",
                "server: 'mqtts://fleet.example.be', user: me | uplink.password_file: one of the two",
                "server: 'mqtts://fleet.example.be', user: me, password: hush, password_file: f | one of the two",
                "server: 'mqtt://localhost', user: me, password: hush, ca_file: f | uplink.ca_file vouches",
                "server: 'mqtts://fleet.example.be', user: , password: hush | uplink.user is empty: write a value",
                "server: 'mqtts://fleet.example.be', usr: me, password: hush | unknown key 'uplink.usr'; did you mean 'user'?",
                "server: 'mqtts://fleet.example.be', user: me, pasword_file: f | unknown key 'uplink.pasword_file'; did you mean 'password_file'?",
                "servr: 'mqtts://fleet.example.be', user: me, password: hush | unknown key 'uplink.servr'; did you mean 'server'?"
            })
    void whatMakesNoSenseIsRefusedWithTheLineAndWhatToWrite(String keys, String message) {
        assertThatThrownBy(() -> read(keys))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining(message.strip())
                .hasMessageNotContaining("hush");
    }

    @Test
    void thePasswordIsNeverPrintedAndItsFileIsNobodyElses() throws Exception {
        String server = "server: mqtts://fleet.example.be, " + USER;
        UplinkSettings uplink = read(server + "password: hush");
        assertThat(uplink.toString()).contains("fleet.example.be").doesNotContain("hush");
        assertThat(KeyValue.of(uplink).toString()).doesNotContain("hush");
        Path file = folder.resolve("bsmr.yaml");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(LooseFiles.warnings(file, folder.resolve("u.yaml"), List.of()))
                .anyMatch(warning -> warning.contains("chmod 600 " + file));

        Path secret = folder.resolve("secret");
        UplinkSettings kept = read(server + "password_file: " + secret);
        assertThatThrownBy(kept::secret)
                .hasMessageContaining("uplink.password_file: " + secret)
                .hasMessageContaining("is no file");
        Files.writeString(secret, "hush\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(kept::secret).hasMessageContaining("chmod 600 " + secret);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        assertThat(kept.secret()).isEqualTo("hush");
        Files.writeString(secret, "two\nlines\n");
        assertThatThrownBy(kept::secret).hasMessageContaining("on one line");
    }
}
