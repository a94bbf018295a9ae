package be.bsmr.home.web;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.messages.SiteMessages.Message;
import be.bsmr.home.web.api.View;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventMemoryTest {

    private final EventMemory memory = new EventMemory();

    @Test
    void tellsWhatCameAfterAnEventInOrder() {
        String first = add("reading", "1").id();
        Event second = add("quarter", "2");
        Event third = add("reading", "3");
        assertThat(memory.after(first)).contains(List.of(second, third));
        assertThat(memory.after(third.id())).contains(List.of());
        assertThat(memory.newestId()).isEqualTo(third.id());
    }

    @Test
    void remembersSoManyAndSaysWhenItDoesNotKnow() {
        String first = add("reading", "first").id();
        String second = add("reading", "second").id();
        for (int i = 0; i < EventMemory.MOST_EVENTS - 1; i++) {
            add("reading", "more");
        }
        assertThat(memory.after(first)).as("whose next one is gone").isEmpty();
        assertThat(memory.after(second).orElseThrow()).hasSize(EventMemory.MOST_EVENTS - 1);
        assertThat(memory.after("")).isEmpty();
        assertThat(memory.after(new EventMemory().newestId())).isEmpty();
    }

    @Test
    void remembersNoMoreCharactersThanItMay() {
        String first = add("reading", "first").id();
        String large = "x".repeat(EventMemory.MOST_CHARACTERS / 4);
        for (int i = 0; i < 5; i++) {
            add("decision", large);
        }
        String newest = memory.newestId();
        assertThat(memory.after(first)).isEmpty();
        add("reading", "last");
        assertThat(memory.after(newest).orElseThrow()).hasSize(1);
    }

    @Test
    void whatIsForgottenIsNotTakenForTheNewest() {
        String known = add("reading", "1").id();
        memory.forget();
        assertThat(memory.after(known)).isEmpty();
    }

    @Test
    void aDisplayIsToldOfTheHouseWhatItShowsAndOfDecisionsNothing() {
        Event house =
                memory.add(
                        new Message(
                                "house",
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("age_s", 1)
                                        .put("control", "active"),
                                true,
                                false));
        assertThat(house.data(View.PANEL)).isEqualTo("{\"age_s\":1}");
        assertThat(house.data(View.WHOLE)).contains("control");
        assertThat(add("decision", "shed").data(View.PANEL)).isNull();
        assertThat(add("reading", "1").data(View.PANEL)).isEqualTo("\"1\"");
    }

    private Event add(String topic, String body) {
        return memory.add(new Message(topic, TextNode.valueOf(body), true, true));
    }
}
