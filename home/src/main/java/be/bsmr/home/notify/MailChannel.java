package be.bsmr.home.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import be.bsmr.home.words.PlainWords;
import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.util.Properties;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** E-mail through a server that takes it from us. */
final class MailChannel implements Channel {

    /** Of each thing that is waited for, milliseconds. */
    private static final String TIMEOUT = "15000";

    private final MailSettings settings;
    private final Session session;

    MailChannel(MailSettings settings) {
        this.settings = settings;
        Properties how = new Properties();
        how.setProperty("mail.smtp.connectiontimeout", TIMEOUT);
        how.setProperty("mail.smtp.timeout", TIMEOUT);
        how.setProperty("mail.smtp.writetimeout", TIMEOUT);
        how.setProperty("mail.smtp.auth", String.valueOf(settings.user() != null));
        how.setProperty(
                "mail.smtp.starttls.required",
                String.valueOf(settings.tls() == MailSettings.Tls.STARTTLS));
        how.setProperty(
                "mail.smtp.starttls.enable",
                String.valueOf(settings.tls() == MailSettings.Tls.STARTTLS));
        how.setProperty(
                "mail.smtp.ssl.enable", String.valueOf(settings.tls() == MailSettings.Tls.TLS));
        how.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        // It also names the messages, which would else be of "localhost".
        how.setProperty("mail.from", settings.from());
        session = Session.getInstance(how);
    }

    @Override
    public String name() {
        return "mail";
    }

    @Override
    public void send(Message message) throws IOException {
        try (Transport server = session.getTransport("smtp")) {
            server.connect(
                    settings.server(), settings.usedPort(), settings.user(), settings.password());
            MimeMessage mail = mail(message);
            server.sendMessage(mail, mail.getAllRecipients());
        } catch (MessagingException e) {
            throw new IOException(settings.server() + ": " + words(e), e);
        }
    }

    private MimeMessage mail(Message message) throws MessagingException {
        MimeMessage mail = new MimeMessage(session);
        mail.setFrom(new InternetAddress(settings.from()));
        for (String to : settings.to()) {
            mail.addRecipient(MimeMessage.RecipientType.TO, new InternetAddress(to));
        }
        mail.setSubject(message.title(), UTF_8.name());
        mail.setHeader("Auto-Submitted", "auto-generated");
        if (message.level() == Urgency.HIGH) {
            mail.setHeader("Importance", "high");
        }
        MimeBodyPart text = new MimeBodyPart();
        text.setText(message.text(), UTF_8.name());
        MimeMultipart parts = new MimeMultipart(text);
        if (message.picture().isPresent()) {
            MimeBodyPart picture = new MimeBodyPart();
            picture.setDataHandler(
                    new DataHandler(
                            new ByteArrayDataSource(message.picture().get().png(), "image/png")));
            picture.setFileName("bsmr.png");
            parts.addBodyPart(picture);
        }
        mail.setContent(parts);
        mail.saveChanges();
        return mail;
    }

    /** What the server said stands in the innermost of several exceptions. */
    private static String words(MessagingException e) {
        Throwable innermost = e;
        for (Throwable t = e; t != null; t = cause(t)) {
            if (t instanceof SSLException) {
                return "TLS fails, is notify.mail.tls right? " + PlainWords.of(t);
            }
            innermost = t;
        }
        String said =
                innermost instanceof MessagingException
                        ? PlainWords.of(innermost)
                        : PlainWords.ofServer(innermost);
        return said.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private static @Nullable Throwable cause(Throwable t) {
        return t instanceof MessagingException m ? m.getNextException() : t.getCause();
    }
}
