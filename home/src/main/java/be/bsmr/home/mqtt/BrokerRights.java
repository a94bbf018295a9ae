package be.bsmr.home.mqtt;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which topics of our own broker a role may read and publish. What BSMR says of itself, below
 * {@code <prefix>/<site>} and on the display's topic, nobody else may say: it does not pass through
 * here.
 */
final class BrokerRights {

    private static final int MOST_LEVELS = 16;
    private static final int LONGEST_TOPIC = 256;

    private final String prefix;
    private final String site;
    private final String displayTopic;
    private final Pattern requests;
    private final Pattern forDevices;

    BrokerRights(MqttSettings settings) {
        prefix = settings.topics().prefix() + "/";
        site = settings.topic("");
        displayTopic = settings.topics().displayTopic();
        String load = Pattern.quote(settings.topic("load/")) + "[^/]+/";
        requests =
                Pattern.compile(
                        load
                                + "(mode|undo)/set|"
                                + Pattern.quote(settings.topic("control/mode/set"))
                                + "|"
                                + Pattern.quote(settings.topic(ControlClaim.QUESTIONS)));
        forDevices = Pattern.compile(load + "set|" + Pattern.quote(settings.topic("status")));
    }

    /** A display that may read nothing else, for who comes without a password. */
    String displayTopic() {
        return displayTopic;
    }

    /** Why a topic, or a filter of topics, is none that we take from others; null when it is. */
    static @Nullable String outOfBounds(String topic) {
        if (topic.isEmpty() || topic.length() > LONGEST_TOPIC) {
            return "a topic has 1 to " + LONGEST_TOPIC + " characters";
        }
        if (topic.chars().filter(c -> c == '/').count() >= MOST_LEVELS) {
            return "a topic has at most " + MOST_LEVELS + " levels";
        }
        if (topic.startsWith("$") || topic.contains("::")) {
            // Shared subscriptions, and queues by their name, would reach into those of others.
            return "no topic begins with $ here, or has :: in it";
        }
        return topic.chars().anyMatch(Character::isISOControl)
                ? "a topic has no control characters"
                : null;
    }

    boolean mayRead(BrokerRole role, String filter) {
        return switch (role) {
            case DISPLAY -> filter.equals(displayTopic);
            case DEVICE -> !reaches(filter) || forDevices.matcher(filter).matches();
            case READER, CONTROL -> true;
        };
    }

    boolean mayPublish(BrokerRole role, String topic) {
        boolean foreign = !topic.startsWith(prefix) && !topic.equals(displayTopic);
        return switch (role) {
            case DISPLAY, READER -> false;
            case DEVICE -> foreign;
            // Another site below our prefix is another BSMR's, which has this broker as its own.
            case CONTROL ->
                    foreign
                            || isRequest(topic)
                            || (topic.startsWith(prefix) && !topic.startsWith(site));
        };
    }

    /** Whether it asks something of us: then it is an event, never a state that is kept. */
    boolean isRequest(String topic) {
        return requests.matcher(topic).matches();
    }

    /** Whether the broker keeps what others publish there with retain. */
    boolean isKept(String topic) {
        return topic.startsWith(prefix);
    }

    /** Whether a filter may match a topic of ours. */
    private boolean reaches(String filter) {
        List<String> wanted = List.of(filter.split("/", -1));
        List<String> ours = List.of(prefix.split("/"));
        for (int i = 0; i < ours.size(); i++) {
            if (i == wanted.size()) {
                return false;
            }
            String level = wanted.get(i);
            if (level.equals("#")) {
                return true;
            }
            if (!level.equals("+") && !level.equals(ours.get(i))) {
                return false;
            }
        }
        return wanted.size() > ours.size();
    }
}
