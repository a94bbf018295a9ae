package be.bsmr.home.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import be.bsmr.p1.Frame;
import be.bsmr.p1.ReadingDecoder;
import be.bsmr.p1.Rejected;
import be.bsmr.p1.Telegram;
import be.bsmr.p1.TelegramFramer;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a person reads in each real telegram, against what we print of it. The telegrams are not
 * ours to publish and lie beside the repository; without them these tests are skipped.
 *
 * <p>{@code golden.json} was made by reading each file, with a reader that shares nothing with
 * ours. It holds no identifiers and no lines: what is private there is a hash here.
 */
class GoldenTelegramsTest {

    private static final Path DATA = Path.of("../../shared/data/p1");
    private static final ZoneId BRUSSELS = ZoneId.of("Europe/Brussels");
    private static final Instant NOW = Instant.parse("2026-01-13T12:00:00Z");
    private static final List<String> PRIVATE =
            List.of(
                    "header",
                    "equipment_id",
                    "device_name",
                    "ean",
                    "id",
                    "message",
                    "message_code");
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final JsonNode GOLDEN = golden();

    @ParameterizedTest(name = "{0}")
    @MethodSource("telegrams")
    void readsInATelegramWhatAPersonReads(String file) throws IOException {
        JsonNode golden = GOLDEN.get("telegrams").get(file);
        List<JsonNode> decoded = decode(read("telegrams", file, golden), true);
        assertThat(decoded).hasSize(1);
        assertThat(differences(facts(golden.get("decoded")), hidden(decoded.get(0)))).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recordings")
    void readsInARecordingWhatAPersonReads(String file) throws IOException {
        JsonNode golden = GOLDEN.get("recordings").get(file);
        byte[] stream = read("recordings", file, golden);
        assertThat(differences(facts(golden.get("strict")), summary(decode(stream, false))))
                .as("only what can be trusted")
                .isEmpty();
        assertThat(differences(facts(golden.get("accept_bad_crc")), summary(decode(stream, true))))
                .as("with --accept-bad-crc")
                .isEmpty();
    }

    @Test
    void knowsEveryFile() throws IOException {
        assumeTrue(Files.isDirectory(DATA), "no real telegrams beside this repository");
        for (String kind : List.of("telegrams", "recordings")) {
            try (Stream<Path> files = Files.list(DATA.resolve(kind))) {
                Set<String> there = new TreeSet<>();
                files.map(f -> f.getFileName().toString())
                        .filter(f -> !f.endsWith(".tsv"))
                        .forEach(there::add);
                assertThat(there)
                        .as("read a new file yourself and say in golden.json what is in it")
                        .containsExactlyElementsOf(names(kind).toList());
            }
        }
    }

    static Stream<String> telegrams() {
        return names("telegrams");
    }

    static Stream<String> recordings() {
        return names("recordings");
    }

    private static Stream<String> names(String kind) {
        Set<String> names = new TreeSet<>();
        GOLDEN.get(kind).fieldNames().forEachRemaining(names::add);
        return names.stream();
    }

    private static byte[] read(String kind, String file, JsonNode golden) throws IOException {
        assumeTrue(Files.isDirectory(DATA), "no real telegrams beside this repository");
        Path path = DATA.resolve(kind).resolve(file);
        assertThat(path).as("gone: remove it from golden.json too").exists();
        byte[] bytes = Files.readAllBytes(path);
        assertThat(sha256(bytes))
                .as("%s is not the file that was read: read it again, then its new hash", file)
                .isEqualTo(golden.get("sha256").textValue());
        return bytes;
    }

    /** As {@code bsmr decode --format json} prints it, one object a frame. */
    private static List<JsonNode> decode(byte[] stream, boolean acceptBadCrc) {
        TelegramJson json = new TelegramJson(BRUSSELS);
        ReadingDecoder decoder = new ReadingDecoder(BRUSSELS);
        List<JsonNode> lines = new ArrayList<>();
        Consumer<Frame> print =
                frame -> {
                    if (frame instanceof Telegram t) {
                        lines.add(
                                decoder.decode(t)
                                        .map(r -> json.telegram(r, t.checksum()))
                                        .orElseGet(
                                                () ->
                                                        json.rejected(
                                                                Rejected.Cause.EMPTY, t.offset())));
                    } else if (frame instanceof Rejected r) {
                        lines.add(json.rejected(r.cause(), r.offset()));
                    }
                };
        TelegramFramer framer =
                acceptBadCrc ? TelegramFramer.lenient(print) : new TelegramFramer(print);
        framer.push(stream, 0, stream.length, NOW);
        framer.end(NOW);
        return lines;
    }

    /** How many, what was rejected where, the first and the last in full, and all numbers added. */
    private static SortedMap<String, String> summary(List<JsonNode> decoded) {
        SortedMap<String, String> facts = new TreeMap<>();
        List<JsonNode> accepted = decoded.stream().filter(d -> !d.has("rejected")).toList();
        facts.put("accepted", String.valueOf(accepted.size()));
        Map<String, Integer> count = new TreeMap<>();
        for (JsonNode d : decoded) {
            if (d.has("rejected")) {
                String cause = d.get("rejected").textValue();
                int n = count.merge(cause, 1, Integer::sum) - 1;
                facts.put("rejected." + cause + "." + n, d.get("offset").asText());
            }
        }
        if (accepted.isEmpty()) {
            return facts;
        }
        hidden(accepted.get(0)).forEach((k, v) -> facts.put("first." + k, v));
        hidden(accepted.get(accepted.size() - 1)).forEach((k, v) -> facts.put("last." + k, v));
        SortedMap<String, BigDecimal> sums = new TreeMap<>();
        for (JsonNode d : accepted) {
            walk(
                    d,
                    "",
                    (path, value) -> {
                        if (value.isNumber()) {
                            sums.merge(path, value.decimalValue(), BigDecimal::add);
                        }
                    });
        }
        sums.forEach((k, v) -> facts.put("sums." + k, plain(v)));
        return facts;
    }

    private static List<String> differences(
            SortedMap<String, String> golden, SortedMap<String, String> decoded) {
        Set<String> paths = new TreeSet<>(golden.keySet());
        paths.addAll(decoded.keySet());
        return paths.stream()
                .filter(p -> !golden.getOrDefault(p, "").equals(decoded.getOrDefault(p, "")))
                .map(
                        p ->
                                "%s is %s, a person reads %s"
                                        .formatted(
                                                p,
                                                decoded.getOrDefault(p, "absent"),
                                                golden.getOrDefault(p, "nothing")))
                .toList();
    }

    // ---- JSON as a flat list of facts: mbus.0.value → 12.345

    private interface Leaf {
        void at(String path, JsonNode value);
    }

    private static void walk(JsonNode node, String path, Leaf leaf) {
        if (node.isObject()) {
            node.properties().forEach(e -> walk(e.getValue(), below(path, e.getKey()), leaf));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(node.get(i), below(path, String.valueOf(i)), leaf);
            }
        } else {
            leaf.at(path, node);
        }
    }

