package be.bsmr.home.cli;

import be.bsmr.home.mqtt.MqttLink;
import be.bsmr.home.mqtt.MqttSettings;
import be.bsmr.home.notify.Channels;
import be.bsmr.home.notify.NotifySettings;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.home.words.Texts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tries the channels of messages to people. */
@Command(
        name = "notify",
        description = {
            "Send one test message through each channel of the configuration, and say of each"
                    + " whether the server took it, or what it said instead.",
            "The exit code is 1 when one did not take it."
        },
        footerHeading = "%nExample:%n",
        footer = "  bsmr notify --test --config bsmr.yaml")
final class NotifyCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Option(names = "--test", description = "send a test message")
    private boolean test;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "says which channels there are (default: " + Settings.USUAL_IN_WORDS + ")")
    private @Nullable Path configFile;

    @Mixin private LanguageOption language = new LanguageOption();

    @Override
    public Integer call() throws Fault {
        if (!test) {
            throw Fault.usage("what is to be done? --test sends a message through each channel");
        }
        Path file = configFile == null ? Settings.usual() : configFile;
        HomeConfig config = Settings.readOrUsual(configFile);
        NotifySettings notify = config.sinks().people();
        if (!notify.wanted()) {
            throw Fault.usage(
                    file
                            + " names no channel below notify: write one, such as ntfy: {topic:"
                            + " …}; docs/notify.md has them all");
        }
        Texts texts = new Texts(language.language(), config.site().zone());
        Map<String, Optional<String>> outcome = outcome(notify, config.sinks().mqtt());
        outcome.forEach(
                (channel, trouble) ->
                        System.out.println(
                                trouble.map(
                                                why ->
                                                        texts.text(
                                                                "notify.failed",
                                                                Map.of(
                                                                        "channel", channel,
                                                                        "why", why)))
                                        .orElseGet(
                                                () ->
                                                        texts.text(
                                                                "notify.taken",
                                                                Map.of("channel", channel)))));
        if (notify.channels().mqtt() && config.sinks().mqtt().embedded()) {
            System.out.println(texts.text("notify.own_broker"));
        }
        return outcome.values().stream().allMatch(Optional::isEmpty) ? Exit.OK : Exit.FAILED;
    }

    /** On the built-in broker nobody may speak in the name of the program that runs. */
    private static Map<String, Optional<String>> outcome(NotifySettings notify, MqttSettings mqtt) {
        if (!notify.channels().mqtt() || mqtt.embedded()) {
            return Channels.test(notify, Optional.empty());
        }
        String topic = mqtt.topic("notify");
        try (MqttLink link = MqttLink.forMessage(mqtt)) {
            link.start();
            return Channels.test(
                    notify, Optional.of(payload -> link.deliver(topic, payload, PATIENCE)));
        }
    }
}
