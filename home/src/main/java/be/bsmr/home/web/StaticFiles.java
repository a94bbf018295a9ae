package be.bsmr.home.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import be.bsmr.home.web.api.Answers;
import be.bsmr.home.words.Language;
import be.bsmr.home.words.Words;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.ETag;
import io.undertow.util.ETagUtils;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of the page: the folder of resources beside this class, the modules of others that the
 * page imports ({@code uplot.js}, {@code uplot.css}, {@code lit-html.js}) and its words ({@code
 * words/<language>.json}; of a page that has many {@code words/<language>-<section>.json}), and
 * what programs are told of the addresses ({@code openapi.yaml}, {@code asyncapi.yaml}). {@code /}
 * is {@code shell.html}, {@code /panel} is {@code panel.html}. A browser keeps them and asks each
 * time whether they are still the same, so that an update shows at once and costs little.
 *
 * <p>The page of another program has a folder and words of its own, and these files beside them.
 */
public final class StaticFiles implements HttpHandler {

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=UTF-8",
                    "css", "text/css; charset=UTF-8",
                    "js", "text/javascript; charset=UTF-8",
                    "json", "application/json",
                    "svg", "image/svg+xml",
                    "png", "image/png",
                    "webmanifest", "application/manifest+json",
                    "yaml", "application/yaml");

    /** No dot but before the ending, so no way out of the folder, and no class. */
    private static final Pattern IN_FOLDER =
            Pattern.compile("(?:/[a-z0-9_-]{1,40}){1,4}\\.(html|css|js|svg|png|webmanifest)");

    private static final Pattern WORDS =
            Pattern.compile(
                    Arrays.stream(Language.values())
                            .map(Language::name)
                            .collect(
                                    Collectors.joining(
                                            "|", "/words/(", ")(?:-(form|prices))?\\.json")));

    private record PageFile(ByteBuffer content, String type, ETag tag) {}

    private final Map<String, PageFile> files = new ConcurrentHashMap<>();

    /** Beside which classes files are looked for, one after the other. */
    private final List<Class<?>> folders;

    private final Function<Language, ObjectNode> words;

    /**
     * The house's. Reads what the libraries bring; the rest is read when it is asked for first.
     *
     * @param first the page that is shown to who names none
     * @throws IllegalStateException when something is missing: the program was not packed whole
     */
    StaticFiles(String first) {
        this(List.of(StaticFiles.class), language -> words(Words.in(language)));
        String shell = text("shell.html").replace("{first}", first);
        add("/", shell.getBytes(UTF_8), "html");
        add(PanelDoor.PATH, bytes(required("panel.html")), "html");
        for (String document : List.of("openapi.yaml", "asyncapi.yaml")) {
            add(Answers.V1 + "/" + document, bytes(required(document)), "yaml");
        }
    }

    /**
     * Another program's: its folder has a {@code shell.html} and an {@code openapi.yaml}.
     *
     * @param beside its files are in the folder of resources beside this class
     * @param words what its page says, by key
     */
    public StaticFiles(Class<?> beside, Function<Language, ObjectNode> words) {
        this(List.of(beside, StaticFiles.class), words);
        add("/", bytes(required(beside, "shell.html")), "html");
        add(Answers.V1 + "/openapi.yaml", bytes(required(beside, "openapi.yaml")), "yaml");
    }

    private StaticFiles(List<Class<?>> folders, Function<Language, ObjectNode> words) {
        this.folders = folders;
        this.words = words;
        Webjar uplot = new Webjar("uplot");
        // The minified build is a script; as a module it needs to say what it exports.
        add(
                "/uplot.js",
                uplot.read("dist/uPlot.iife.min.js", "export { uPlot as default };"),
                "js");
        add("/uplot.css", uplot.read("dist/uPlot.min.css", ""), "css");
        add("/lit-html.js", new Webjar("lit-html").read("lit-html.js", ""), "js");
    }

    /**
     * Whether a path may be that of a file, which need not be there: no address of a program is.
     */
    static boolean isName(String path) {
        return IN_FOLDER.matcher(path).matches() || WORDS.matcher(path).matches();
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        Optional<PageFile> found = find(exchange.getRelativePath());
        if (found.isEmpty()) {
            exchange.setStatusCode(StatusCodes.NOT_FOUND);
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain; charset=UTF-8");
            exchange.getResponseSender().send("Nothing here. The dashboard is at /\n");
            return;
        }
        PageFile file = found.get();
        exchange.getResponseHeaders()
                .put(Headers.CACHE_CONTROL, "no-cache")
                .put(Headers.VARY, "Accept-Encoding")
                .put(Headers.ETAG, file.tag.toString());
        if (!ETagUtils.handleIfNoneMatch(exchange, file.tag, true)) {
            exchange.setStatusCode(StatusCodes.NOT_MODIFIED);
            exchange.endExchange();
            return;
        }
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, file.type);
        exchange.getResponseSender().send(file.content.duplicate());
    }

    private Optional<PageFile> find(String path) {
        PageFile known = files.get(path);
        Matcher asked = WORDS.matcher(path);
        if (known == null && asked.matches()) {
            Language language = Language.valueOf(asked.group(1));
            @Nullable String section = asked.group(2);
            ObjectNode sentences =
                    section == null ? words.apply(language) : of(section, Words.in(language));
            return Optional.of(add(path, sentences.toString().getBytes(UTF_8), "json"));
        }
        if (known == null && path.equals("/api") && folders.size() == 1) {
            byte[] page = ApiPage.html().getBytes(UTF_8);
            return Optional.of(add(path, page, "html"));
        }
        Matcher inFolder = IN_FOLDER.matcher(path);
        if (known != null || !inFolder.matches()) {
            return Optional.ofNullable(known);
        }
        return folders.stream()
                .flatMap(folder -> Stream.ofNullable(folder.getResourceAsStream(path.substring(1))))
                .findFirst()
                .map(in -> add(path, bytes(in), inFolder.group(1)));
    }

    private PageFile add(String path, byte[] content, String ending) {
        ETag tag = Answers.tag(content);
        PageFile file = new PageFile(ByteBuffer.wrap(content), TYPES.getOrDefault(ending, ""), tag);
        files.put(path, file);
        return file;
    }

    /** What all pages say, what the journal does, with the section before the key, and the bill. */
    private static ObjectNode words(Words words) {
        ObjectNode sentences = of("journal", words);
        words.section("page").forEach(sentences::put);
        words.section("command").forEach((key, text) -> putBill(key, text, sentences));
        return sentences;
    }

    /** A section, with its name before the key. */
    private static ObjectNode of(String section, Words words) {
        ObjectNode sentences = JsonNodeFactory.instance.objectNode();
        words.section(section).forEach((key, text) -> sentences.put(section + "." + key, text));
        return sentences;
    }

    /** The bill is told on the page as it is in the terminal. */
    private static void putBill(String key, String text, ObjectNode sentences) {
        if (key.startsWith("bill.")) {
            sentences.put(key, text);
        }
    }

    /** A library for browsers, packed as a jar. */
    private record Webjar(String name) {

        byte[] read(String file, String more) {
            String folder = "/META-INF/resources/webjars/" + name + "/" + version() + "/";
            String content = new String(bytes(required(folder + file)), UTF_8);
            return (content + more).getBytes(UTF_8);
        }

        private String version() {
            Properties properties = new Properties();
            String path = "/META-INF/maven/org.webjars.npm/" + name + "/pom.properties";
            try (InputStream in = required(path)) {
                properties.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return properties.getProperty("version");
        }
    }

    private static InputStream required(String resource) {
        return required(StaticFiles.class, resource);
    }

    private static InputStream required(Class<?> beside, String resource) {
        @Nullable InputStream in = beside.getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException(
                    "the dashboard's file " + resource + " is missing: install the program again");
        }
        return in;
    }

    /** A file of the page that is filled in before it is sent. */
    static String text(String resource) {
        return new String(bytes(required(resource)), UTF_8);
    }

    private static byte[] bytes(InputStream resource) {
        try (resource) {
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
