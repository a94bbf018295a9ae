import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * BSMR's API (/api/v1) from Java 17, without any library. To see it work, once as it is and then
 * each second:
 *
 * <pre>java BsmrClient.java http://127.0.0.1:8080/ [TOKEN of bsmr token NAME]</pre>
 *
 * A value that BSMR does not know is null. Powers in W, energies in Wh.
 */
public final class BsmrClient {

    public record Reading(OffsetDateTime time, Integer importPower, Integer exportPower) {}

    public record Quarter(
            OffsetDateTime start, int demand, int forecast, int headroom, int target, String verdict) {}

    public record Load(String id, String name, String mode, String state, Integer power) {}

    public record Peak(YearMonth month, int demand, String source) {}

    public record StoredQuarter(Instant start, double imported, Integer demand, boolean complete) {}

    /** @param data an object, a list or a word, by the name of the event */
    public record Event(String id, String name, Object data) {}

    public enum Mode { AUTO, ON, OFF }

    /** BSMR did not do what was asked, and says why. */
    public static final class Problem extends IOException {
        public final int status;

        Problem(int status, String why) {
            super(why);
            this.status = status;
        }
    }

    private static final Pattern NEXT = Pattern.compile("<(.+)>; rel=\"next\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI api;
    private final String token;

    /** @param token null where nobody has to say who he is */
    public BsmrClient(URI dashboard, String token) {
        api = dashboard.resolve("api/v1/");
        this.token = token;
    }

    public Reading reading() throws IOException, InterruptedException {
        return reading(object(get("reading")));
    }

    public Quarter quarter() throws IOException, InterruptedException {
        return quarter(object(get("quarter")));
    }

    public List<Load> loads() throws IOException, InterruptedException {
        List<Load> loads = new ArrayList<>();
        for (Object one : list(get("loads"))) {
            Map<String, Object> l = object(one);
            loads.add(new Load(text(l, "id"), text(l, "name"), text(l, "mode"), text(l, "state"), whole(l, "power_w")));
        }
        return loads;
    }

    public List<Peak> peaks() throws IOException, InterruptedException {
        List<Peak> peaks = new ArrayList<>();
        for (Object one : list(get("peaks"))) {
            Map<String, Object> p = object(one);
            peaks.add(new Peak(YearMonth.parse(text(p, "month")), whole(p, "demand_w"), text(p, "source")));
        }
        return peaks;
    }

    /** The quarter-hours of some days, read page by page. */
    public List<StoredQuarter> quarters(LocalDate from, LocalDate before) throws IOException, InterruptedException {
        List<StoredQuarter> quarters = new ArrayList<>();
        URI page = api.resolve("history?each=quarter&limit=500&from=" + from + "&to=" + before);
        while (page != null) {
            HttpResponse<String> answer = send(request(page).build());
            Map<String, Object> table = object(new Json(answer.body()).value());
            List<Object> columns = list(table.get("columns"));
            for (Object cells : list(table.get("rows"))) {
                Map<String, Object> row = new LinkedHashMap<>();
                columns.forEach(name -> row.put((String) name, list(cells).get(row.size())));
                quarters.add(new StoredQuarter(Instant.ofEpochSecond(((Double) row.get("start")).longValue()), (Double) row.get("import_wh"),
                        whole(row, "demand_w"), row.get("complete") == Boolean.TRUE));
            }
            Matcher next = NEXT.matcher(answer.headers().firstValue("Link").orElse(""));
            page = next.matches() ? page.resolve(next.group(1)) : null;
        }
        return quarters;
    }

    /** Who decides over a load: BSMR, or a person. */
    public void decide(String load, Mode mode) throws IOException, InterruptedException {
        send(request(api.resolve("loads/" + load + "/mode")).header("X-BSMR", "1")
                .POST(BodyPublishers.ofString(mode.name().toLowerCase())).build());
    }

    /**
     * Hears what changes until {@code listener} wants no more, or the connection breaks.
     *
     * @param last id of the last event that you know, so that none is missed; null = none
     * @return id of the last event that was heard, to go on from there
     */
    public String listen(String last, Predicate<Event> listener) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(api.resolve("events")).version(HttpClient.Version.HTTP_1_1);
        if (last != null) {
            request.header("Last-Event-ID", last);
        }
        HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new Problem(answer.statusCode(), "no events");
        }
        String id = last;
        String name = "";
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int colon = line.indexOf(':');
                String value = colon < 0 ? "" : line.substring(colon + 1).strip();
                if (line.startsWith("id:")) {
                    id = value;
                } else if (line.startsWith("event:")) {
                    name = value;
                } else if (line.startsWith("data:") && !listener.test(new Event(id, name, new Json(value).value()))) {
                    return id;
                }
            }
        }
        return id;
    }

    public static Reading reading(Map<String, Object> r) {
        return new Reading(OffsetDateTime.parse(text(r, "time")), whole(r, "import_power_w"), whole(r, "export_power_w"));
    }

    public static Quarter quarter(Map<String, Object> q) {
        return new Quarter(OffsetDateTime.parse(text(q, "start")), whole(q, "demand_w"), whole(q, "forecast_demand_w"),
                whole(q, "headroom_w"), whole(q, "target_w"), text(q, "verdict"));
    }

    private Object get(String path) throws IOException, InterruptedException {
        return new Json(send(request(api.resolve(path)).build()).body()).value();
    }

    private HttpRequest.Builder request(URI address) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 400) {
            boolean said = answer.headers().firstValue("Content-Type").orElse("").equals("application/problem+json");
            throw new Problem(answer.statusCode(), said ? text(object(new Json(answer.body()).value()), "detail") : answer.body());
        }
        return answer;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object value) {
        return (List<Object>) value;
    }

    private static String text(Map<String, Object> object, String key) {
        return (String) object.get(key);
    }

    private static Integer whole(Map<String, Object> object, String key) {
        return object.get(key) instanceof Double number ? (Integer) number.intValue() : null;
    }

    /** As much JSON as one has to read: objects become maps, numbers doubles. */
    private static final class Json {
        private static final Pattern TOKEN =
                Pattern.compile("\\s*([\\[\\]{}:,]|\"((?:[^\"\\\\]|\\\\.)*+)\"|[-+.\\w]+)");
        private final Matcher tokens;

        Json(String text) {
            tokens = TOKEN.matcher(text);
            tokens.lookingAt();
        }

        private void next() {
            tokens.region(tokens.end(), tokens.regionEnd()).lookingAt();
        }

        Object value() {
            String token = tokens.group(1);
            Object value = switch (token.charAt(0)) {
                case '{', '[' -> many(token.equals("{") ? "}" : "]");
                case '"' -> unescaped(tokens.group(2));
                case 't', 'f' -> Boolean.valueOf(token);
                case 'n' -> null;
                default -> Double.valueOf(token);
            };
            if (tokens.end() < tokens.regionEnd()) {
                next();
            }
            return value;
        }

        private Object many(String end) {
            Map<String, Object> object = new LinkedHashMap<>();
            List<Object> list = new ArrayList<>();
            next();
            while (!tokens.group(1).equals(end)) {
                if (tokens.group(1).equals(",")) {
                    next();
                }
                Object value = value();
                if (end.equals("]")) {
                    list.add(value);
                } else {
                    next();
                    object.put((String) value, value());
                }
            }
            return end.equals("]") ? list : object;
        }

        private static String unescaped(String text) {
            return Pattern.compile("\\\\(u(....)|.)").matcher(text).replaceAll(m -> Matcher.quoteReplacement(
                    m.group(2) != null ? String.valueOf((char) Integer.parseInt(m.group(2), 16)) : switch (m.group(1)) {
                        case "n" -> "\n";
                        case "t" -> "\t";
                        default -> m.group(1);
                    }));
        }
    }

    public static void main(String[] args) throws Exception {
        try {
            show(args);
        } catch (Problem e) {
            System.err.println("BSMR answers " + e.status + ": " + e.getMessage());
            System.exit(1);
        }
    }

    private static void show(String[] args) throws IOException, InterruptedException {
        BsmrClient bsmr = new BsmrClient(URI.create(args[0]), args.length > 1 ? args[1] : null);
        System.out.println(bsmr.reading());
        System.out.println(bsmr.quarter());
        bsmr.loads().forEach(System.out::println);
        bsmr.peaks().forEach(System.out::println);
        LocalDate today = bsmr.reading().time().toLocalDate();
        bsmr.quarters(today.minusDays(1), today.plusDays(1)).forEach(System.out::println);
        bsmr.listen(null, event -> {
            if (event.name().equals("quarter")) {
                System.out.println(quarter(object(event.data())));
            }
            return true;
        });
    }
}
