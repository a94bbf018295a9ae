package be.bsmr.home.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.home.config.ConfigException;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.words.Language;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The section {@code notify} of the configuration. */
class NotifySettingsTest {

    @TempDir private Path folder;

    private NotifySettings read(String yaml) throws Exception {
        Path file = folder.resolve("bsmr.yaml");
        Files.writeString(file, yaml);
        return HomeConfig.read(file).sinks().people();
    }

    @Test
    void aFewLinesAreEnoughForEachChannel() throws Exception {
        NotifySettings settings =
                read(
                        """
                        notify:
                          language: fr
                          quiet: ["23:00-06:30"]
                          rules:
                            load: {level: high, quiet: [], most_per_day: 2}
                            year: {level: off}
                          ntfy: {topic: house-7h2kq9}
                          telegram: {token: "123:AB-c", chat: "-42"}
                          pushover: {token: abc, user_key: def}
                          gotify: {server: "http://nas:8090/", token: A.b}
                          webhook: {url: "http://ha:8123/api/webhook/x?y={title}"}
                          mail: {server: smtp.example.be, from: a@b.be, to: [c@d.be]}
                          mqtt: true
                        """);
        assertThat(settings.language()).isEqualTo(Language.fr);
        assertThat(settings.rules().load().level()).isEqualTo(Urgency.HIGH);
        assertThat(settings.quiet(Rule.LOAD)).isEmpty();
        assertThat(settings.quiet(Rule.DISK)).hasSize(1);
        assertThat(settings.rules().year().level()).isEqualTo(Urgency.OFF);
        assertThat(settings.rules().disk()).isEqualTo(Rule.DISK.usual());
        assertThat(settings.channels().mail().usedPort()).isEqualTo(587);
        assertThat(settings.channels().gotify().server()).isEqualTo("http://nas:8090");
        assertThat(Channels.of(settings.channels(), Optional.of(payload -> {})))
                .extracting(Channel::name)
                .containsExactly(
                        "ntfy", "telegram", "pushover", "gotify", "webhook", "mail", "mqtt");
    }

    @Test
    void nobodyIsToldAnythingByDefault() throws Exception {
        assertThat(read("").wanted()).isFalse();
        assertThat(read("notify: {mqtt: true}").wanted()).isTrue();
    }

    /** What it says in place of %: never a secret. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "  ntfy: {topic: my topic} | line 2: notify.ntfy: notify.ntfy.topic is at most 64",
                "  ntfy: {topic: a, token: tk_GEHEIM, user: an, password: GEHEIM} | go together",
                "  ntfy: {server: 'http://an:GEHEIM@nas', topic: a} | notify.ntfy.server is no address",
                "  telegram: {token: GEHEIM, chat: '1'} | line 2: notify.telegram: notify.telegram.token looks otherwise",
                "  telegram: {token: '1:GEHEIM', chat: me} | notify.telegram.chat is a number",
                "  telegram: {chat: '1'} | notify.telegram.token is missing",
                "  pushover: {user_key: GEHEIM} | notify.pushover.token is missing",
                "  gotify: {token: GEHEIM} | notify.gotify.server is no address",
                "  webhook: {url: 'ftp://x/GEHEIM'} | notify.webhook.url is no address",
                "  webhook: {url: 'http://x', body: '{message}'} | write {title}, {text}, {rule} or {level}",
                "  webhook: {url: 'http://x', headers: {Host: GEHEIM}} | notify.webhook.headers: Host cannot be sent",
                "  webhook: {url: 'http://x', method: DELETE} | notify.webhook.method is POST",
                "  mail: {server: smtp.example.be, from: a@b.be} | notify.mail.to is empty",
                "  mail: {server: smtp.example.be, from: an, to: [a@b.be]} | 'an' is no address",
                "  mail: {server: s, from: a@b.be, to: [a@b.be], tls: none, user: a, password: GEHEIM} | in the clear",
                "  rules: {disk: {most_per_day: 0}} | line 2: notify.rules.disk: most_per_day is 1 to 100",
                "  rules: {disk: {level: loud}} | notify.rules.disk.level: 'loud' is not one of off, low, normal, high",
                "  rules: {disc: {level: off}} | did you mean 'disk'?",
                "  quiet: [at night] | a time of the week is like 22:00-06:00",
                "  ntfi: {topic: a} | did you mean 'ntfy'?",
                "  mqtt: 1 | true or false",
                "  language: | notify.language is empty: write a value behind it, or leave",
                "  quiet: | notify.quiet is empty",
                "  rules: {disk: {level: }} | level is empty",
                "  ntfy: {topic: } | notify.ntfy.topic is empty",
                "  webhook: {url: , headers: } | notify.webhook.url is empty",
                "  webhook: {url: 'http://x', headers: {A: }} | notify.webhook.headers",
                "  mail: {server: s, to: , from: a@b.be} | notify.mail.to is empty",
                "  telegram: {chat: } | notify.telegram.chat is empty"
            })
    void whatIsWrongIsToldWithItsLineAndNoSecret(String line, String told) {
        assertThatThrownBy(() -> read("notify:\n  " + line.strip() + "\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(told.strip())
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("GEHEIM");
    }

    @Test
    void overMqttThereMustBeABroker() {
        assertThatThrownBy(() -> read("mqtt: {broker: {enabled: false}}\nnotify:\n  mqtt: true\n"))
                .hasMessageContaining("notify.mqtt needs a broker");
    }

    @Test
    void noSecretIsEverPrinted() throws Exception {
        String all =
                read("""
                                notify:
                                  ntfy: {topic: GEHEIM1, token: GEHEIM2}
                                  telegram: {token: "1:GEHEIM3", chat: "1"}
                                  pushover: {token: GEHEIM4, user_key: GEHEIM5}
                                  gotify: {server: "http://nas", token: GEHEIM6}
                                  webhook: {url: "http://x/GEHEIM7", headers: {A: GEHEIM8}}
                                  mail: {server: s, from: a@b.be, to: [c@d.be], user: a, password: GEHEIM9}
                                """)
                        .toString();
        assertThat(all).contains("http://nas").doesNotContain("GEHEIM");
    }
}
