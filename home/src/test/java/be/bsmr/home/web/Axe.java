package be.bsmr.home.web;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Looks for what keeps people from using a page, with axe-core. */
final class Axe {

    private Axe() {}

    /** What is serious or critical: the rule, and the first element that breaks it. */
    @SuppressWarnings("unchecked")
    static List<String> faults(Page page) throws IOException {
        try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
            page.evaluate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        return (List<String>)
                page.evaluate(
                        "async () => (await axe.run()).violations"
                                + ".filter((v) => ['serious', 'critical'].includes(v.impact))"
                                + ".map((v) => v.id + ' ' + v.nodes[0].html)");
    }
}
