package be.bsmr.home.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import be.bsmr.home.json.Fields;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A chat that a bot of the owner's writes into. */
final class TelegramChannel implements Channel {

    private final TelegramSettings settings;
    private final Web web;

    TelegramChannel(TelegramSettings settings, Web web) {
        this.settings = settings;
        this.web = web;
    }

    @Override
    public String name() {
        return "telegram";
    }

    @Override
    public void send(Message message) throws IOException {
        HttpRequest.Builder request =
                message.picture()
                        .map(picture -> withPicture(message, picture))
                        .orElseGet(() -> Web.json(address("sendMessage"), json(message)));
        web.send(request, Collections.singletonList(settings.token()));
    }

    private String address(String method) {
        return settings.server() + "/bot" + settings.token() + "/" + method;
    }

    private String json(Message message) {
        ObjectNode json = Fields.object();
        json.put("chat_id", settings.chat());
        json.put("text", html(message));
        json.put("parse_mode", "HTML");
        json.put("disable_notification", message.level() == Urgency.LOW);
        return json.toString();
    }

    private HttpRequest.Builder withPicture(Message message, Picture picture) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("chat_id", settings.chat());
        fields.put("caption", html(message));
        fields.put("parse_mode", "HTML");
        fields.put("disable_notification", String.valueOf(message.level() == Urgency.LOW));
        String boundary = "bsmr-" + UUID.randomUUID();
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        fields.forEach((name, value) -> part(form, boundary, '"' + name + '"', value));
        part(form, boundary, "\"photo\"; filename=\"bsmr.png\"\r\nContent-Type: image/png", "");
        form.writeBytes(picture.png());
        form.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(UTF_8));
        return HttpRequest.newBuilder(URI.create(address("sendPhoto")))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofByteArray(form.toByteArray()));
    }

    private static void part(
            ByteArrayOutputStream form, String boundary, String name, String value) {
        String before = form.size() == 0 ? "" : "\r\n";
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=" + name;
        form.writeBytes((before + head + "\r\n\r\n" + value).getBytes(UTF_8));
    }

    private static String html(Message message) {
        return "<b>" + escaped(message.title()) + "</b>\n" + escaped(message.text());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
