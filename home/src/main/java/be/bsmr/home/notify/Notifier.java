package be.bsmr.home.notify;

import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.words.PlainWords;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteStep;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people what happens: hears of each step, and hands messages to the channels. */
public final class Notifier implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Notifier.class);

    private final NotifySettings settings;
    private final House house;
    private final ProgramHealth health;
    private final Yearbook yearbook;
    private final Rules rules;
    private final List<Delivery> deliveries;
    private Rules.Seen seen;
    private Told told;
    private boolean unwritten;

    /**
     * Whose news it is.
     *
     * @param site zone, target and what peaks cost
     * @param clock the host's: quiet hours and days are the people's
     * @param told the file that knows what was told before; beside it, with {@code -unsent} behind
     *     its name, is kept what had not arrived when the program stopped
     */
    public record House(SiteSettings site, InstantSource clock, Path told) {

        private Path unsent() {
            return told.resolveSibling(told.getFileName() + "-unsent");
        }
    }

    private Notifier(
            NotifySettings settings,
            House house,
            ProgramHealth health,
            Yearbook yearbook,
            List<Delivery> deliveries) {
        this.settings = settings;
        this.house = house;
        this.health = health;
        this.yearbook = yearbook;
        this.deliveries = deliveries;
        rules = new Rules(settings, house.site());
        told = read(house.told());
        seen = Rules.Seen.after(told);
    }

    /**
     * Sends what had not arrived when it was closed before, and is still news.
     *
     * @param mqtt the topic of the site; empty when there is no broker
     */
    public static Notifier open(
            NotifySettings settings,
            House house,
            ProgramHealth health,
            Yearbook yearbook,
            Optional<MqttChannel.Topic> mqtt) {
        return open(
                settings,
                house,
                health,
                yearbook,
                Channels.of(settings.channels(), mqtt),
                Delivery.Pauses.USUAL);
    }

    static Notifier open(
            NotifySettings settings,
            House house,
            ProgramHealth health,
            Yearbook yearbook,
            List<Channel> channels,
            Delivery.Pauses pauses) {
        List<Delivery> deliveries =
                channels.stream()
                        .map(c -> new Delivery(c, house.clock(), house.site().zone(), pauses))
                        .toList();
        deliveries.forEach(d -> health.watch("notify." + d.name(), d::health));
        Notifier notifier = new Notifier(settings, house, health, yearbook, deliveries);
        notifier.goOn();
        return notifier;
    }

    private void goOn() {
        try {
            for (Unsent letter : Unsent.take(house.unsent())) {
                Rule rule = letter.message().rule();
                if (rule != null) {
                    deliveries.stream()
                            .filter(d -> d.name().equals(letter.channel()))
                            .forEach(
                                    d ->
                                            d.put(
                                                    letter.message(),
                                                    letter.until(),
                                                    settings.quiet(rule)));
                }
            }
        } catch (IOException e) {
            log.warn("{}; messages of before the start are lost", PlainWords.of(e));
        }
    }

    /** Hears of a step. One thread at a time; may take a second when a picture is to be drawn. */
    public void hear(SiteStep step) {
        ZonedDateTime now = house.clock().instant().atZone(house.site().zone());
        after(rules.step(seen, told, step, health.store(), now.toLocalDate()));
        if (told.summed() == null) {
            remember(told.summing(YearMonth.from(now).minusMonths(1)));
        }
        Rules.summaryDue(told, now)
                .ifPresent(
                        month ->
                                after(
                                        rules.summaries(
                                                seen,
                                                told,
                                                month,
                                                step.state().metering().peaks(),
                                                yearbook)));
    }

    private void after(Rules.Outcome outcome) {
        seen = outcome.seen();
        remember(outcome.told());
        for (Message message : outcome.messages()) {
            Rule rule = message.rule();
            if (rule != null) {
                deliveries.forEach(d -> d.put(message, settings.quiet(rule)));
            }
        }
    }

    private void remember(Told now) {
        if (now.equals(told)) {
            return;
        }
        told = now;
        try {
            told.write(house.told());
            unwritten = false;
        } catch (IOException e) {
            if (!unwritten) {
                log.warn(
                        "cannot write {}: {}; after a restart some messages may come again",
                        house.told(),
                        PlainWords.of(e));
            }
            unwritten = true;
        }
    }

    private static Told read(Path file) {
        try {
            return Told.read(file);
        } catch (IOException e) {
            log.warn("{}; it begins anew", PlainWords.of(e));
            return Told.NOTHING;
        }
    }

    /** What is being sent is broken off; what has not arrived is sent after the next start. */
    @Override
    public void close() {
        deliveries.forEach(Delivery::close);
        List<Unsent> left = deliveries.stream().flatMap(d -> d.unsent().stream()).toList();
        try {
            Unsent.keep(house.unsent(), left);
            if (!left.isEmpty()) {
                log.info("{} messages had not arrived: they wait for the next start", left.size());
            }
        } catch (IOException e) {
            log.warn("{} messages were not sent and are lost: {}", left.size(), PlainWords.of(e));
        }
    }
}
