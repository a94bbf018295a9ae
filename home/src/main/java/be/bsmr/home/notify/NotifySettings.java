package be.bsmr.home.notify;

import be.bsmr.control.WeeklyTime;
import be.bsmr.home.config.Inline;
import be.bsmr.home.words.Language;
import java.util.List;

/**
 * Messages to people.
 *
 * @param language that they are written in
 * @param quiet times of the week at which only messages of a high level are sent, such as {@code
 *     22:00-07:00}
 * @param rules what people are told of, and how
 * @param channels through which they are told; none = nobody is told anything
 */
public record NotifySettings(
        Language language,
        List<String> quiet,
        RulesSettings rules,
        @Inline ChannelSettings channels) {

    public static final NotifySettings DEFAULT =
            new NotifySettings(
                    Language.nl,
                    List.of("22:00-07:00"),
                    RulesSettings.DEFAULT,
                    ChannelSettings.NONE);

    /**
     * @throws IllegalArgumentException when a quiet time is none
     */
    public NotifySettings {
        Require.given("notify.language", language);
        quiet = List.copyOf(Require.given("notify.quiet", quiet));
        var unused = RuleSettings.times(quiet);
    }

    /** When a message of {@code rule} is not sent. */
    List<WeeklyTime> quiet(Rule rule) {
        return rules.of(rule).quiet(RuleSettings.times(quiet));
    }

    /** Whether there is anybody to tell. */
    public boolean wanted() {
        return channels.wanted();
    }
}
