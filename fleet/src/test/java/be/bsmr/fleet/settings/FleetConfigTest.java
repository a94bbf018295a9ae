package be.bsmr.fleet.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.fleet.topics.Agreement;
import be.bsmr.fleet.topics.Member;
import be.bsmr.home.config.ConfigException;
import be.bsmr.unit.Power;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FleetConfigTest {

    private static final String KEY = "0123456789abcdef0123456789abcdef";

    @TempDir private Path folder;

    private FleetConfig read(String yaml) throws IOException, ConfigException {
        Path file = folder.resolve("fleet.yaml");
        Files.writeString(file, yaml);
        return FleetConfig.read(file);
    }

    @Test
    void theSampleShowsTheDefaults() throws ConfigException {
        assertThat(FleetConfig.read(Path.of("../docs/fleet.yaml"))).isEqualTo(FleetConfig.DEFAULT);
    }

    @Test
    void everyCommentedKeyIsOne() throws IOException, ConfigException {
        String sample = Files.readString(Path.of("../docs/fleet.yaml"));
        String all =
                sample.replaceAll("(?m)^# (secret|ca|user|password|url|- |  )", "$1")
                        .replaceAll("(?m)^(ca|user|password|url):", "  $1:")
                        .replace("secret: ...", "secret: 12345678901234567890123456789012")
                        .replace("tls: false", "tls: true")
                        .replaceAll("(?m)^(communities|members): \\[\\]", "$1:");
        FleetConfig config = read(all);

        assertThat(config.who().communities()).hasSize(1);
        assertThat(config.who().members()).hasSize(1);
        assertThat(config.who().communities().get(0).agreement())
                .isEqualTo(new Agreement("Tower", Power.ofWatts(40_000)));
        assertThat(config.who().members().get(0).member())
                .isEqualTo(new Member("tower", "flat 1", Power.ofWatts(2500), Power.ofWatts(7400)));
        assertThat(config.kafka().properties())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("ssl.truststore.type", "PEM");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "tenant: Gent|1|small letters",
                "secret: short|1|head -c 32 /dev/urandom",
                "kafka: {servers: kafka}|1|HOST:PORT",
                "kafka: {user: a}|1|write both",
                "kafka: {servers: 'k:9092', user: a, password: b}|1|kafka.tls: true",
                "mqtt: {host: broker, user: a, password: b}|1|mqtt.tls: true",
                "streams: {partitions: 0}|1|1 to 1000",
                "streams: {comit_s: 5}|1|commit_s",
                "database: {url: 'postgres://x'}|1|jdbc:postgresql://",
                "mqtt: {part: 3, parts: 2}|1|1 to mqtt.parts",
                "web: {port: 70000}|1|1 to 65535",
                "members: [{key: abc}]|1|bsmr fleet enrol"
            })
    void whatDoesNotFitIsRefusedWithItsLineAndWhatToWrite(String yaml, int line, String words) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("fleet.yaml")
                .hasMessageContaining("line " + line)
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: &a [*a]",
                "secret: &a 12345678901234567890123456789012\ntenant: *a",
                "members: [[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]",
                "tenant: !!javax.script.ScriptEngineManager []"
            })
    void aFileThatIsMadeToRunAwayIsRefused(String yaml) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("fleet.yaml, line ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "database: {url: 'postgres://me:hush@db/x'}",
                "database: {url: 'jdbc:postgresql://db/x?user=me&password=hush'}",
                "secret: hush",
                "secret: [hush]",
                "kafka: {password: [hush]}",
                "kafka: {passwrd: hush}",
                "mqtt: {password: {hush: 1}}",
                "mqtt: {user: me, host: broker, password: hush}"
            })
    void aSecretInTheWrongPlaceIsNotShown(String yaml) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageNotContaining("hush");
    }

    @Test
    void aMemberIsOfACommunityThatIsThereAndStandsThereOnce() {
        String tower = "communities: [{id: tower}]\n";
        assertThatThrownBy(() -> read(tower + "members: [{key: " + KEY + ", community: towr}]"))
                .hasMessageContaining("towr")
                .hasMessageContaining("tower");
        String member = "{key: " + KEY + ", community: tower}";
        assertThatThrownBy(() -> read(tower + "members: [" + member + ", " + member + "]"))
                .hasMessageContaining("twice");
    }

    @Test
    void noPasswordIsPrinted() throws IOException, ConfigException {
        FleetConfig config =
                read(
                        """
                        secret: aVerySecretSecret1aVerySecretSecret1
                        kafka: {user: a, password: aVerySecretSecret2}
                        mqtt: {user: a, password: aVerySecretSecret3}
                        database: {user: a, password: aVerySecretSecret4}
                        """);
        assertThat(config.toString()).doesNotContain("aVerySecretSecret");
    }
}
