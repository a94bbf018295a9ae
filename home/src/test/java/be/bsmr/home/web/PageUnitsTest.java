package be.bsmr.home.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The units of the page's script, in the machine's own Chromium and without the program: only the
 * static files are served. The tests themselves are in {@code units/units.js}, beside them.
 */
class PageUnitsTest {

    private final List<String> complaints = new ArrayList<>();

    @TestFactory
    Stream<DynamicTest> eachUnitDoesWhatItSays() throws IOException {
        List<Map<String, String>> results = results();
        assertThat(complaints).isEmpty();
        assertThat(results).hasSizeGreaterThan(20);
        return results.stream()
                .map(
                        result ->
                                DynamicTest.dynamicTest(
                                        result.get("name"),
                                        () -> assertThat(result.get("error")).isEmpty()));
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, String>> results() throws IOException {
        try (WebServer server =
                        WebServer.listening(
                                new WebSettings(true, "127.0.0.1", 0, null, null),
                                new StaticFiles("now"),
                                Duration.ofSeconds(30),
                                () -> {});
                Chromium chromium = new Chromium()) {
            Page page =
                    chromium.browser()
                            .newContext(
                                    new Browser.NewContextOptions()
                                            .setLocale("en-GB")
                                            .setTimezoneId("America/New_York"))
                            .newPage();
            page.onPageError(complaints::add);
            page.navigate(server.address().resolve("units.html").toString());
            page.waitForSelector(
                    "html[data-done]",
                    new Page.WaitForSelectorOptions().setState(WaitForSelectorState.ATTACHED));
            return (List<Map<String, String>>) page.evaluate("window.results");
        }
    }
}
