package be.bsmr.home.cli;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.Programs;
import be.bsmr.home.notify.HttpSink;
import be.bsmr.home.notify.SmtpSink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own, and servers that hear it. */
class NotifyCommandTest {

    @TempDir private Path directory;

    private record Ended(int exit, String out, String err) {}

    private Ended notify(String... arguments) throws Exception {
        Path err = directory.resolve("err");
        Process process =
                Programs.java(List.of(), Main.class, arguments).redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out, Files.readString(err));
    }

    private String config(String notify) throws Exception {
        Path file = Files.writeString(directory.resolve("bsmr.yaml"), "notify:\n" + notify);
        return file.toString();
    }

    @Test
    void saysOfEachChannelWhetherItArrived() throws Exception {
        try (HttpSink ntfy = new HttpSink();
                SmtpSink mail = new SmtpSink()) {
            String yaml =
                    """
                      language: de
                      ntfy: {server: "%s", topic: house}
                      mail: {server: 127.0.0.1, port: %d, tls: none, from: a@b.be, to: [c@d.be]}
                      mqtt: true
                    """
                            .formatted(ntfy.url(), mail.port());
            Ended ended = notify("notify", "--test", "--config", config(yaml), "--lang", "nl");
            assertThat(ended.err).isEmpty();
            assertThat(ended.out.lines())
                    .containsExactly(
                            "ntfy: de server nam het bericht aan",
                            "mail: de server nam het bericht aan",
                            "mqtt: niet geprobeerd: op de ingebouwde broker spreekt alleen het"
                                    + " lopende programma voor BSMR; “Proefbericht versturen” onder"
                                    + " Instellingen op zijn pagina doet het");
            assertThat(ended.exit).isZero();
            assertThat(ntfy.requests().get(0).text()).contains("Testnachricht von BSMR", "„Köln“");
            assertThat(mail.mails()).isEqualTo(1);
        }
    }

    @Test
    void endsWith1AndTheServersWordsWhenOneDoesNot() throws Exception {
        String yaml = "  mail: {server: nowhere.invalid, from: a@b.be, to: [c@d.be]}\n";
        Ended ended = notify("notify", "--test", "--config", config(yaml), "--lang", "en");
        assertThat(ended.out)
                .startsWith("mail: not sent: nowhere.invalid: no machine of that name");
        assertThat(ended.exit).isEqualTo(1);
    }

    @Test
    void saysWhatToWriteWhereNoChannelIsNamed() throws Exception {
        Ended ended = notify("notify", "--test", "--config", config("  language: nl\n"));
        assertThat(ended.err).contains("names no channel below notify", "docs/notify.md");
        assertThat(ended.exit).isEqualTo(2);
    }
}
