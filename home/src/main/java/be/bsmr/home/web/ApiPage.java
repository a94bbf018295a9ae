package be.bsmr.home.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * {@code openapi.yaml} and {@code asyncapi.yaml} as a page for people who write programs: plain
 * HTML, in the language of the documents, that works without a script.
 */
final class ApiPage {

    private static final JsonMapper JSON = new JsonMapper();
    private final JsonNode openapi;
    private final JsonNode asyncapi;
    private final Markup html = new Markup();

    private ApiPage(JsonNode openapi, JsonNode asyncapi) {
        this.openapi = openapi;
        this.asyncapi = asyncapi;
    }

    /** The whole page. */
    static String html() {
        ApiPage page = new ApiPage(read("openapi.yaml"), read("asyncapi.yaml"));
        page.html.text(page.openapi.at("/info/description").asText());
        page.addresses();
        page.topics();
        page.schemas();
        return StaticFiles.text("api.html").replace("{content}", page.html.toString());
    }

    private static JsonNode read(String document) {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        return JSON.valueToTree(yaml.load(StaticFiles.text(document)));
    }

    // --- addresses ---

    private void addresses() {
        for (JsonNode tag : openapi.path("tags")) {
            String name = tag.path("name").asText();
            html.heading(name);
            html.text(tag.path("description").asText());
            openapi.path("paths")
                    .properties()
                    .forEach(
                            path ->
                                    path.getValue().properties().stream()
                                            .filter(m -> isOf(name, m.getValue()))
                                            .forEach(m -> operation(path, m)));
        }
    }

    private static boolean isOf(String tag, JsonNode operation) {
        return operation.at("/tags/0").asText().equals(tag);
    }

    private void operation(Map.Entry<String, JsonNode> path, Map.Entry<String, JsonNode> method) {
        JsonNode operation = method.getValue();
        html.beginDetails(
                method.getKey().toUpperCase(Locale.ROOT) + " /api/v1" + path.getKey(),
                operation.path("summary").asText(),
                operation.path("operationId").asText());
        html.text(operation.path("description").asText());
        html.text("For: " + forWhom(operation.path("x-need").asText()) + ".");
        List<JsonNode> parameters = new ArrayList<>();
        path.getValue().path("parameters").forEach(parameters::add);
        operation.path("parameters").forEach(parameters::add);
        if (!parameters.isEmpty()) {
            html.table("Parameter", "Type", "Meaning");
            parameters.stream().map(this::resolved).forEach(this::parameter);
            html.endTable();
        }
        JsonNode body = operation.at("/requestBody/content");
        body.properties()
                .forEach(
                        b ->
                                html.paragraph(
                                        "Body: <code>"
                                                + Markup.escaped(b.getKey())
                                                + "</code>, "
                                                + SchemaType.of(b.getValue().path("schema"))));
        html.table("Answer", "Type", "Meaning");
        operation.path("responses").properties().forEach(this::answer);
        html.endTable();
        html.endDetails();
    }

    private static String forWhom(String need) {
        return switch (need) {
            case "panel" -> "whoever has come in, also a token with the scope `panel`";
            case "read" -> "whoever sees everything: users, and tokens with the scope `read`";
            case "control" -> "owners, and tokens with the scope `control`";
            default -> "owners who have signed in, or come with their name and password";
        };
    }

    private void parameter(JsonNode parameter) {
        boolean required = parameter.path("required").asBoolean();
        html.row(
                "<code>" + Markup.escaped(parameter.path("name").asText()) + "</code>",
                SchemaType.of(parameter.path("schema")) + (required ? ", required" : ""),
                Markup.marked(parameter.path("description").asText()));
    }

    private void answer(Map.Entry<String, JsonNode> response) {
        JsonNode said = resolved(response.getValue());
        String types =
                said.path("content").properties().stream()
                        .map(
                                c ->
                                        c.getKey().endsWith("json")
                                                ? SchemaType.of(c.getValue().path("schema"))
                                                : "<code>" + Markup.escaped(c.getKey()) + "</code>")
                        .distinct()
                        .collect(Collectors.joining(" or "));
        html.row(
                response.getKey().equals("default") ? "otherwise" : response.getKey(),
                types,
                Markup.marked(said.path("description").asText()));
    }

    // --- topics ---

    private void topics() {
        html.heading("Topics of MQTT");
        html.text(asyncapi.at("/info/description").asText());
        html.table("Topic", "Type", "Meaning");
        for (JsonNode operation : asyncapi.path("operations")) {
            JsonNode channel = asyncapi.at(operation.at("/channel/$ref").asText().substring(1));
            JsonNode message =
                    asyncapi.at(
                            channel.at("/messages")
                                    .elements()
                                    .next()
                                    .at("/$ref")
                                    .asText()
                                    .substring(1));
            if (channel.path("address").asText().startsWith("/")) {
                continue;
            }
            boolean taken = operation.path("action").asText().equals("receive");
            boolean retained = operation.at("/bindings/mqtt/retain").asBoolean();
            html.row(
                    "<code>" + Markup.escaped(channel.path("address").asText()) + "</code>",
                    SchemaType.of(message.path("payload")),
                    (taken ? "BSMR takes it: " : "")
                            + Markup.marked(message.path("summary").asText())
                            + (retained ? "; retained" : ""));
        }
        html.endTable();
    }

    // --- schemas ---

    private void schemas() {
        html.heading("Types");
        for (String name : names()) {
            JsonNode schema = openapi.at("/components/schemas/" + name);
            html.beginDetails(name, "", "type-" + name);
            html.text(schema.path("description").asText());
            if (schema.path("properties").isEmpty() || schema.has("$ref")) {
                html.paragraph(SchemaType.of(schema));
            }
            properties(schema);
            html.endDetails();
        }
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        openapi.at("/components/schemas").fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void properties(JsonNode schema) {
        if (schema.path("properties").isEmpty()) {
            return;
        }
        Set<String> required =
                StreamSupport.stream(schema.path("required").spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.toSet());
        html.table("Key", "Type", "Meaning");
        schema.path("properties")
                .properties()
                .forEach(
                        p ->
                                html.row(
                                        "<code>" + Markup.escaped(p.getKey()) + "</code>",
                                        SchemaType.of(p.getValue())
                                                + (required.contains(p.getKey())
                                                        ? ""
                                                        : ", if known"),
                                        Markup.marked(p.getValue().path("description").asText())));
        html.endTable();
    }

    private JsonNode resolved(JsonNode node) {
        String ref = node.path("$ref").asText();
        return ref.isEmpty() ? node : openapi.at(ref.substring(1));
    }
}
