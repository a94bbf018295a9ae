package be.bsmr.home.notify;

import be.bsmr.home.json.Fields;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Collections;
import java.util.Objects;

/** An application on a Gotify server, which takes no pictures. */
final class GotifyChannel implements Channel {

    private final GotifySettings settings;
    private final Web web;

    GotifyChannel(GotifySettings settings, Web web) {
        this.settings = settings;
        this.web = web;
    }

    @Override
    public String name() {
        return "gotify";
    }

    @Override
    public void send(Message message) throws IOException {
        ObjectNode json = Fields.object();
        json.put("title", message.title());
        json.put("message", message.text());
        json.put("priority", priority(message.level()));
        String token = Objects.requireNonNullElse(settings.token(), "");
        web.send(
                Web.json(settings.server() + "/message", json.toString())
                        .header("X-Gotify-Key", token),
                Collections.singletonList(token));
    }

    /** Its app makes a sound from 4 on, and shows what comes over others from 8 on. */
    private static int priority(Urgency level) {
        return switch (level) {
            case OFF, LOW -> 2;
            case NORMAL -> 5;
            case HIGH -> 8;
        };
    }
}
