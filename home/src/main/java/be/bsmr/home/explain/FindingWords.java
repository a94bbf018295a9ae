package be.bsmr.home.explain;

import be.bsmr.home.json.TroubleWords;
import be.bsmr.home.source.Finding;
import be.bsmr.home.source.Finding.Severity;
import be.bsmr.home.words.Texts;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says what the link doctor found, and what to do about it. */
public final class FindingWords {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final TroubleWords TROUBLES = new TroubleWords();
    private static final int WIDTH = 88;
    private static final int MOST_LINES = 5;

    /** Facts that not every meter tells. */
    private static final List<String> OPTIONAL =
            List.of(
                    "equipment_id",
                    "version",
                    "id",
                    "age",
                    "offset",
                    "voltage_l1_v",
                    "voltage_l2_v",
                    "voltage_l3_v");

    private final Texts texts;

    public FindingWords(Texts texts) {
        this.texts = texts;
    }

    public boolean isHealthy(List<Finding> found) {
        return found.stream().noneMatch(f -> f.severity() == Severity.PROBLEM);
    }

    /** A block for each finding, and a conclusion. */
    public String text(List<Finding> found) {
        StringBuilder s = new StringBuilder();
        int margin = 2;
        for (Severity severity : Severity.values()) {
            margin = Math.max(margin, mark(severity).length() + 2);
        }
        for (Finding f : found) {
            s.append(wrapped(mark(f.severity()), margin, what(f)));
            String advice = advice(f);
            if (!advice.isEmpty()) {
                s.append(wrapped("", margin, "→ " + advice));
            }
        }
        long problems = found.stream().filter(f -> f.severity() == Severity.PROBLEM).count();
        s.append('\n')
                .append(
                        texts.text(
                                problems == 0 ? "healthy" : "not_healthy",
                                Map.of("problems", problems)));
        return s.toString();
    }

    /** For scripts. */
    public String json(List<Finding> found) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Finding f : found) {
            list.addObject()
                    .put("finding", f.kind().label())
                    .put("severity", f.severity().label())
                    .put("text", words(f))
                    .set("numbers", MAPPER.valueToTree(f.facts()));
        }
        return list.toString();
    }

    /** What it is, and what to do. */
    public String words(Finding f) {
        return (what(f) + " " + advice(f)).strip();
    }

    private String what(Finding f) {
        String key = key(f);
        Map<String, Object> facts = said(f.facts());
        boolean rhythm = f.facts().containsKey("interval_s");
        if (!rhythm && texts.has(key + ".alone")) {
            return texts.text(key + ".alone", facts);
        }
        if (f.facts().containsKey("ahead_s") && texts.has(key + ".ahead")) {
            return texts.text(key + ".ahead", facts);
        }
        boolean broken = f.facts().containsKey("line") && texts.has(key + ".line");
        return broken
                ? texts.text(key, facts) + " " + texts.text(key + ".line", facts)
                : texts.text(key, facts);
    }

    /** Empty when nothing needs doing. */
    private String advice(Finding f) {
        String key = key(f) + ".do";
        return f.severity() != Severity.OK && texts.has(key)
                ? texts.text(key, said(f.facts()))
                : "";
    }

    private static String key(Finding f) {
        return "finding." + f.kind().label();
    }

    /** Facts as people read them. */
    private Map<String, Object> said(Map<String, Object> facts) {
        Map<String, Object> said = new HashMap<>();
        facts.forEach(
                (name, fact) -> {
                    if (fact instanceof List<?> lines) {
                        said.put(name, shown(lines));
                    } else if (fact instanceof String text) {
                        said.put(name, TelegramRows.visible(text));
                    } else {
                        said.put(name, fact);
                    }
                });
        OPTIONAL.forEach(fact -> said.putIfAbsent(fact, "–"));
        if (facts.get("trouble") instanceof String trouble) {
            said.put("trouble", TROUBLES.in(texts.language(), trouble).orElse(trouble));
        }
        if (facts.get("type") instanceof String type) {
            said.put("type", texts.text(type));
        }
        if (facts.get("age_s") instanceof Long age) {
            said.put("age", age(Duration.ofSeconds(age)));
        }
        if (facts.get("ahead_s") instanceof Long ahead) {
            said.put("ahead", age(Duration.ofSeconds(ahead)));
        }
        if (facts.get("skew_s") instanceof Long skew) {
            said.put("skew", age(Duration.ofSeconds(Math.abs(skew))));
            said.put("direction", texts.text(skew > 0 ? "ahead" : "behind"));
        }
        return said;
    }

    private static String shown(List<?> lines) {
        String some =
                lines.stream()
                        .limit(MOST_LINES)
                        .map(line -> TelegramRows.visible(line.toString()))
                        .collect(Collectors.joining("  "));
        return lines.size() > MOST_LINES ? some + " …" : some;
    }

    private String age(Duration d) {
        if (d.toSeconds() < 120) {
            return d.toSeconds() + " s";
        }
        if (d.toMinutes() < 120) {
            return d.toMinutes() + " min";
        }
        return d.toHours() < 48
                ? d.toHours() + " " + texts.text("hours")
                : d.toDays() + " " + texts.text("days");
    }

    private String mark(Severity severity) {
        return texts.text("severity." + severity.label());
    }

    /** Lines of at most {@link #WIDTH}, all behind the margin but the mark. */
    private static String wrapped(String mark, int margin, String words) {
        StringBuilder s = new StringBuilder();
        StringBuilder line = new StringBuilder(mark).append(" ".repeat(margin - mark.length()));
        for (String paragraph : words.split("\n", -1)) {
            for (String word : paragraph.split(" ", -1)) {
                if (line.length() > margin && line.length() + word.length() > WIDTH) {
                    s.append(line.toString().stripTrailing()).append('\n');
                    line = new StringBuilder(" ".repeat(margin));
                }
                line.append(word).append(' ');
            }
            s.append(line.toString().stripTrailing()).append('\n');
            line = new StringBuilder(" ".repeat(margin));
        }
        return s.toString();
    }
}
