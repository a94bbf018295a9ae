package be.bsmr.home.prices;

import static java.nio.charset.StandardCharsets.UTF_8;

import be.bsmr.home.guard.PrivateFile;
import be.bsmr.home.json.Fields;
import be.bsmr.home.words.PlainWords;
import be.bsmr.quarter.QuarterHour;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The prices that were told last, in a small file beside the database, so that a program that is
 * started without a network knows them. What cannot be read is told and asked for again.
 */
final class PriceFile {

    private static final Logger log = LoggerFactory.getLogger(PriceFile.class);

    private final Path file;

    /** Who tells them: what another told does not count. */
    private final String source;

    private boolean told;

    PriceFile(Path file, String source) {
        this.file = file;
        this.source = source;
    }

    /** What was kept; none when nothing was, or it cannot be read. */
    SpotPrices read() {
        if (!Files.exists(file)) {
            return SpotPrices.NONE;
        }
        try {
            JsonNode json = new JsonMapper().readTree(Files.readString(file, UTF_8));
            if (json == null || !json.path("quarters").isObject()) {
                throw new IllegalArgumentException("it has no quarters");
            }
            return json.path("source").asText("").equals(source) ? prices(json) : SpotPrices.NONE;
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            log.warn(
                    "{} does not say what energy costs ({}): it is asked for again",
                    file,
                    PlainWords.of(e));
            return SpotPrices.NONE;
        }
    }

    private static SpotPrices prices(JsonNode json) {
        SortedMap<QuarterHour, BigDecimal> quarters = new TreeMap<>();
        for (Map.Entry<String, JsonNode> one : json.path("quarters").properties()) {
            quarters.put(
                    new QuarterHour(Instant.parse(one.getKey())),
                    new BigDecimal(one.getValue().asText()));
        }
        return new SpotPrices(quarters, json.path("licence").asText(""));
    }

    /** Keeps them, whole or not at all; a disk that cannot be written is told once. */
    void write(SpotPrices prices) {
        ObjectNode json = Fields.object();
        json.put("source", source);
        json.put("licence", prices.licence());
        ObjectNode quarters = json.putObject("quarters");
        prices.quarters()
                .forEach((q, price) -> quarters.put(q.start().toString(), price.toPlainString()));
        try {
            PrivateFile.write(file, json + "\n");
            told = false;
        } catch (IOException e) {
            if (!told) {
                log.warn("prices are not kept: {}", PlainWords.of(e));
            }
            told = true;
        }
    }
}
