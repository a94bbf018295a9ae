package be.bsmr.fleet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.tools.AclCommand;
import org.apache.kafka.tools.consumer.group.ConsumerGroupCommand;

/**
 * Kafka's own scripts as documents tell people to type them: what they start, without Kafka's
 * shell.
 */
public final class KafkaScript {

    private static final Map<String, Class<?>> STARTS =
            Map.of(
                    "kafka-acls.sh", AclCommand.class,
                    "kafka-consumer-groups.sh", ConsumerGroupCommand.class);

    private KafkaScript() {}

    /**
     * Begins the one that stands in a document.
     *
     * @param folder where a person types it
     * @param document in {@code docs}
     * @param blanks what stands there, and what a person types for it
     */
    public static RunningProgram start(
            Path folder, String document, String script, Map<String, String> blanks)
            throws Exception {
        String text = Files.readString(Path.of("../docs", document));
        Matcher shown =
                Pattern.compile("(?m)^ *" + Pattern.quote(script) + " ((?:.*\\\\\n)*.*)$")
                        .matcher(text);
        if (!shown.find()) {
            throw new AssertionError(document + " shows no " + script);
        }
        String typed = shown.group(1).replace("\\\n", " ");
        for (Map.Entry<String, String> blank : blanks.entrySet()) {
            typed = typed.replace(blank.getKey(), blank.getValue());
        }
        return RunningProgram.java(folder, STARTS.get(script), typed.strip().split(" +", -1));
    }
}
