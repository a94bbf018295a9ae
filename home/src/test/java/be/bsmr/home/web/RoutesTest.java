package be.bsmr.home.web;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.edge.SiteAccess;
import be.bsmr.home.messages.ProgramHealth;
import be.bsmr.home.users.Role;
import be.bsmr.home.users.Scope;
import be.bsmr.home.users.UsersFile;
import be.bsmr.home.web.Route.Need;
import be.bsmr.home.web.api.OtherwiseRuns;
import be.bsmr.home.web.api.PageState;
import be.bsmr.home.web.api.UsersAnswers;
import be.bsmr.site.SiteInput;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The table of addresses, the document of it, and who is answered at each. */
@Timeout(120)
class RoutesTest {

    private static final String SECRET = "drie woorden & meer";
    private static final HttpHandler NOTHING = exchange -> {};

    @TempDir private Path folder;

    private final ApiDocument document = new ApiDocument();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<SiteInput> asked = new CopyOnWriteArrayList<>();

    /** What each sends to say who he is, by what he may do. */
    private final Map<String, String> visitors = new LinkedHashMap<>();

    private Dashboard dashboard;

    @BeforeEach
    void aHouseWithAllKindsOfVisitors() throws IOException {
        String panel = UsersFile.newToken();
        String read = UsersFile.newToken();
        String control = UsersFile.newToken();
        Path file = folder.resolve(UsersFile.NAME);
        UsersFile.EMPTY
                .withUser("ann", Role.OWNER, SECRET, Pages.SIX_PM)
                .withUser("ben", Role.VIEWER, SECRET, Pages.SIX_PM)
                .withToken("hall", Scope.PANEL, panel, Pages.SIX_PM)
                .withToken("grafana", Scope.READ, read, Pages.SIX_PM)
                .withToken("evcc", Scope.CONTROL, control, Pages.SIX_PM)
                .write(file);
        visitors.put("nobody", "");
        visitors.put("panel", "Bearer " + panel);
        visitors.put("read", "Bearer " + read);
        visitors.put("viewer", basic("ben"));
        visitors.put("control", "Bearer " + control);
        visitors.put("owner", basic("ann"));
        WebSettings network = new WebSettings(true, "0.0.0.0", 0, null, null);
        dashboard =
                new Dashboard(
                        network,
                        Pages.users(file, network),
                        Pages.access(new ProgramHealth(), asked::add),
                        Pages.answers(true));
        dashboard.start();
        new House(
                        DashboardPictures.SETTINGS,
                        House.Wiring.STAR,
                        Pages.SIX_PM,
                        step -> dashboard.show(step))
                .seconds(10, 1800);
    }

    @AfterEach
    void stop() {
        dashboard.close();
    }

    @Test
    void eachAddressIsInTheDocumentAndTheReverse() {
        TreeSet<String> routes = new TreeSet<>();
        routes().forEach(
                        r ->
                                routes.add(
                                        r.method()
                                                + " "
                                                + r.path()
                                                + " "
                                                + r.need().name().toLowerCase(Locale.ROOT)));
        assertThat(document.routes()).isEqualTo(routes);
    }

    @Test
    void noReferenceOfTheDocumentsLeadsNowhere() {
        assertThat(document.deadReferences()).isEmpty();
    }

    /** As by a comma in words without quotes. */
    @Test
    void nothingInTheDocumentsIsEmptyByMistake() {
        assertThat(document.emptyPlaces()).isEmpty();
    }

