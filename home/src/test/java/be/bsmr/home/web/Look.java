package be.bsmr.home.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Looks at a page that is open, on a phone, a panel and a screen, by day and by night, in each
 * language: nothing is wider than the screen, nobody is left out as far as axe-core can tell, no
 * word is missing. What it looked like is left in {@code target/pages}.
 */
public final class Look {

    private static final Path PICTURES = Path.of("target/pages");
    private static final int[][] SIZES = {{390, 844}, {320, 240}, {1280, 900}};

    /** A key that stands where its words should. */
    private static final Pattern BARE_KEY =
            Pattern.compile(
                    "\\b(set|load|part|rule|form)\\.|\\b(start|channel|switch|rule|role|scope)_");

    private Look() {}

    /**
     * @param name of the pictures
     */
    public static void at(Page page, String name) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (int[] size : SIZES) {
                page.setViewportSize(size[0], size[1]);
                String picture =
                        "%s-%d-%s".formatted(name, size[0], scheme.name().toLowerCase(Locale.ROOT));
                page.screenshot(
                        new Page.ScreenshotOptions()
                                .setFullPage(true)
                                .setPath(PICTURES.resolve(picture + ".png")));
                assertThat(
                                page.evaluate(
                                        "() => document.documentElement.scrollWidth -"
                                                + " document.documentElement.clientWidth"))
                        .as(picture)
                        .isEqualTo(0);
            }
            assertThat(Axe.faults(page)).as(name).isEmpty();
        }
        for (String language : List.of("fr", "de", "en", "nl")) {
            page.locator("[data-language=" + language + "]").dispatchEvent("click");
            page.waitForFunction("code => document.documentElement.lang === code", language);
            assertThat(page.locator("main .settings").allInnerTexts())
                    .as(language)
                    .isNotEmpty()
                    .noneMatch(text -> BARE_KEY.matcher(text).find());
        }
    }
}