    private static String below(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static SortedMap<String, String> facts(JsonNode node) {
        SortedMap<String, String> facts = new TreeMap<>();
        walk(node, "", (path, value) -> put(facts, path, text(value)));
        return facts;
    }

    /** The facts with a hash in the place of what is private, as in golden.json. */
    private static SortedMap<String, String> hidden(JsonNode node) {
        SortedMap<String, String> facts = new TreeMap<>();
        walk(
                node,
                "",
                (path, value) -> {
                    String key = path.substring(path.lastIndexOf('.') + 1);
                    boolean hide = PRIVATE.contains(key) || isLine(path);
                    put(facts, path, hide ? hash(value.textValue()) : text(value));
                });
        return facts;
    }

    /** Lines are told apart by what they say, not by their place. */
    private static void put(SortedMap<String, String> facts, String path, String value) {
        if (isLine(path)) {
            facts.merge(
                    path.substring(0, path.lastIndexOf('.')) + " line " + value,
                    "there",
                    (one, more) -> one + " and " + more);
        } else {
            facts.put(path, value);
        }
    }

    private static boolean isLine(String path) {
        return path.matches("(.*\\.)?(unknown|unreadable)\\.\\d+");
    }

    private static String text(JsonNode value) {
        return value.isNumber() ? plain(value.decimalValue()) : value.asText();
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static String hash(String text) {
        return "sha256:" + sha256(text.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    private static JsonNode golden() {
        try (InputStream in = GoldenTelegramsTest.class.getResourceAsStream("golden.json")) {
            return MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
