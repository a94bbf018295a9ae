package be.bsmr.home.web;

import be.bsmr.home.messages.SiteMessages;
import be.bsmr.home.web.api.View;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that changed, as those are told who watch.
 *
 * @param id no other event has it, of this start of the program or another
 * @param name its topic
 * @param whole JSON
 * @param panel JSON for a display on the wall; null when it is not for it
 */
record Event(String id, String name, String whole, @Nullable String panel) {

    static Event of(String id, SiteMessages.Message change) {
        String whole = change.body().toString();
        String panel =
                View.PANEL.of(List.of(change)).stream()
                        .findFirst()
                        .map(
                                cut ->
                                        cut.body().equals(change.body())
                                                ? whole
                                                : cut.body().toString())
                        .orElse(null);
        return new Event(id, change.topic(), whole, panel);
    }

    /** What somebody is told; null when it is not for him. */
    @Nullable String data(View view) {
        return view == View.WHOLE ? whole : panel;
    }
}
