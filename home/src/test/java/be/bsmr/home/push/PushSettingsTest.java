package be.bsmr.home.push;

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
import org.junit.jupiter.params.provider.ValueSource;

class PushSettingsTest {

    @TempDir private Path folder;

    private PushSettings read(String lines) throws Exception {
        Path file = folder.resolve("bsmr.yaml");
        Files.writeString(file, "push:\n  " + lines + "\n");
        return HomeConfig.read(file).sinks().push();
    }

    @Test
    void nobodyIsSentAnythingUntilSomebodyIsNamed() {
        assertThat(HomeConfig.DEFAULT.sinks().push().wanted()).isFalse();
    }

    @Test
    void aLineIsEnoughForEach() throws Exception {
        assertThat(read("loxone: {host: 192.168.1.77}").loxone().wanted()).isTrue();
        assertThat(
                        read("energyid: {webhook: https://hooks.energyid.eu/services/x}")
                                .energyid()
                                .wanted())
                .isTrue();
        assertThat(read("pvoutput: {system_id: 4711, api_key: abc123}").pvoutput().wanted())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "loxone: {host: http://mini} | line 2: push.loxone: push.loxone.host is the Miniserver's name",
                "loxone: {port: 0} | push.loxone.port is 1 to 65535, not 0",
                "loxone: {every_s: 0} | push.loxone.every_s is 1 to 3600 seconds, not 0",
                "loxone: {values: [headroom_w]} | push.loxone.values has 'headroom_w': write quarter.headroom_w",
                "loxone: {values: [demand_w]} | write reading.demand_w or quarter.demand_w",
                "loxone: {values: [quarter.verdict]} | push.loxone.values has 'quarter.verdict': write the table and",
                "energyid: {interval: hour} | push.energyid.interval: 'hour' is not one of quarter, day",
                "energyid: {webhook: hooks.energyid.eu/x} | push.energyid.webhook is no address",
                "pvoutput: {system_id: abc, api_key: x} | push.pvoutput.system_id is the number of the system",
                "pvoutput: {system_id: 12} | push.pvoutput.system_id and push.pvoutput.api_key go together",
                "pvoutput: {every_min: 7} | push.pvoutput.every_min is 5, 10 or 15, not 7",
                "pvoutput: {server: http://pvoutput.org} | write https://"
            })
    void whatMakesNoSenseIsRefusedWithTheLineAndWhatToWrite(String line, String message) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining(message.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "energyid: {webhook: http://hooks.energyid.eu/services/hush-hush}",
                "energyid: {webhook: 'https://hooks energyid.eu/services/hush-hush'}",
                "energyid: {webhook: [https://hooks.energyid.eu/services/hush-hush]}",
                "energyid: {webhook: https://hooks.energyid.eu/hush-hush, interval: x}",
                "pvoutput: {system_id: 4711, api_key: hush-hush}",
                "pvoutput: {system_id: 4711, api_key: [hush-hush]}"
            })
    void noSecretIsShownWhenItIsWrong(String line) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("hush");
    }

    @Test
    void noSecretIsEverPrinted() throws Exception {
        PushSettings push =
                read(
                        "energyid: {webhook: https://hooks.energyid.eu/hush}\n"
                                + "  pvoutput: {system_id: 4711, api_key: hush}");
        assertThat(push.toString()).contains("4711").doesNotContain("hush");
        assertThat(KeyValue.of(push).toString()).contains("4711").doesNotContain("hush");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "energyid: {webhook: https://hooks.energyid.eu/hush}",
                "pvoutput: {system_id: 4711, api_key: hush}"
            })
    void aFileThatOthersMayReadIsWarnedOf(String line) throws Exception {
        read(line);
        Path file = folder.resolve("bsmr.yaml");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(LooseFiles.warnings(file, folder.resolve("u.yaml"), List.of()))
                .anyMatch(warning -> warning.contains("chmod 600 " + file));
    }

    @Test
    void aServiceOnThisMachineNeedsNoEncryption() throws Exception {
        assertThat(read("energyid: {webhook: http://127.0.0.1:8080/x}").energyid().wanted())
                .isTrue();
    }
}
