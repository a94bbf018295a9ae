package be.bsmr.home.web.api;

import be.bsmr.home.json.BillJson;
import be.bsmr.home.messages.LatestState;
import be.bsmr.site.SiteState;
import be.bsmr.unit.Power;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/bill}: what the month peaks cost; with {@code ?peak_w=2500} what they would cost
 * had no month passed that; 404 when nobody has said where the house is, 503 before the first
 * reading.
 */
public final class BillEndpoint implements HttpHandler {

    private final LatestState latest;
    private final @Nullable BillJson bill;

    /**
     * @param bill null when the area is not known
     */
    public BillEndpoint(LatestState latest, @Nullable BillJson bill) {
        this.latest = latest;
        this.bill = bill;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        SiteState state = latest.state().orElse(null);
        if (bill == null) {
            Answers.nothing(exchange, "no tariff.area in the configuration");
        } else if (state == null || state.foresight().outlook() == null) {
            Answers.noReading(exchange);
        } else {
            answer(exchange, bill, state);
        }
    }

    private static void answer(HttpServerExchange exchange, BillJson bill, SiteState state) {
        try {
            Parameters given =
                    new Parameters(
                            exchange.getQueryParameters(),
                            List.of("peak_w"),
                            "/api/v1/bill?peak_w=2500");
            Optional<Power> most =
                    given.text("peak_w").map(text -> new Power(Parameters.number("peak_w", text)));
            Answers.json(
                    exchange,
                    most.map(power -> bill.billWithoutPassing(power, state))
                            .orElseGet(() -> bill.bill(state))
                            .toString());
        } catch (IllegalArgumentException e) {
            Answers.refuse(exchange, StatusCodes.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }
}
