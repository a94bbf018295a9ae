package be.bsmr.home.series;

import be.bsmr.home.guard.OtherServers;
import be.bsmr.home.words.PlainWords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * An InfluxDB (1.x, 2.x) or VictoriaMetrics that takes lines over HTTP. Lines sent twice are the
 * same points: whoever is not sure that they arrived sends them again.
 */
public final class LineServer {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** Request timeout, too early, too many requests: the same lines may be taken later. */
    private static final Set<Integer> NOT_NOW = Set.of(408, 425, 429);

    private static final int TOO_LARGE = 413;

    /** Of who sends, or of the address, whatever the lines are. */
    private static final Set<Integer> NOT_YOU = Set.of(401, 403, 404, 405, 407);

    private final HttpClient client = OtherServers.client(TIMEOUT);
    private final URI address;
    private final @Nullable String authorization;

    /** The server understood, and does not want these lines: sending them again does not help. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        /** So InfluxDB 1, 2 and 3 say it, the first two with a number. */
        private static final Pattern PARTIAL =
                Pattern.compile("(?s).*partial write(?:.*dropped=(\\d{1,9}))?.*");

        private final int status;
        private final boolean partial;
        private final long lines;

        Refused(String message, int status, String said, long lines) {
            super(message);
            this.status = status;
            Matcher words = PARTIAL.matcher(said);
            partial = words.matches();
            this.lines =
                    partial && words.group(1) != null
                            ? Math.min(lines, Long.parseLong(words.group(1)))
                            : lines;
        }

        /** Whether the server took the other lines. */
        public boolean partial() {
            return partial;
        }

        /** How many lines it did not take; how many it was sent, where it does not say. */
        public long lines() {
            return lines;
        }

        /** Whether fewer lines at a time would do. */
        public boolean tooLarge() {
            return status == TOO_LARGE;
        }

        /** Whether the token or the address is wrong, not the lines. */
        public boolean ofAll() {
            return NOT_YOU.contains(status) || status / 100 == 3;
        }
    }

    /**
     * @param url where lines are written to, such as {@code
     *     http://nas:8086/api/v2/write?org=home&bucket=bsmr} or {@code http://nas:8428/write}; the
     *     precision is added; {@code http://user:password@nas:8086/…} signs in with these
     * @param token for the header {@code Authorization: Token …}; null = none
     * @throws IllegalArgumentException when {@code url} is no http address
     */
    public LineServer(String url, @Nullable String token) {
        URI uri = null;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            // Told below, without the password that Java would show.
        }
        if (uri == null || uri.getHost() == null || !url.matches("https?://[^/]+/.+")) {
            throw new IllegalArgumentException(
                    "'"
                            + url.replaceFirst("//[^/]*@", "//…@").replaceFirst("(?s)\\?.*", "?…")
                            + "' is no address to write to, as http://nas:8086/write?db=bsmr or"
                            + " http://nas:8086/api/v2/write?org=home&bucket=bsmr");
        }
        String precise = url.contains("precision=") ? "" : "precision=s";
        address =
                URI.create(
                        precise.isEmpty() ? url : url + (url.contains("?") ? "&" : "?") + precise);
        String user = uri.getUserInfo();
        authorization =
                token != null
                        ? "Token " + token
                        : user == null
                                ? null
                                : "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        user.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a token.
     *
     * @throws IOException when it cannot be read, is empty, or others may read it
     */
    public static String token(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Set<PosixFilePermission> who = Files.getPosixFilePermissions(file);
            if (who.contains(PosixFilePermission.OTHERS_READ)) {
                throw new IOException(file + " can be read by everybody: chmod 600 " + file);
            }
        }
        String token = Files.readString(file).strip();
        if (token.isEmpty() || token.contains("\n")) {
            throw new IOException(file + " holds no token: one line, as the server gave it");
        }
        return token;
    }

    /**
     * Sends lines, once.
     *
     * @throws Refused when the server does not want them
     * @throws IOException when it cannot be reached, or not now
     */
    public void send(String lines) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address)
                        .timeout(TIMEOUT)
                        .header("Content-Type", "text/plain; charset=utf-8")
                        .header("Content-Encoding", "gzip")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(gzip(lines)));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        HttpResponse<String> answer;
        try {
            answer =
                    client.send(
                            request.build(),
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("sending was interrupted");
        } catch (IOException e) {
            throw new IOException(this + " cannot be reached: " + PlainWords.ofServer(e), e);
        }
        int status = answer.statusCode();
        if (status / 100 == 2) {
            return;
        }
        String why = this + " answers " + status + " " + firstLine(answer.body());
        if (status / 100 == 5 || NOT_NOW.contains(status)) {
            throw new IOException(why);
        }
        throw new Refused(why, status, answer.body(), lines.lines().count());
    }

    private static String firstLine(String body) {
        String line = body.lines().findFirst().orElse("").strip();
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }

    private static byte[] gzip(String lines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(lines.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** Without what may stand before the host and behind the path: passwords. */
    @Override
    public String toString() {
        String port = address.getPort() < 0 ? "" : ":" + address.getPort();
        return address.getScheme() + "://" + address.getHost() + port + address.getPath();
    }
}
