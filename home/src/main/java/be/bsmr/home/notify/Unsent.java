package be.bsmr.home.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import be.bsmr.home.guard.PrivateFile;
import be.bsmr.home.json.Fields;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A message that had not arrived when the program stopped. A small file beside the database, for
 * its owner only, keeps them until it starts again; their pictures are not kept.
 *
 * @param channel that it is for, by its name
 * @param until when it is stale
 */
record Unsent(String channel, Message message, Instant until) {

    /** The file is written whole or not at all; without letters there is none. */
    static void keep(Path file, List<Unsent> letters) throws IOException {
        if (letters.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        ObjectNode json = Fields.object();
        ArrayNode list = json.putArray("unsent");
        letters.forEach(letter -> list.add(letter.json()));
        PrivateFile.write(file, json + "\n");
    }

    /**
     * Those that were kept; the file goes, so that none is sent twice.
     *
     * @throws IOException when the file says nothing of the kind, or does not go
     */
    static List<Unsent> take(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        String text = Files.readString(file, UTF_8);
        Files.delete(file);
        try {
            List<Unsent> letters = new ArrayList<>();
            for (JsonNode one : new JsonMapper().readTree(text).path("unsent")) {
                letters.add(of(one));
            }
            return letters;
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
            throw new IOException(file + " does not say what was not sent", e);
        }
    }

    private ObjectNode json() {
        ObjectNode json = Fields.object();
        json.put("channel", channel);
        json.put("until", until.toString());
        json.put("rule", message.ruleKey());
        json.put("level", message.levelKey());
        json.put("title", message.title());
        return json.put("text", message.text());
    }

    private static Unsent of(JsonNode json) {
        Message message =
                new Message(
                        Rule.valueOf(json.path("rule").asText().toUpperCase(Locale.ROOT)),
                        Urgency.valueOf(json.path("level").asText().toUpperCase(Locale.ROOT)),
                        Duration.ZERO,
                        json.path("title").asText(),
                        json.path("text").asText(),
                        Optional.empty());
        return new Unsent(
                json.path("channel").asText(), message, Instant.parse(json.path("until").asText()));
    }
}
