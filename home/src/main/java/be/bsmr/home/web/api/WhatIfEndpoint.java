package be.bsmr.home.web.api;

import be.bsmr.home.messages.LatestState;
import be.bsmr.site.SiteState;
import be.bsmr.site.WhatIf.Question;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * {@code GET /api/whatif?load_w=2500&for_s=5400}: what starting a load would do; 503 before the
 * first reading. A day's moments are tried, which takes up to a second or more: so on a worker, one
 * question of an address at a time, the same question soon after from memory, and not for a page of
 * another site.
 */
public final class WhatIfEndpoint implements HttpHandler {

    /** So long an answer is given again. */
    static final Duration FRESH = Duration.ofSeconds(5);

    private static final int MOST_KEPT = 8;
    private static final int MOST_ASKED = 4;

    private record Answer(String json, long at) {}

    private final LatestState latest;
    private final BiFunction<SiteState, Question, Optional<ObjectNode>> whatIf;
    private final SlowAnswers slowly = new SlowAnswers(MOST_ASKED, 1);
    private final Map<Question, Answer> answers = new LinkedHashMap<>();

    /**
     * @param whatIf empty when nothing is foreseen yet
     */
    public WhatIfEndpoint(
            LatestState latest, BiFunction<SiteState, Question, Optional<ObjectNode>> whatIf) {
        this.latest = latest;
        this.whatIf = whatIf;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        if (!SlowAnswers.mayAsk(exchange)) {
            return;
        }
        Question question;
        try {
            question = WhatIfCall.parse(exchange.getQueryParameters());
        } catch (IllegalArgumentException e) {
            Answers.refuse(exchange, StatusCodes.BAD_REQUEST, String.valueOf(e.getMessage()));
            return;
        }
        Optional<String> known = known(question);
        if (known.isPresent()) {
            Answers.json(exchange, known.get());
            return;
        }
        slowly.answer(
                exchange,
                () -> {
                    Optional<String> answer = answer(question);
                    if (answer.isPresent()) {
                        Answers.json(exchange, answer.get());
                    } else {
                        Answers.noReading(exchange);
                    }
                });
    }

    private Optional<String> answer(Question question) {
        Optional<String> answer =
                latest.state()
                        .flatMap(state -> whatIf.apply(state, question))
                        .map(ObjectNode::toString);
        answer.ifPresent(json -> remember(question, json));
        return answer;
    }

    private synchronized void remember(Question question, String json) {
        answers.remove(question);
        if (answers.size() == MOST_KEPT) {
            answers.remove(answers.keySet().iterator().next());
        }
        answers.put(question, new Answer(json, System.nanoTime()));
    }

    private synchronized Optional<String> known(Question question) {
        return Optional.ofNullable(answers.get(question))
                .filter(a -> System.nanoTime() - a.at < FRESH.toNanos())
                .map(Answer::json);
    }
}