    /** By the new address and by the one it had before. */
    @Test
    void whoIsAnsweredDependsOnTheTableAndOnNothingElse() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Route route : routes()) {
            for (Map.Entry<String, String> visitor : visitors.entrySet()) {
                for (String address : addresses(route)) {
                    HttpResponse<String> answer =
                            ask(route, address, visitor.getValue(), "X-BSMR", "1");
                    boolean refused = answer.statusCode() == 401 || answer.statusCode() == 403;
                    if (refused == isAnswered(visitor.getKey(), route.need())) {
                        wrong.add(
                                visitor.getKey()
                                        + " at "
                                        + route.method()
                                        + " "
                                        + address
                                        + ": "
                                        + answer.statusCode());
                    }
                    boolean told = refused && !route.path().equals("/events");
                    if (told && address.startsWith("/api/v1/")) {
                        document.faults(route.method().toString(), route.path(), answer)
                                .forEach(f -> wrong.add(address + ": " + f));
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatChangesSomethingIsNotTakenFromAPageOfAnotherSite() throws Exception {
        for (Route route : routes()) {
            if (!route.method().toString().equals("GET")) {
                for (String address : addresses(route)) {
                    String owner = visitors.get("owner");
                    assertThat(ask(route, address, owner).statusCode()).as(address).isEqualTo(403);
                    assertThat(
                                    ask(
                                                    route,
                                                    address,
                                                    owner,
                                                    "X-BSMR",
                                                    "1",
                                                    "Origin",
                                                    "https://evil.example")
                                            .statusCode())
                            .as(address)
                            .isEqualTo(403);
                }
            }
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void whatCannotBeAnsweredIsAProblemAndStaysAsItWasAtTheOldAddresses() throws Exception {
        String owner = visitors.get("owner");
        Route whatif = route("/whatif");
        HttpResponse<String> problem = ask(whatif, "/api/v1/whatif?load_w=many&for_s=1", owner);
        assertThat(problem.statusCode()).isEqualTo(400);
        assertThat(document.faults("GET", "/whatif", problem)).isEmpty();
        assertThat(problem.body()).contains("\"status\":400", "load_w is a whole number");
        HttpResponse<String> before = ask(whatif, "/api/whatif?load_w=many&for_s=1", owner);
        assertThat(before.statusCode()).isEqualTo(400);
        assertThat(before.body()).startsWith("{\"error\":\"load_w is a whole number");
        HttpResponse<String> nothing = ask(whatif, "/api/v1/nothing", owner);
        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(document.faults("GET", "/whatif", nothing)).isEmpty();
        HttpResponse<String> method =
                send(
                        HttpRequest.newBuilder(uri("/api/v1/loads/boiler/mode"))
                                .header("Authorization", owner));
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.headers().firstValue("Allow")).contains("POST");
        assertThat(method.body()).contains("does not take GET: use POST");
        HttpResponse<String> nobody =
                send(HttpRequest.newBuilder(uri("/api/v1/whatif?load_w=1&for_s=1")));
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(document.faults("GET", "/whatif", nobody)).isEmpty();
        assertThat(nobody.body()).contains("send a token with it");
        assertThat(method.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
    }

    private boolean isAnswered(String visitor, Need need) {
        return switch (need) {
            case PANEL -> !visitor.equals("nobody");
            case READ -> !visitor.equals("nobody") && !visitor.equals("panel");
            case CONTROL -> visitor.equals("control") || visitor.equals("owner");
            case OWNER -> visitor.equals("owner");
        };
    }

    private static List<String> addresses(Route route) {
        return Stream.of("/api/v1" + route.path(), route.before())
                .filter(a -> a != null)
                .map(a -> a.replace("{id}", "boiler"))
                .toList();
    }

    private static Route route(String path) {
        return routes().stream().filter(r -> r.path().equals(path)).findFirst().orElseThrow();
    }

    private static List<Route> routes() {
        SiteAccess site = Pages.access();
        Dashboard.PageAnswers answers = Pages.answers(true);
        return Routes.of(
                site,
                answers,
                new UsersAnswers(
                        Pages.users(new WebSettings(true, "127.0.0.1", 0, null, null)),
                        site.clock(),
                        List::of),
                new PageState(site, answers.json(), answers.bill()),
                NOTHING,
                NOTHING,
                new OtherwiseRuns());
    }

    private HttpResponse<String> ask(
            Route route, String address, String authorization, String... headers) throws Exception {
        // A stream does not end: its head is enough.
        String method = route.path().equals("/events") ? "HEAD" : route.method().toString();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(address)).method(method, BodyPublishers.noBody());
        if (method.equals("POST")) {
            request.POST(BodyPublishers.ofString("?"));
        }
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private URI uri(String address) {
        return URI.create("http://127.0.0.1:" + dashboard.address().getPort() + address);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String basic(String name) {
        byte[] both = (name + ":" + SECRET).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }
}
