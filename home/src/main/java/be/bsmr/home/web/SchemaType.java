package be.bsmr.home.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What a schema takes, in a few words of HTML; those that have a name are linked. */
final class SchemaType {

    private static final String SCHEMA = "#/components/schemas/";

    private SchemaType() {}

    static String of(JsonNode schema) {
        String ref = schema.path("$ref").asText().replace("openapi.yaml", "");
        if (ref.startsWith(SCHEMA)) {
            String name = ref.substring(SCHEMA.length());
            return "<a href=\"#type-" + name + "\">" + name + "</a>";
        }
        if (schema.has("enum")) {
            return joined(
                    schema.path("enum"),
                    one -> "<code>" + Markup.escaped(one.asText()) + "</code>");
        }
        if (schema.has("const")) {
            return "<code>" + Markup.escaped(schema.path("const").asText()) + "</code>";
        }
        if (schema.has("oneOf")) {
            return joined(schema.path("oneOf"), SchemaType::of);
        }
        String type =
                schema.path("type").isArray()
                        ? joined(schema.path("type"), JsonNode::asText)
                        : schema.path("type").asText("anything");
        if (type.equals("array")) {
            return "list of " + of(schema.path("items"));
        }
        boolean inline = type.equals("object") && schema.has("properties");
        String keys =
                inline
                        ? schema.path("properties").properties().stream()
                                .map(p -> "<code>" + p.getKey() + "</code>")
                                .collect(Collectors.joining(", ", " of ", ""))
                        : "";
        return schema.path("format").asText().equals("date-time") ? "time" : type + keys;
    }

    private static String joined(JsonNode several, Function<JsonNode, String> each) {
        return StreamSupport.stream(several.spliterator(), false)
                .map(each)
                .collect(Collectors.joining(" or "));
    }
}
