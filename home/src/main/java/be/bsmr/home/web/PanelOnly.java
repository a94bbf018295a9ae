package be.bsmr.home.web;

import be.bsmr.home.users.Scope;
import be.bsmr.home.web.api.MeEndpoint;
import be.bsmr.home.web.api.Visit;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;

/**
 * Who has the scope of a display on the wall gets its page, the files of pages and the events, and
 * nothing of what all others are answered: what is not named here is not for him.
 */
final class PanelOnly implements HttpHandler {

    private final HttpHandler files;
    private final HttpHandler events;
    private final HttpHandler me = new MeEndpoint();
    private final HttpHandler all;

    /**
     * @param files of the pages
     * @param events the stream of them, which tells a display no more than it shows
     * @param all what everybody else is answered
     */
    PanelOnly(HttpHandler files, HttpHandler events, HttpHandler all) {
        this.files = files;
        this.events = events;
        this.all = all;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (Visit.of(exchange).scope() == Scope.PANEL) {
            answer(exchange);
        } else {
            all.handleRequest(exchange);
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
        } else if (path.equals("/api/events")) {
            events.handleRequest(exchange);
        } else if (path.equals("/api/me")) {
            me.handleRequest(exchange);
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
        exchange.setStatusCode(StatusCodes.FORBIDDEN);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain; charset=UTF-8");
        exchange.getResponseSender()
                .send("This token shows /panel and nothing else; people sign in at /login\n");
    }
}
