package be.bsmr.home.web;

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
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of the page, from the classpath, and its words. A browser keeps them and asks each time
 * whether they are still the same, so that an update shows at once and costs little.
 */
final class PageFiles implements HttpHandler {

    private static final String CSS = "text/css; charset=UTF-8";
    private static final String SCRIPT = "text/javascript; charset=UTF-8";

    private static final String UPLOT = "META-INF/resources/webjars/uplot/";
    private static final String UPLOT_VERSION =
            "META-INF/maven/org.webjars.npm/uplot/pom.properties";

    private record PageFile(ByteBuffer content, String type, ETag tag) {}

    private final Map<String, PageFile> files = new TreeMap<>();

    /**
     * Reads all files, about 200 kB.
     *
     * @throws IllegalStateException when one is missing: the program was not packed whole
     */
    PageFiles() {
        String uplot = UPLOT + uplotVersion() + "/dist/";
        add("/", "index.html", "text/html; charset=UTF-8");
        add("/style.css", "style.css", CSS);
        add("/app.js", "app.js", SCRIPT);
        add("/graph.js", "graph.js", SCRIPT);
        add("/plan.js", "plan.js", SCRIPT);
        add("/i18n.js", "i18n.js", SCRIPT);
        for (Language language : Language.values()) {
            add("/words/" + language + ".json", words(language), "application/json");
        }
        add("/favicon.svg", "favicon.svg", "image/svg+xml");
        add("/uplot.js", "/" + uplot + "uPlot.esm.js", SCRIPT);
        add("/uplot.css", "/" + uplot + "uPlot.min.css", CSS);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        PageFile file = files.get(exchange.getRelativePath());
        if (file == null) {
            exchange.setStatusCode(StatusCodes.NOT_FOUND);
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain; charset=UTF-8");
            exchange.getResponseSender().send("Nothing here. The dashboard is at /\n");
            return;
        }
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

    /** What the page says and, with the section before the key, what the journal does. */
    private static byte[] words(Language language) {
        Words words = Words.in(language);
        ObjectNode sentences = JsonNodeFactory.instance.objectNode();
        words.section("page").forEach(sentences::put);
        words.section("journal").forEach((key, text) -> sentences.put("journal." + key, text));
        return sentences.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void add(String path, String resource, String type) {
        add(path, read(resource), type);
    }

    private void add(String path, byte[] content, String type) {
        // Weak: the same file goes out plain or compressed.
        files.put(
                path,
                new PageFile(ByteBuffer.wrap(content), type, new ETag(true, digest(content))));
    }

    private static String uplotVersion() {
        Properties properties = new Properties();
        try (InputStream in = open("/" + UPLOT_VERSION)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static byte[] read(String resource) {
        try (InputStream in = open(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        @Nullable InputStream in = PageFiles.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException(
                    "the dashboard's file " + resource + " is missing: install the program again");
        }
        return in;
    }

    private static String digest(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(Arrays.copyOf(hash, 8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
