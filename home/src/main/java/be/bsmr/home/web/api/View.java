package be.bsmr.home.web.api;

import be.bsmr.home.messages.SiteMessages;
import be.bsmr.home.users.Scope;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpServerExchange;
import java.util.List;
import java.util.Set;

/** How much of the state somebody is told. */
public enum View {
    /** All that the dashboard shows. */
    WHOLE,
    /** What a display on the wall shows: no costs, no decisions, no loads, nothing of the past. */
    PANEL;

    private static final Set<String> TOPICS = Set.of("reading", "quarter", "link", "house");

    private static final Set<String> KEYS =
            Set.of("reading", "quarter", "link", "age_s", "silent", "demo");

    /** That of who asks. */
    public static View of(HttpServerExchange exchange) {
        return Visit.of(exchange).scope() == Scope.PANEL ? PANEL : WHOLE;
    }

    /** What is told of a state; {@code state} itself may become it. */
    ObjectNode of(ObjectNode state) {
        return this == WHOLE ? state : state.retain(KEYS);
    }

    /** What is told of some changes. */
    public List<SiteMessages.Message> of(List<SiteMessages.Message> changes) {
        return this == WHOLE
                ? changes
                : changes.stream()
                        .filter(change -> TOPICS.contains(change.topic()))
                        .map(change -> change.topic().equals("house") ? cut(change) : change)
                        .toList();
    }

    private SiteMessages.Message cut(SiteMessages.Message house) {
        ObjectNode body = house.body().deepCopy();
        return new SiteMessages.Message(
                house.topic(), of(body), house.retained(), house.frequent());
    }
}
