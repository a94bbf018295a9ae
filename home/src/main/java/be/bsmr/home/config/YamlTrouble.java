package be.bsmr.home.config;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * What is wrong with a text that is no YAML, for people who know no YAML: the common mistakes in
 * plain words, others as the reader of YAML says them.
 *
 * @param line counted from 1; 0 = unknown
 */
record YamlTrouble(int line, String problem) {

    private static final Pattern CANNOT_START =
            Pattern.compile("(?s)found character '(.)' that cannot start any token.*");

    static YamlTrouble of(MarkedYAMLException e) {
        String said = String.valueOf(e.getProblem());
        String within = String.valueOf(e.getContext());
        int begun = line(e.getContextMark());
        int line = line(e.getProblemMark());
        if (said.contains("(TAB)")) {
            return new YamlTrouble(line, "a tab; write spaces instead, two for each level");
        }
        if (said.startsWith("expected ',' or ']'")) {
            return new YamlTrouble(begun, "the bracket [ is not closed; write ] at the list's end");
        }
        if (said.startsWith("expected ',' or '}'")) {
            return new YamlTrouble(begun, "the brace { is not closed; write } behind the last key");
        }
        if (within.contains("quoted scalar")) {
            return new YamlTrouble(begun, "the quote is not closed; write it at both ends");
        }
        if (said.startsWith("mapping values are not allowed")) {
            return new YamlTrouble(
                    line,
                    "a second colon in a line, or a line that is indented too far; put a value with"
                            + " a colon in quotes, and begin the keys of a group under one another");
        }
        if (said.startsWith("expected <block end>")) {
            return new YamlTrouble(
                    line,
                    "is indented otherwise than the lines above; begin the keys of a group"
                            + " under one another");
        }
        if (said.startsWith("could not find expected ':'")) {
            return new YamlTrouble(
                    begun > 0 ? begun : line, "a key without a colon; write key: value");
        }
        Matcher start = CANNOT_START.matcher(said);
        return new YamlTrouble(
                line,
                start.matches()
                        ? "no value may begin with " + start.group(1) + "; put it in quotes"
                        : said);
    }

    ConfigException in(Path file) {
        return new ConfigException(file, line, problem);
    }

    private static int line(@Nullable Mark mark) {
        return mark == null ? 0 : mark.getLine() + 1;
    }
}
