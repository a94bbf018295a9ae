package be.bsmr.home.web;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Looks for what keeps people from using a page, with axe-core. */
final class Axe {

    private Axe() {}

    /** What is serious or critical: the rule, and the elements that break it. */
    @SuppressWarnings("unchecked")
    static List<String> faults(Page page) {
        if (page.evaluate("() => window.axe === undefined").equals(true)) {
            page.evaluate(script());
        }
        return (List<String>)
                page.evaluate(
                        """
                        async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
                          .filter((v) => ['serious', 'critical'].includes(v.impact))
                          .map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.any[0]?.message ?? ''}`).join('; ')}`)
                        """);
    }

    private static String script() {
        try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
