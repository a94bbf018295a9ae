package be.bsmr.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The files for GitHub, which nobody has run there: they are of the form that we know, and the
 * scripts that they call are there.
 */
class WorkflowsTest {

    private static final Path ROOT = Path.of("..");

    /** A script of ours, where a line of shell begins with it. */
    private static final Pattern SCRIPT = Pattern.compile("(?m)^\\s*((?:\\.ci|bench)/[\\w-]+)");

    private static JsonNode workflow(String name) throws IOException {
        Object read =
                new Yaml(new SafeConstructor(new LoaderOptions()))
                        .load(Files.readString(ROOT.resolve(".github/workflows").resolve(name)));
        return new ObjectMapper().valueToTree(read);
    }

    private static Schema schema() throws IOException {
        try (InputStream in = WorkflowsTest.class.getResourceAsStream("workflows.schema.json")) {
            return SchemaRegistry.withDialect(Dialects.getDraft202012())
                    .getSchema(Objects.requireNonNull(in), InputFormat.JSON);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ci.yml", "release.yml"})
    void eachHasTheFormThatWeKnow(String name) throws IOException {
        assertThat(schema().validate(workflow(name))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ci.yml", "release.yml"})
    void eachScriptThatIsCalledIsThere(String name) throws IOException {
        Stream<String> called =
                workflow(name).findValues("run").stream()
                        .flatMap(run -> SCRIPT.matcher(run.asText()).results())
                        .map(MatchResult::group)
                        .map(String::strip);
        assertThat(called).isNotEmpty().allSatisfy(s -> assertThat(ROOT.resolve(s)).isExecutable());
    }

    @Test
    void aWorkflowWithAKeyThatGitHubDoesNotKnowIsRefused() throws IOException {
        JsonNode wrong = workflow("ci.yml");
        ((ObjectNode) wrong.path("jobs").path("test")).put("run-on", "ubuntu");
        assertThat(schema().validate(wrong)).isNotEmpty();
    }
}
