package be.bsmr.home.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each channel to a server that speaks its protocol. */
class ChannelsTest {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, -1};

    private static final Message WARNING =
            new Message(
                    Rule.QUARTER,
                    Urgency.HIGH,
                    "Er dreigt een piek",
                    "€ 4,12 <meer> & \"koken\"\nnu");
    private static final Message SUMMARY =
            new Message(Rule.MONTH, Urgency.LOW, "november 2026: 4,12 kW", "Elke € telt")
                    .with(Optional.of(new Picture(PNG)));

    private HttpSink sink;
    private final Web web = new Web();

    @BeforeEach
    void listen() throws IOException {
        sink = new HttpSink();
    }

    @AfterEach
    void close() {
        sink.close();
    }

    private JsonNode json() throws IOException {
        return new JsonMapper().readTree(last().text());
    }

    private HttpSink.Request last() {
        return sink.requests().get(sink.requests().size() - 1);
    }

    private NtfyChannel ntfy() {
        return new NtfyChannel(
                new NtfySettings(sink.url() + "/", "house-7h2kq9", "tk_secret", null, null), web);
    }

    @Test
    void ntfyGetsJsonWithTheTopicAndThePriority() throws Exception {
        ntfy().send(WARNING);
        assertThat(last().path()).isEqualTo("/");
        assertThat(last().authorization()).isEqualTo("Bearer tk_secret");
        assertThat(json().path("topic").asText()).isEqualTo("house-7h2kq9");
        assertThat(json().path("title").asText()).isEqualTo(WARNING.title());
        assertThat(json().path("message").asText()).isEqualTo(WARNING.text());
        assertThat(json().path("priority").asInt()).isEqualTo(5);
    }

    @Test
    void ntfyGetsAPictureAsTheBodyAndTheWordsBesideIt() throws Exception {
        ntfy().send(SUMMARY);
        assertThat(last().method()).isEqualTo("PUT");
        assertThat(last().path())
                .startsWith("/house-7h2kq9?title=november+2026%3A+4%2C12+kW")
                .contains("message=Elke+%E2%82%AC+telt", "filename=bsmr.png", "priority=2");
        assertThat(last().bytes()).isEqualTo(PNG);
    }

    @Test
    void telegramGetsItsOwnHtmlAndAPictureAsAForm() throws Exception {
        TelegramChannel telegram =
                new TelegramChannel(new TelegramSettings(sink.url(), "123:ABC", "-42"), web);
        telegram.send(WARNING);
        assertThat(last().path()).isEqualTo("/bot123:ABC/sendMessage");
        assertThat(json().path("chat_id").asText()).isEqualTo("-42");
        assertThat(json().path("text").asText())
                .isEqualTo("<b>Er dreigt een piek</b>\n€ 4,12 &lt;meer&gt; &amp; \"koken\"\nnu");
        assertThat(json().path("disable_notification").asBoolean()).isFalse();
        telegram.send(SUMMARY);
        assertThat(last().path()).isEqualTo("/bot123:ABC/sendPhoto");
        assertThat(last().text())
                .contains("name=\"caption\"\r\n\r\n<b>november 2026: 4,12 kW</b>\nElke € telt\r\n")
                .contains("name=\"disable_notification\"\r\n\r\ntrue")
                .contains("name=\"photo\"; filename=\"bsmr.png\"");
        String png = new String(PNG, StandardCharsets.ISO_8859_1);
        assertThat(last().raw()).contains("image/png\r\n\r\n" + png + "\r\n");
    }

    @Test
    void pushoverGetsThePictureInTheJson() throws Exception {
        PushoverChannel pushover =
                new PushoverChannel(new PushoverSettings(sink.url(), "app", "user"), web);
        pushover.send(SUMMARY);
        assertThat(last().path()).isEqualTo("/1/messages.json");
        assertThat(json().path("token").asText()).isEqualTo("app");
        assertThat(json().path("user").asText()).isEqualTo("user");
        assertThat(json().path("priority").asInt()).isEqualTo(-1);
        assertThat(Base64.getDecoder().decode(json().path("attachment_base64").asText()))
                .isEqualTo(PNG);
    }

    @Test
    void gotifyGetsItsKeyAsAHeader() throws Exception {
        new GotifyChannel(new GotifySettings(sink.url(), "A.b-c"), web).send(WARNING);
        assertThat(last().path()).isEqualTo("/message");
        assertThat(last().authorization()).isEqualTo("A.b-c");
        assertThat(json().path("priority").asInt()).isEqualTo(8);
    }

    @Test
    void aWebhookGetsWhatItsTemplateSays() throws Exception {
        new WebhookChannel(
                        new WebhookSettings(
                                sink.url() + "/hook?level={level}&t={title}",
                                "POST",
                                Map.of(
                                        "Content-Type",
                                        "application/json",
                                        "Authorization",
                                        "Bearer x"),
                                "{\"a\": {\"text\": \"{title}: {text}\"}, \"b\": \"{rule}\"}"),
                        web)
                .send(WARNING);
        assertThat(last().path()).isEqualTo("/hook?level=high&t=Er%20dreigt%20een%20piek");
        assertThat(last().authorization()).isEqualTo("Bearer x");
        assertThat(json().at("/a/text").asText())
                .isEqualTo(WARNING.title() + ": " + WARNING.text());
        assertThat(json().path("b").asText()).isEqualTo("quarter");
    }

    @Test
    void aFormOfAWebhookCannotBeBrokenOutOf() throws Exception {
        new WebhookChannel(
                        new WebhookSettings(
                                sink.url(),
                                "POST",
                                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                                "text={text}&rule={rule}"),
                        web)
                .send(WARNING);
        assertThat(last().text())
                .isEqualTo(
                        "text=%E2%82%AC%204%2C12%20%3Cmeer%3E%20%26%20%22koken%22%0Anu&rule=quarter");
    }

    @Test
    void whoRefusesIsQuotedWithoutAnySecret() {
        sink.answers(401, "{\"error\":\"tk_secret may not write to house-7h2kq9\"}\nmore");
        assertThatThrownBy(() -> ntfy().send(WARNING))
                .isInstanceOf(IOException.class)
                .hasMessage("127.0.0.1 answers 401 {\"error\":\"… may not write to …\"}");
    }

    @Test
    void whoIsNotThereIsNamedWithoutAnySecret() throws Exception {
        int nobody;
        try (ServerSocket free = new ServerSocket(0)) {
            nobody = free.getLocalPort();
        }
        TelegramSettings settings =
                new TelegramSettings("http://127.0.0.1:" + nobody, "123:ABC", "1");
        assertThatThrownBy(() -> new TelegramChannel(settings, web).send(WARNING))
                .hasMessageContaining("127.0.0.1: nothing listens there")
                .hasMessageNotContaining("ABC");
    }

    // ---- mail

    private static MailSettings mail(int port, MailSettings.Tls tls, String user) {
        return new MailSettings(
                "127.0.0.1",
                port,
                tls,
                user,
                user == null ? null : "geheim",
                "bsmr@example.be",
                List.of("an@example.be", "bob@example.be"));
    }

    @Test
    void mailArrivesWithItsPictureAtAll() throws Exception {
        try (SmtpSink server = new SmtpSink()) {
            MailChannel channel = new MailChannel(mail(server.port(), MailSettings.Tls.NONE, "an"));
            channel.send(SUMMARY);
            channel.send(WARNING);
            MimeMessage summary = server.mail(0);
            assertThat(summary.getSubject()).isEqualTo("november 2026: 4,12 kW");
            Multipart parts = (Multipart) summary.getContent();
            assertThat(parts.getBodyPart(0).getContent()).isEqualTo("Elke € telt");
            BodyPart picture = parts.getBodyPart(1);
            assertThat(picture.getContentType()).startsWith("image/png");
            assertThat(picture.getInputStream().readAllBytes()).isEqualTo(PNG);
            assertThat(server.mail(1).getHeader("Importance")).containsExactly("high");
            assertThat(server.commands())
                    .contains("RCPT TO:<an@example.be>", "RCPT TO:<bob@example.be>")
                    .anyMatch(c -> c.startsWith("AUTH PLAIN"));
        }
    }

    @Test
    void theMailServersOwnWordsAreTold() throws Exception {
        try (SmtpSink server = new SmtpSink()) {
            server.answersToRecipients("550 5.1.1 no such mailbox here");
            assertThatThrownBy(
                            () ->
                                    new MailChannel(
                                                    mail(
                                                            server.port(),
                                                            MailSettings.Tls.NONE,
                                                            null))
                                            .send(WARNING))
                    .hasMessage("127.0.0.1: 550 5.1.1 no such mailbox here");
            assertThat(server.mails()).isZero();
        }
    }

    @Test
    void noPasswordGoesToAMailServerWithoutTheTlsThatWasAskedFor() throws Exception {
        try (SmtpSink server = new SmtpSink()) {
            assertThatThrownBy(
                            () ->
                                    new MailChannel(
                                                    mail(
                                                            server.port(),
                                                            MailSettings.Tls.STARTTLS,
                                                            "an"))
                                            .send(WARNING))
                    .hasMessageContaining("STARTTLS");
            assertThat(server.commands()).noneMatch(c -> c.startsWith("AUTH"));
        }
    }

    @Test
    void aMailServerThatSpeaksNoTlsIsTold() throws Exception {
        try (SmtpSink server = new SmtpSink()) {
            assertThatThrownBy(
                            () ->
                                    new MailChannel(mail(server.port(), MailSettings.Tls.TLS, "an"))
                                            .send(WARNING))
                    .hasMessageContaining("is notify.mail.tls right?");
        }
    }
}
