package be.bsmr.home.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.net.URL;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** A phone can keep the page as an app: what its manifest names is there, and Chromium agrees. */
class InstallableTest {

    private static JsonNode read(URL address) throws Exception {
        try (InputStream in = address.openStream()) {
            return new JsonMapper().readTree(in);
        }
    }

    @Test
    void theManifestNamesIconsThatAreThere() throws Exception {
        try (Dashboard dashboard =
                        Pages.dashboard(
                                new WebSettings(true, "127.0.0.1", 0, null, null),
                                Pages.access(),
                                Pages.answers(true));
                Chromium chromium = new Chromium()) {
            dashboard.start();
            URL address = dashboard.address().resolve("manifest.webmanifest").toURL();
            JsonNode manifest = read(address);
            assertThat(manifest.path("icons")).hasSize(2);
            for (JsonNode icon : manifest.path("icons")) {
                BufferedImage image =
                        ImageIO.read(address.toURI().resolve(icon.path("src").asText()).toURL());
                assertThat(image.getWidth() + "x" + image.getHeight())
                        .isEqualTo(icon.path("sizes").asText());
            }
            Page page = chromium.browser().newPage();
            page.navigate(dashboard.address().toString());
            CDPSession browser = page.context().newCDPSession(page);
            assertThat(browser.send("Page.getInstallabilityErrors").toString())
                    .as("nothing but that a test browses privately")
                    .isEqualTo(
                            "{\"installabilityErrors\":[{\"errorId\":\"in-incognito\","
                                    + "\"errorArguments\":[]}]}");
        }
    }
}
