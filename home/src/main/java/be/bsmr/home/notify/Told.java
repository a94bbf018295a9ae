package be.bsmr.home.notify;

import be.bsmr.home.guard.PrivateFile;
import be.bsmr.home.json.Fields;
import be.bsmr.quarter.QuarterHour;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What people were told. A small file beside the database keeps it over a restart; it is written
 * when something is told, so a few times a day.
 *
 * @param day of {@code counts}; null before anything was told
 * @param counts how many messages of each rule were told on that day
 * @param summed the newest month of which people have the summary, or were not to have it; null
 *     before the first
 * @param warned the newest quarter of which people were warned; null before the first
 */
record Told(
        @Nullable LocalDate day,
        Map<Rule, Integer> counts,
        @Nullable YearMonth summed,
        @Nullable QuarterHour warned) {

    static final Told NOTHING = new Told(null, Map.of(), null, null);

    Told {
        counts = Map.copyOf(counts);
    }

    int count(Rule rule, LocalDate today) {
        return today.equals(day) ? counts.getOrDefault(rule, 0) : 0;
    }

    /** With one more message. */
    Told counting(Rule rule, LocalDate today) {
        Map<Rule, Integer> next = new TreeMap<>(today.equals(day) ? counts : Map.of());
        next.merge(rule, 1, Integer::sum);
        return new Told(today, next, summed, warned);
    }

    Told summing(YearMonth month) {
        return new Told(day, counts, month, warned);
    }

    Told warning(@Nullable QuarterHour quarter) {
        return new Told(day, counts, summed, quarter);
    }

    /**
     * Reads it.
     *
     * @throws IOException when the file is there and says nothing of the kind
     */
    static Told read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return NOTHING;
        }
        try {
            JsonNode json = new JsonMapper().readTree(Files.readString(file));
            Map<Rule, Integer> counts = new TreeMap<>();
            for (Rule rule : Rule.values()) {
                int count = json.path("told").path(rule.key()).asInt();
                if (count > 0) {
                    counts.put(rule, count);
                }
            }
            String day = json.path("day").asText();
            String summed = json.path("summed").asText();
            String warned = json.path("warned").asText();
            return new Told(
                    day.isEmpty() ? null : LocalDate.parse(day),
                    counts,
                    summed.isEmpty() ? null : YearMonth.parse(summed),
                    warned.isEmpty() ? null : new QuarterHour(Instant.parse(warned)));
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
            throw new IOException(file + " does not say what was told", e);
        }
    }

    void write(Path file) throws IOException {
        ObjectNode json = Fields.object();
        Fields.put(json, "day", day);
        ObjectNode told = json.putObject("told");
        new TreeMap<>(counts).forEach((rule, count) -> told.put(rule.key(), count));
        Fields.put(json, "summed", summed);
        Fields.put(json, "warned", warned == null ? null : warned.start());
        PrivateFile.write(file, json + "\n");
    }
}
