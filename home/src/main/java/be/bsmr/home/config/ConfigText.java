package be.bsmr.home.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The text of a configuration file, to be changed a key at a time. All else that stands in it stays
 * as its owner wrote it: comments, order, spaces, line ends.
 *
 * @param file named when the text does not fit
 * @param text of it
 */
public record ConfigText(Path file, String text) {

    /** What YAML takes for the very word, whatever stands around it. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./+@=-]*");

    /**
     * With another value of a key, written where the key stands, or else behind its group.
     *
     * @param key as in {@code tariff.area}
     * @param value as it is meant, without quotes; null = as if the key had never been written
     * @throws ConfigException when the text is no YAML
     * @throws IllegalArgumentException when the key is a group, or stands in a list
     */
    public ConfigText with(String key, @Nullable String value) throws ConfigException {
        JsonNode before = Written.of(file, text).tree();
        List<String> names = List.of(key.split("\\.", -1));
        Node root = Written.nodes(text);
        String changed =
                root instanceof MappingNode keys
                        ? changed(keys, names, value)
                        : value == null ? text : ended(text) + lines(names, value, "", newline());
        ConfigText next = new ConfigText(file, changed);
        next.mustSay(before, key, value);
        return next;
    }

    /** A slip of ours must not reach anybody's file. */
    private void mustSay(JsonNode before, String key, @Nullable String value)
            throws ConfigException {
        ObjectNode meant =
                before instanceof ObjectNode keys ? keys.deepCopy() : Overlay.keys(new Nothing());
        Overlay.set(meant, key, value);
        ObjectNode said =
                Written.of(file, text).tree() instanceof ObjectNode keys
                        ? keys.deepCopy()
                        : Overlay.keys(new Nothing());
        if (value == null) {
            Overlay.set(said, key, null);
        }
        if (!meant.equals(said)) {
            throw new IllegalArgumentException(
                    key + " cannot be changed here without changing more; edit " + file);
        }
    }

    /** What an empty file says. */
    private record Nothing() {}

    private String changed(MappingNode keys, List<String> names, @Nullable String value) {
        NodeTuple found = find(keys, names.get(0));
        List<String> deeper = names.subList(1, names.size());
        if (found == null) {
            return value == null ? text : inserted(keys, names, value);
        }
        Node there = found.getValueNode();
        if (!deeper.isEmpty() && there instanceof MappingNode inner) {
            return changed(inner, deeper, value);
        }
        if (!(there instanceof ScalarNode)) {
            throw new IllegalArgumentException(
                    names.get(0) + " is a list or a group: it is changed in the file");
        }
        if (value == null) {
            return deeper.isEmpty() ? without(keys, found) : text;
        }
        if (deeper.isEmpty()) {
            return replaced(there, written(value));
        }
        // A group of which nothing was said: "tariff:".
        int end = endOfLine(there.getEndMark().getIndex());
        String indent = " ".repeat(found.getKeyNode().getStartMark().getColumn() + 2);
        return text.substring(0, end)
                + newline()
                + lines(deeper, value, indent, newline()).stripTrailing()
                + text.substring(end);
    }

    private String replaced(Node there, String written) {
        int start = there.getStartMark().getIndex();
        int end = there.getEndMark().getIndex();
        String space = start == end && text.charAt(start - 1) == ':' ? " " : "";
        return text.substring(0, start) + space + written + text.substring(end);
    }

    /** Where the key has a line of its own the line goes, elsewhere only what it says. */
    private String without(MappingNode keys, NodeTuple pair) {
        if (keys.getFlowStyle() == FlowStyle.FLOW) {
            return replaced(pair.getValueNode(), "~");
        }
        int start = text.lastIndexOf('\n', pair.getKeyNode().getStartMark().getIndex() - 1) + 1;
        int end = endOfLine(pair.getValueNode().getEndMark().getIndex());
        boolean alone =
                text.substring(start, pair.getKeyNode().getStartMark().getIndex()).isBlank();
        return alone
                ? text.substring(0, start) + text.substring(Math.min(text.length(), end + 1))
                : replaced(pair.getValueNode(), "~");
    }

    private String inserted(MappingNode keys, List<String> names, String value) {
        if (keys.getFlowStyle() == FlowStyle.FLOW) {
            int brace = keys.getEndMark().getIndex() - 1;
            String groups = String.join(": {", names);
            return text.substring(0, brace).stripTrailing()
                    + (keys.getValue().isEmpty() ? "" : ", ")
                    + groups
                    + ": "
                    + written(value)
                    + "}".repeat(names.size() - 1)
                    + text.substring(brace);
        }
        String indent = " ".repeat(keys.getValue().get(0).getKeyNode().getStartMark().getColumn());
        int end = endOfLine(last(keys));
        return ended(text.substring(0, end))
                + lines(names, value, indent, newline()).stripTrailing()
                + (end < text.length() ? text.substring(end) : newline());
    }

    /** Where the last value of a group ends; what a group says next may come after comments. */
    private static int last(Node node) {
        if (node instanceof MappingNode keys
                && keys.getFlowStyle() != FlowStyle.FLOW
                && !keys.getValue().isEmpty()) {
            return last(keys.getValue().get(keys.getValue().size() - 1).getValueNode());
        }
        if (node instanceof SequenceNode items
                && items.getFlowStyle() != FlowStyle.FLOW
                && !items.getValue().isEmpty()) {
            return last(items.getValue().get(items.getValue().size() - 1));
        }
        return node.getEndMark().getIndex();
    }

    private static @Nullable NodeTuple find(MappingNode keys, String name) {
        return keys.getValue().stream()
                .filter(p -> p.getKeyNode() instanceof ScalarNode k && k.getValue().equals(name))
                .findFirst()
                .orElse(null);
    }

    private int endOfLine(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end > from && text.charAt(end - 1) == '\r' ? end - 1 : end;
    }

    private String newline() {
        return text.contains("\r\n") ? "\r\n" : "\n";
    }

    private String ended(String part) {
        return part.isEmpty() || part.endsWith("\n") ? part : part + newline();
    }

    private static String lines(List<String> names, String value, String indent, String newline) {
        StringBuilder lines = new StringBuilder();
        String in = indent;
        for (int i = 0; i < names.size() - 1; i++) {
            lines.append(in).append(names.get(i)).append(':').append(newline);
            in += "  ";
        }
        return lines.append(in)
                .append(names.get(names.size() - 1))
                .append(": ")
                .append(written(value))
                .append(newline)
                .toString();
    }

    private static String written(String value) {
        if (PLAIN.matcher(value).matches()) {
            return value;
        }
        return value.chars().anyMatch(c -> c < ' ')
                ? '"'
                        + value.replace("\\", "\\\\")
                                .replace("\"", "\\\"")
                                .replace("\n", "\\n")
                                .replace("\t", "\\t")
                                .replace("\r", "\\r")
                        + '"'
                : "'" + value.replace("'", "''") + "'";
    }
}
