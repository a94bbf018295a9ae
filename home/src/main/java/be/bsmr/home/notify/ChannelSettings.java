package be.bsmr.home.notify;

/**
 * The ways to people. Each is off until its settings say where to.
 *
 * @param mqtt whether messages are published over MQTT, on a topic of the site
 */
public record ChannelSettings(
        NtfySettings ntfy,
        TelegramSettings telegram,
        PushoverSettings pushover,
        GotifySettings gotify,
        WebhookSettings webhook,
        MailSettings mail,
        boolean mqtt) {

    static final ChannelSettings NONE =
            new ChannelSettings(
                    NtfySettings.NONE,
                    TelegramSettings.NONE,
                    PushoverSettings.NONE,
                    GotifySettings.NONE,
                    WebhookSettings.NONE,
                    MailSettings.NONE,
                    false);

    boolean wanted() {
        return ntfy.wanted()
                || telegram.wanted()
                || pushover.wanted()
                || gotify.wanted()
                || webhook.wanted()
                || mail.wanted()
                || mqtt;
    }
}
