package be.bsmr.home.prices;

import be.bsmr.home.prices.PriceServer.Answer;
import be.bsmr.quarter.QuarterHour;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The day-ahead prices of Belgium as energy-charts.info tells them (Fraunhofer ISE), without a key:
 * two lists, of seconds since 1970 and of €/MWh, in steps of a quarter-hour, or of an hour before
 * October 2025, and the licence of the data.
 */
final class EnergyCharts implements Exchange {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private static final long QUARTER = QuarterHour.LENGTH.toSeconds();
    private static final long HOUR = 3600;

    private final PriceServer server;

    EnergyCharts(String address) {
        server = new PriceServer(address);
    }

    @Override
    public SpotPrices ask(LocalDate first, LocalDate last, ZoneId zone) throws IOException {
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("bzn", "BE");
        asked.put("start", first.toString());
        asked.put("end", last.toString());
        Answer answer = server.get(asked);
        if (answer.status() == 404 && answer.body().contains("no content")) {
            // It knows no price of these days, or not yet.
            return SpotPrices.NONE;
        }
        if (answer.status() != 200) {
            throw new IOException(
                    server
                            + " answers "
                            + answer.status()
                            + " "
                            + PriceServer.beginning(answer.body()));
        }
        try {
            return prices(MAPPER.readTree(answer.body()));
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            throw new IOException(
                    server
                            + " answers with what are no prices: "
                            + PriceServer.beginning(answer.body()),
                    e);
        }
    }

    private static SpotPrices prices(JsonNode said) throws IOException {
        JsonNode seconds = said.path("unix_seconds");
        JsonNode prices = said.path("price");
        if (!seconds.isArray() || !prices.isArray() || seconds.size() != prices.size()) {
            throw new IOException("no two lists of one length");
        }
        if (!said.path("unit").asText("").replace(" ", "").equalsIgnoreCase("EUR/MWh")) {
            throw new IOException("not in EUR/MWh");
        }
        SortedMap<QuarterHour, BigDecimal> quarters = new TreeMap<>();
        long step = step(seconds);
        for (int i = 0; i < seconds.size(); i++) {
            // One that is not known is null.
            if (prices.get(i).isNumber()) {
                Instant from = Instant.ofEpochSecond(seconds.get(i).longValue());
                SpotPrices.put(
                        quarters, from, from.plusSeconds(step), prices.get(i).decimalValue());
            }
        }
        return new SpotPrices(quarters, said.path("license_info").asText(""));
    }

    /** Seconds for which a price holds: the shortest way from one to the next. */
    private static long step(JsonNode seconds) throws IOException {
        long step = HOUR;
        for (int i = 1; i < seconds.size(); i++) {
            step = Math.min(step, seconds.get(i).longValue() - seconds.get(i - 1).longValue());
        }
        if (step != QUARTER && step != HOUR) {
            throw new IOException("steps of " + step + " s");
        }
        return step;
    }
}
