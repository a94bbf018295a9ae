package be.bsmr.home.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The documents as a page: whole, without a script, and readable by everybody. */
class ApiPageTest {

    /** Unfolds what {@code wanted} says, and tells how wide the page is then. */
    private static final String UNFOLD =
            """
            () => ((wanted) => {
              for (const one of document.querySelectorAll('details')) {
                one.open = Boolean(wanted(one));
              }
              return document.documentElement.scrollWidth;
            })(\
            """;

    private static final int MOST_BYTES = 190_000;

    private final ApiDocument document = new ApiDocument();
    private final String html = ApiPage.html();

    @Test
    void saysEachAddressEachTopicAndEachType() {
        document.openapi()
                .path("paths")
                .fieldNames()
                .forEachRemaining(path -> assertThat(html).contains(" /api/v1" + path + "</code>"));
        document.openapi()
                .at("/components/schemas")
                .fieldNames()
                .forEachRemaining(name -> assertThat(html).contains("id=\"type-" + name + "\""));
        for (JsonNode channel : document.asyncapi().path("channels")) {
            String address = channel.path("address").asText();
            assertThat(html).contains(address.startsWith("/") ? "/api/v1" + address : address);
        }
        assertThat(html).doesNotContain("<script", "style=", "`");
        assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(MOST_BYTES);
    }

    @Test
    void isFitForEverybodyAndItsLinksLeadSomewhere() throws Exception {
        List<String> complaints = new ArrayList<>();
        try (Dashboard dashboard = Pages.dashboard(Pages.access(), Pages.answers(true));
                Chromium chromium = new Chromium()) {
            dashboard.start();
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                for (int width : new int[] {1280, 390}) {
                    try (BrowserContext context =
                            chromium.browser()
                                    .newContext(
                                            new Browser.NewContextOptions()
                                                    .setColorScheme(scheme)
                                                    .setViewportSize(width, 900))) {
                        Page page = context.newPage();
                        page.onPageError(complaints::add);
                        page.onConsoleMessage(m -> complaints.add(m.text()));
                        page.navigate(dashboard.address() + "api");
                        assertThat(page.evaluate(UNFOLD + "() => true)"))
                                .as("as wide as the screen, whatever is unfolded")
                                .isEqualTo(width);
                        // One of each kind: there are hundreds of rows.
                        page.evaluate(
                                UNFOLD
                                        + "(d) => d.querySelector('#history, #setMode, #type-Quarter'))");
                        complaints.addAll(Axe.faults(page));
                        complaints.addAll(Written.faults(page));
                        page.screenshot(
                                new Page.ScreenshotOptions()
                                        .setPath(
                                                Path.of(
                                                        "target/pages/api-"
                                                                + width
                                                                + "-"
                                                                + scheme
                                                                + ".png")));
                        page.locator("a[href='#type-Quarter']").first().evaluate("a => a.click()");
                        assertThat(page.locator("#type-Quarter").isVisible()).isTrue();
                    }
                }
            }
        }
        assertThat(complaints).isEmpty();
    }
}
