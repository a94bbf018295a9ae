package be.bsmr.home.settings;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents tell people to write into their configuration is taken by it. */
class DocumentedConfigurationTest {

    private static final Pattern BLOCK = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

    /** Of another file, as its first line says, or of another program. */
    private static final Pattern OTHERS =
            Pattern.compile("(# (?!bsmr\\.yaml)\\S+\\.ya?ml\\b|automation:).*", Pattern.DOTALL);

    /** In the place of a secret that its reader has. */
    private static final String FILLED_IN = "0123456789abcdef0123456789abcdef";

    /** Where a block may stand: the keys above it, and how far it is set in. */
    private static final List<String> PLACES = List.of("", "notify:", "mqtt:", "loads:\n  - id: x");

    @Test
    void eachBlockFitsWhereItBelongs() throws IOException {
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        try (Stream<Path> documents = Files.list(Path.of("../docs"))) {
            for (Path document : documents.filter(f -> f.toString().endsWith(".md")).toList()) {
                boolean ofAFleet = document.getFileName().toString().startsWith("fleet");
                for (String block :
                        BLOCK.matcher(Files.readString(document))
                                .results()
                                .map(
                                        m ->
                                                m.group(1)
                                                        .stripTrailing()
                                                        .stripIndent()
                                                        .replace("…", FILLED_IN))
                                .filter(b -> !ofAFleet && !OTHERS.matcher(b).matches())
                                .toList()) {
                    tried++;
                    String why = whyNot(block);
                    if (!why.isEmpty()) {
                        wrong.add(document.getFileName() + ": " + why + "\n" + block);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(tried).isGreaterThan(30);
    }

    /** Empty when it fits somewhere; else why it does not at the top. */
    private static String whyNot(String block) {
        String why = "";
        for (String place : PLACES) {
            String text =
                    place.isEmpty()
                            ? block
                            : place + "\n" + block.indent(place.length() > 7 ? 4 : 2);
            try {
                Object unused = HomeConfig.parse(Path.of("bsmr.yaml"), text);
                return "";
            } catch (ConfigException e) {
                why = why.isEmpty() ? String.valueOf(e.getMessage()) : why;
            }
        }
        return why;
    }
}
