package be.bsmr.home.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;

/**
 * What {@code openapi.yaml} and {@code asyncapi.yaml} promise, for tests that hold answers and
 * messages of the program against it.
 */
public final class ApiDocument {

    private static final String PLACE = "https://bsmr.invalid/";
    private static final JsonMapper JSON = new JsonMapper();

    private final JsonNode openapi = read("openapi.yaml");
    private final JsonNode asyncapi = read("asyncapi.yaml");
    private final Map<String, Schema> schemas = new HashMap<>();
    private final SchemaRegistry registry =
            SchemaRegistry.withDialect(
                    Dialects.getOpenApi31(),
                    builder ->
                            builder.schemaRegistryConfig(
                                            SchemaRegistryConfig.builder()
                                                    .formatAssertionsEnabled(true)
                                                    .build())
                                    .schemas(
                                            Map.of(
                                                    PLACE + "openapi.yaml",
                                                    openapi.toString(),
                                                    PLACE + "asyncapi.yaml",
                                                    asyncapi.toString())));

    private static JsonNode read(String name) {
        try (InputStream in = ApiDocument.class.getResourceAsStream(name)) {
            return JSON.valueToTree(new Yaml().load(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each address with its method and who is answered, such as {@code GET /state read}. */
    public Set<String> routes() {
        Set<String> all = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : openapi.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (!method.getKey().equals("parameters")) {
                    all.add(
                            method.getKey().toUpperCase(Locale.ROOT)
                                    + " "
                                    + path.getKey()
                                    + " "
                                    + method.getValue().path("x-need").asText());
                }
            }
        }
        return all;
    }

    /** The whole of {@code openapi.yaml}. */
    public JsonNode openapi() {
        return openapi;
    }

    /** The whole of {@code asyncapi.yaml}. */
    public JsonNode asyncapi() {
        return asyncapi;
    }

    /**
     * What is wrong with an answer, by what the document says of it; empty when nothing is.
     *
     * @param path with its blanks, such as {@code /loads/{id}}
     */
    public List<String> faults(String method, String path, HttpResponse<String> answer) {
        String at =
                "/paths/"
                        + path.replace("~", "~0").replace("/", "~1")
                        + "/"
                        + method.toLowerCase(Locale.ROOT)
                        + "/responses/";
        JsonNode responses = openapi.at(at.substring(0, at.length() - 1));
        String status = String.valueOf(answer.statusCode());
        String name = responses.has(status) ? status : "default";
        if (!responses.has(name) || (name.equals("default") && answer.statusCode() < 400)) {
            return List.of("no answer " + status + " is promised");
        }
        String pointer = resolved(at + name);
        JsonNode content = openapi.at(pointer).path("content");
        String type =
                answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        if (content.isEmpty()) {
            return answer.body().isEmpty() ? List.of() : List.of("a body where none is promised");
        }
        if (!content.has(type)) {
            return List.of("content type '" + type + "' is not promised with " + status);
        }
        return type.endsWith("json")
                ? faults(
                        "openapi.yaml",
                        pointer + "/content/" + type.replace("/", "~1") + "/schema",
                        answer.body())
                : List.of();
    }

    /** What is wrong with the payload of a message of {@code asyncapi.yaml}. */
    public List<String> faultsOfMessage(String channel, String message, String payload) {
        String at =
                resolvedAsync("/channels/" + channel + "/messages/" + message.replace("/", "~1"));
        JsonNode said = asyncapi.at(at);
        boolean json = said.path("contentType").asText("application/json").endsWith("json");
        boolean number = payload.matches("-?\\d+(\\.\\d+)?");
        return faults(
                "asyncapi.yaml",
                at + "/payload",
                json || number ? payload : JSON.getNodeFactory().textNode(payload).toString());
    }

    private List<String> faults(String document, String pointer, String body) {
        try {
            Schema schema =
                    schemas.computeIfAbsent(
                            PLACE + document + "#" + pointer,
                            place -> registry.getSchema(SchemaLocation.of(place)));
            return schema.validate(JSON.readTree(body)).stream().map(Object::toString).toList();
        } catch (JsonProcessingException e) {
            return List.of("no JSON: " + e.getMessage());
        }
    }

    /** Where something stands that may only be referred to. */
    private String resolved(String pointer) {
        String ref = openapi.at(pointer).path("$ref").asText();
        return ref.isEmpty() ? pointer : ref.substring(1);
    }

    private String resolvedAsync(String pointer) {
        String ref = asyncapi.at(pointer).path("$ref").asText();
        return ref.isEmpty() ? pointer : ref.substring(1);
    }

    /** Each reference within a document that leads nowhere. */
    public List<String> deadReferences() {
        Set<String> dead = new TreeSet<>();
        look(openapi, openapi, dead);
        look(asyncapi, asyncapi, dead);
        return List.copyOf(dead);
    }

    private void look(JsonNode node, JsonNode document, Set<String> dead) {
        String ref = node.path("$ref").asText();
        boolean other = ref.startsWith("openapi.yaml#");
        if (!ref.isEmpty()
                && (other ? openapi : document)
                        .at(ref.substring(ref.indexOf('#') + 1))
                        .isMissingNode()) {
            dead.add(ref);
        }
        Iterator<JsonNode> children = node.elements();
        children.forEachRemaining(child -> look(child, document, dead));
    }

    /** Keys of the documents that have no value. */
    public List<String> emptyPlaces() {
        Set<String> empty = new TreeSet<>();
        lookForEmpty(openapi, empty);
        lookForEmpty(asyncapi, empty);
        return List.copyOf(empty);
    }

    private static void lookForEmpty(JsonNode node, Set<String> empty) {
        for (Map.Entry<String, JsonNode> one : node.properties()) {
            if (one.getValue().isNull()) {
                empty.add(one.getKey());
            }
        }
        node.forEach(child -> lookForEmpty(child, empty));
    }
}
