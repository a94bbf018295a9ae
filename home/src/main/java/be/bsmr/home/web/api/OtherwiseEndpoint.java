package be.bsmr.home.web.api;

import be.bsmr.home.series.Past;
import be.bsmr.otherwise.Question;
import be.bsmr.simulator.Battery;
import be.bsmr.unit.Power;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * {@code POST /api/otherwise}: how the past would have gone otherwise; {@code GET}: how far the
 * newest question is, and its answer; {@code DELETE}: ends it. It changes nothing, so whoever may
 * see may ask.
 */
public final class OtherwiseEndpoint {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String KINDS =
            "ask {\"battery_kwh\": 10, \"battery_w\": 5000, \"efficiency\": 0.9},"
                    + " {\"target_w\": 2500} or {\"without\": \"control\"}; the first two also with"
                    + " \"days\": 14";

    private final Supplier<Optional<Past>> past;
    private final PastAnswers answers;
    private final OtherwiseRuns runs;

    public OtherwiseEndpoint(
            Supplier<Optional<Past>> past, PastAnswers answers, OtherwiseRuns runs) {
        this.past = past;
        this.answers = answers;
        this.runs = runs;
    }

    /** How far the newest question is, and its answer. */
    public void tell(HttpServerExchange exchange) {
        Optional<ObjectNode> newest = runs.newest();
        if (newest.isPresent()) {
            Answers.json(exchange, newest.get().toString());
        } else {
            Answers.nothing(exchange, "nothing was asked yet");
        }
    }

    /** Ends what is being answered. */
    public void end(HttpServerExchange exchange) {
        runs.cancel();
        tell(exchange);
    }

    /** Begins to answer what the body asks. */
    public void ask(HttpServerExchange exchange) {
        Body.read(exchange, "a JSON object", this::begin);
    }

    private void begin(HttpServerExchange exchange, String body) {
        Question question;
        try {
            question = question(body);
        } catch (IllegalArgumentException e) {
            Answers.refuse(exchange, StatusCodes.BAD_REQUEST, String.valueOf(e.getMessage()));
            return;
        }
        Past kept = past.get().orElse(null);
        if (kept == null) {
            Answers.nothing(exchange, "nothing is kept here");
        } else if (runs.begin(question, share -> answers.answer(kept, question, share))) {
            exchange.setStatusCode(StatusCodes.ACCEPTED);
            tell(exchange);
        } else {
            Answers.refuse(
                    exchange,
                    StatusCodes.CONFLICT,
                    "another question is being answered: GET tells how far it is, DELETE ends it");
        }
    }

    /**
     * @throws IllegalArgumentException saying what to write instead, in one line
     */
    static Question question(String body) {
        JsonNode asked;
        try {
            asked = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body is no JSON; " + KINDS, e);
        }
        if (asked instanceof ObjectNode all && asked.has("days")) {
            double days = number(asked, "days", 0);
            ObjectNode of = all.deepCopy();
            of.remove("days");
            if (days != Math.rint(days)) {
                throw new IllegalArgumentException("days is a whole number; " + KINDS);
            }
            return new Question.EachSecond(question(of), (int) days);
        }
        return question(asked);
    }

    private static Question question(JsonNode asked) {
        if (only(asked, "battery_kwh", "battery_w", "efficiency") && asked.has("battery_kwh")) {
            double kwh = number(asked, "battery_kwh", 0);
            return new Question.Stored(
                    new Battery.Make(
                            kwh,
                            number(asked, "battery_w", Question.Stored.usualWatts(kwh)),
                            number(asked, "efficiency", Question.Stored.USUAL_EFFICIENCY)));
        }
        if (only(asked, "target_w")) {
            return new Question.Aimed(Power.ofWatts(Math.round(number(asked, "target_w", 0))));
        }
        if (only(asked, "without") && asked.path("without").asText().equals("control")) {
            return new Question.Uncontrolled();
        }
        throw new IllegalArgumentException(KINDS);
    }

    private static boolean only(JsonNode asked, String... names) {
        Set<String> given = new TreeSet<>();
        asked.fieldNames().forEachRemaining(given::add);
        return asked.isObject() && !given.isEmpty() && Set.of(names).containsAll(given);
    }

    private static double number(JsonNode asked, String name, double usual) {
        if (!asked.has(name)) {
            return usual;
        }
        double value = asked.path(name).isNumber() ? asked.path(name).asDouble() : Double.NaN;
        if (!(Math.abs(value) <= Power.MOST_SHOWN.watts())) {
            throw new IllegalArgumentException(name + " is a number; " + KINDS);
        }
        return value;
    }
}
