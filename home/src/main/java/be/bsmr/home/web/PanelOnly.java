package be.bsmr.home.web;

import be.bsmr.home.users.Scope;
import be.bsmr.home.web.api.Answers;
import be.bsmr.home.web.api.Visit;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;

/**
 * Who has the scope of a display on the wall gets its page and the files of pages, beside the
 * addresses that {@link Route.Need#PANEL} gives him, and nothing of what all others are answered:
 * what is not named there or here is not for him.
 */
final class PanelOnly implements HttpHandler {

    private final HttpHandler files;

    /**
     * @param files of the pages
     */
    PanelOnly(HttpHandler files) {
        this.files = files;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (Visit.of(exchange).scope() == Scope.PANEL) {
            answer(exchange);
        } else {
            files.handleRequest(exchange);
        }
    }

    private void answer(HttpServerExchange exchange) throws Exception {
        HttpString method = exchange.getRequestMethod();
        String path = exchange.getRequestPath();
        if (!method.equals(Methods.GET) && !method.equals(Methods.HEAD)) {
            refuse(exchange);
        } else if (path.equals("/")) {
            show(exchange);
        } else if (path.equals(PanelDoor.PATH)) {
            PanelDoor.keepOpen(exchange);
            files.handleRequest(exchange);
        } else if (StaticFiles.isName(path)) {
            files.handleRequest(exchange);
        } else {
            refuse(exchange);
        }
    }

    private static void show(HttpServerExchange exchange) {
        exchange.setStatusCode(StatusCodes.SEE_OTHER);
        exchange.getResponseHeaders().put(Headers.LOCATION, "panel");
        exchange.endExchange();
    }

    private static void refuse(HttpServerExchange exchange) {
        Answers.turnAway(
                exchange,
                StatusCodes.FORBIDDEN,
                "This token shows /panel and nothing else; people sign in at /login");
    }
}
