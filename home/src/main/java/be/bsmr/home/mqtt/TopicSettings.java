package be.bsmr.home.mqtt;

/**
 * What the topics are called.
 *
 * @param site the word behind the prefix in every topic, its own for each BSMR on one broker:
 *     letters, digits, {@code -} and {@code _}
 * @param prefix first words of every topic; may contain {@code /}
 * @param displayTopic where the original's display listens; empty = it is not served
 */
public record TopicSettings(String site, String prefix, String displayTopic) {

    /** Topics under {@code bsmr/home}, the original's display served. */
    static final TopicSettings DEFAULT = new TopicSettings("home", "bsmr", OriginalDisplay.TOPIC);

    private static final String WORD = "[A-Za-z0-9_-]+";

    /**
     * @throws IllegalArgumentException when a word cannot stand in a topic; the message says what
     *     to write
     */
    public TopicSettings {
        if (!site.matches(WORD)) {
            throw new IllegalArgumentException(
                    "mqtt.site is '" + site + "': write letters, digits, - and _ only");
        }
        if (!prefix.matches(WORD + "(/" + WORD + ")*")) {
            throw new IllegalArgumentException(
                    "mqtt.prefix is '"
                            + prefix
                            + "': write letters, digits, - and _, with / between words");
        }
        if (displayTopic.matches(".*[+#\\x00].*")) {
            throw new IllegalArgumentException(
                    "mqtt.display_topic is '"
                            + displayTopic
                            + "': a topic to publish on has no + or #");
        }
    }
}
