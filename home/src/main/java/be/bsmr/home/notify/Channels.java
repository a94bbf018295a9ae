package be.bsmr.home.notify;

import be.bsmr.home.words.Words;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ways to people that the configuration names. */
public final class Channels {

    private Channels() {}

    /**
     * @param mqtt the topic of the site; empty when there is none to publish on
     */
    static List<Channel> of(ChannelSettings settings, Optional<MqttChannel.Topic> mqtt) {
        List<Channel> channels = new ArrayList<>();
        Web web = new Web();
        if (settings.ntfy().wanted()) {
            channels.add(new NtfyChannel(settings.ntfy(), web));
        }
        if (settings.telegram().wanted()) {
            channels.add(new TelegramChannel(settings.telegram(), web));
        }
        if (settings.pushover().wanted()) {
            channels.add(new PushoverChannel(settings.pushover(), web));
        }
        if (settings.gotify().wanted()) {
            channels.add(new GotifyChannel(settings.gotify(), web));
        }
        if (settings.webhook().wanted()) {
            channels.add(new WebhookChannel(settings.webhook(), web));
        }
        if (settings.mail().wanted()) {
            channels.add(new MailChannel(settings.mail()));
        }
        if (settings.mqtt()) {
            mqtt.ifPresent(topic -> channels.add(new MqttChannel(topic)));
        }
        return channels;
    }

    /**
     * Sends a test message through each channel, one after the other.
     *
     * @return of each channel why it did not arrive; empty when it did
     */
    public static Map<String, Optional<String>> test(
            NotifySettings settings, Optional<MqttChannel.Topic> mqtt) {
        Words words = Words.in(settings.language());
        Message message =
                new Message(
                        null,
                        Urgency.NORMAL,
                        Duration.ofMinutes(1),
                        words.say("notify.test.title"),
                        words.say("notify.test.text"),
                        Optional.empty());
        Map<String, Optional<String>> outcome = new LinkedHashMap<>();
        for (Channel channel : of(settings.channels(), mqtt)) {
            try {
                channel.send(message);
                outcome.put(channel.name(), Optional.empty());
            } catch (IOException e) {
                outcome.put(channel.name(), Optional.of(String.valueOf(e.getMessage())));
            }
        }
        return outcome;
    }
}
