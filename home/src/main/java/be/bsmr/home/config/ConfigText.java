package be.bsmr.home.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    /** In a key, the item of a list whose {@code id} it is, as in {@code loads[boiler].power_w}. */
    private static final Pattern ITEM = Pattern.compile("\\[([A-Za-z0-9_-]+)]");

    /**
     * With another value of a key, written where the key stands, or else behind its group; an item
     * that is not there yet comes behind the others of its list.
     *
     * @param key as in {@code tariff.area} or {@code loads[boiler].power_w}
     * @param value as it is meant, without quotes; null = as if the key, the group or the item had
     *     never been written
     * @throws ConfigException when the text is no YAML
     * @throws IllegalArgumentException when the key is a group, or stands in a list of another kind
     */
    public ConfigText with(String key, @Nullable String value) throws ConfigException {
        return with(
                key,
                value == null ? null : written(value),
                value == null ? JsonNodeFactory.instance.nullNode() : new TextNode(value));
    }

    /**
     * With other values of a key that is a list of them.
     *
     * @param key as {@link #with(String, String)}
     */
    public ConfigText with(String key, List<String> values) throws ConfigException {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        values.forEach(items::add);
        return with(
                key,
                values.stream()
                        .map(ConfigText::written)
                        .collect(Collectors.joining(", ", "[", "]")),
                items);
    }

    private ConfigText with(String key, @Nullable String written, JsonNode meaning)
            throws ConfigException {
        JsonNode before = Written.of(file, text).tree();
        List<String> names = names(key);
        Node root = Written.nodes(text);
        String changed =
                root instanceof MappingNode keys
                        ? changed(keys, names, written)
                        : written == null
                                ? text
                                : ended(text) + lines(names, written, "", newline());
        ConfigText next = new ConfigText(file, changed);
        JsonNode after = Written.of(file, changed).tree();
        // A slip of ours must not reach anybody's file.
        if (!saying(before, names, meaning)
                .equals(written == null ? saying(after, names, meaning) : after)) {
            throw new IllegalArgumentException(
                    key + " cannot be changed here without changing more; edit " + file);
        }
        return next;
    }

    /**
     * The line in which a key stands, counted from 1; 0 when it is not written.
     *
     * @throws ConfigException when the text is no YAML
     */
    public int lineOf(String key) throws ConfigException {
        Written.of(file, text);
        Node at = Written.nodes(text);
        int line = 0;
        for (String name : names(key)) {
            Matcher id = ITEM.matcher(name);
            if (id.matches()) {
                at = at instanceof SequenceNode list ? item(list, id.group(1)) : null;
                line = at == null ? 0 : at.getStartMark().getLine() + 1;
            } else {
                NodeTuple pair = at instanceof MappingNode keys ? find(keys, name) : null;
                at = pair == null ? null : pair.getValueNode();
                line = pair == null ? 0 : pair.getKeyNode().getStartMark().getLine() + 1;
            }
        }
        return line;
    }

    private static List<String> names(String key) {
        return List.of(key.replace("[", ".[").split("\\.", -1));
    }

    /** What a tree of keys says when one of them says something else. */
    private static JsonNode saying(JsonNode tree, List<String> names, JsonNode value) {
        ObjectNode all =
                tree instanceof ObjectNode keys
                        ? keys.deepCopy()
                        : JsonNodeFactory.instance.objectNode();
        ObjectNode at = all;
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            boolean last = i == names.size() - 1;
            Matcher id = ITEM.matcher(last ? "" : names.get(i + 1));
            if (last) {
                at.set(name, value);
            } else if (id.matches()) {
                ArrayNode items = at.get(name) instanceof ArrayNode list ? list : at.putArray(name);
                ObjectNode item = item(items, id.group(1));
                i++;
                if (i == names.size() - 1) {
                    items.remove(indexOf(items, item));
                } else {
                    at = item;
                }
            } else {
                at = at.get(name) instanceof ObjectNode inner ? inner : at.putObject(name);
            }
        }
        return all;
    }

    private static ObjectNode item(ArrayNode items, String id) {
        for (JsonNode item : items) {
            if (item instanceof ObjectNode keys && keys.path("id").asText().equals(id)) {
                return keys;
            }
        }
        return items.addObject().put("id", id);
    }

    private static int indexOf(ArrayNode items, JsonNode item) {
        int index = 0;
        while (!items.get(index).equals(item)) {
            index++;
        }
        return index;
    }

    private String changed(MappingNode keys, List<String> names, @Nullable String written) {
        NodeTuple found = find(keys, names.get(0));
        List<String> deeper = names.subList(1, names.size());
        if (found == null) {
            return written == null ? text : inserted(keys, names, written);
        }
        Node there = found.getValueNode();
        if (!deeper.isEmpty() && ITEM.matcher(deeper.get(0)).matches()) {
            return changedItem(found, deeper, written);
        }
        if (!deeper.isEmpty() && there instanceof MappingNode inner) {
            return changed(inner, deeper, written);
        }
        if (written == null) {
            return deeper.isEmpty() ? without(keys, found) : text;
        }
        if (there instanceof MappingNode
                || (there instanceof SequenceNode
                        && !(deeper.isEmpty() && written.startsWith("[")))) {
            throw new IllegalArgumentException(
                    names.get(0) + " is a list or a group: it is changed in the file");
        }
        if (deeper.isEmpty()) {
            return replaced(found, written);
        }
        // A group of which nothing was said: "tariff:".
        return insertedBelow(
                found, lines(deeper, written, indentBelow(found.getKeyNode()), newline()));
    }

    // ---- items

    private String changedItem(NodeTuple list, List<String> names, @Nullable String written) {
        Node there = list.getValueNode();
        String id = names.get(0).substring(1, names.get(0).length() - 1);
        List<String> deeper = names.subList(1, names.size());
        SequenceNode items = there instanceof SequenceNode some ? some : null;
        Node item = items == null ? null : item(items, id);
        if (items != null && item instanceof MappingNode keys) {
            return deeper.isEmpty()
                    ? withoutItem(list, items, keys)
                    : changed(keys, deeper, written);
        }
        return written == null ? text : withItem(list, items, names, written);
    }

    private static @Nullable MappingNode item(SequenceNode items, String id) {
        return items.getValue().stream()
                .filter(MappingNode.class::isInstance)
                .map(MappingNode.class::cast)
                .filter(keys -> isCalled(keys, id))
                .findFirst()
                .orElse(null);
    }

    private static boolean isCalled(MappingNode item, String id) {
        NodeTuple pair = find(item, "id");
        return pair != null
                && pair.getValueNode() instanceof ScalarNode value
                && value.getValue().equals(id);
    }

    private String withItem(
            NodeTuple list, @Nullable SequenceNode items, List<String> names, String written) {
        if (items == null || items.getValue().isEmpty()) {
            ConfigText bare = new ConfigText(file, replaced(list, ""));
            String indent = indentBelow(list.getKeyNode());
            return bare.insertedBelow(list, lines(names, written, indent, newline()));
        }
        Node last = items.getValue().get(items.getValue().size() - 1);
        if (items.getFlowStyle() == FlowStyle.FLOW) {
            int end = last.getEndMark().getIndex();
            return text.substring(0, end) + ", " + inBraces(names, written) + text.substring(end);
        }
        int dash = text.lastIndexOf('-', last.getStartMark().getIndex() - 1);
        String indent = text.substring(startOfLine(dash), dash);
        int end = endOfBlock(last, indent.length());
        return ended(text.substring(0, end))
                + lines(names, written, indent, newline()).stripTrailing()
                + (end < text.length() ? text.substring(end) : newline());
    }

    private String withoutItem(NodeTuple list, SequenceNode items, Node item) {
        List<Node> all = items.getValue();
        int index = all.indexOf(item);
        int start = item.getStartMark().getIndex();
        int end = item.getEndMark().getIndex();
        if (all.size() == 1 && items.getFlowStyle() == FlowStyle.FLOW) {
            return replaced(list, "[]");
        }
        if (items.getFlowStyle() == FlowStyle.FLOW) {
            return index < all.size() - 1
                    ? text.substring(0, start)
                            + text.substring(all.get(index + 1).getStartMark().getIndex())
                    : text.substring(0, all.get(index - 1).getEndMark().getIndex())
                            + text.substring(end);
        }
        int dash = text.lastIndexOf('-', start - 1);
        int first = withCommentsAbove(startOfLine(dash), dash - startOfLine(dash));
        int last = Math.min(text.length(), lineAfter(endOfBlock(item, dash - startOfLine(dash))));
        String others = text.substring(0, first) + text.substring(last);
        if (all.size() > 1) {
            return others;
        }
        int colon = others.indexOf(':', list.getKeyNode().getEndMark().getIndex()) + 1;
        return others.substring(0, colon) + " []" + others.substring(colon);
    }

    /** Comments that touch an item from above, and begin where it begins, are about it. */
    private int withCommentsAbove(int start, int column) {
        int first = start;
        while (first > 0) {
            int above = startOfLine(first - 1);
            if (!isComment(above) || columnOf(above) != column) {
                return first;
            }
            first = above;
        }
        return first;
    }

    /** The end of the last line of a block, with the comments below that stand further in. */
    private int endOfBlock(Node node, int column) {
        int end = endOfLine(last(node));
        for (int next = lineAfter(end);
                next < text.length() && isComment(next) && columnOf(next) > column;
                next = lineAfter(end)) {
            end = endOfLine(next);
        }
        return end;
    }

    private boolean isComment(int start) {
        int at = start + columnOf(start);
        return at < text.length() && text.charAt(at) == '#';
    }

    private int columnOf(int start) {
        int at = start;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at - start;
    }

    private int startOfLine(int at) {
        return text.lastIndexOf('\n', at - 1) + 1;
    }

    private int lineAfter(int end) {
        int newline = text.indexOf('\n', end);
        return newline < 0 ? text.length() : newline + 1;
    }

    // ---- keys

    private static String indentBelow(Node key) {
        return " ".repeat(key.getStartMark().getColumn() + 2);
    }

    /** Below the line of a key of which nothing is said. */
    private String insertedBelow(NodeTuple pair, String lines) {
        int end = endOfLine(pair.getKeyNode().getEndMark().getIndex());
        return text.substring(0, end) + newline() + lines.stripTrailing() + text.substring(end);
    }

    /** What a key says, up to the comment behind it, if it has one. */
    private String replaced(NodeTuple pair, String written) {
        int colon = text.indexOf(':', pair.getKeyNode().getEndMark().getIndex()) + 1;
        int start = pair.getValueNode().getStartMark().getIndex();
        int end = last(pair.getValueNode());
        boolean below = text.substring(colon, start).contains("\n");
        boolean bare = below || start == end || written.isEmpty();
        return text.substring(0, bare ? colon : start)
                + (bare && !written.isEmpty() ? " " : "")
                + written
                + text.substring(end);
    }

    /** Where the key has a line of its own the line goes, elsewhere only what it says. */
    private String without(MappingNode keys, NodeTuple pair) {
        int key = pair.getKeyNode().getStartMark().getIndex();
        int start = startOfLine(key);
        if (keys.getFlowStyle() == FlowStyle.FLOW || !text.substring(start, key).isBlank()) {
            return replaced(pair, "~");
        }
        int end = endOfBlock(pair.getValueNode(), key - start);
        return text.substring(0, start) + text.substring(Math.min(text.length(), lineAfter(end)));
    }

    private String inserted(MappingNode keys, List<String> names, String written) {
        if (keys.getFlowStyle() == FlowStyle.FLOW) {
            int brace = keys.getEndMark().getIndex() - 1;
            String in = inBraces(names, written);
            return text.substring(0, brace).stripTrailing()
                    + (keys.getValue().isEmpty() ? "" : ", ")
                    + in.substring(1, in.length() - 1)
                    + text.substring(brace);
        }
        String indent = " ".repeat(keys.getValue().get(0).getKeyNode().getStartMark().getColumn());
        int end = endOfLine(last(keys));
        return ended(text.substring(0, end))
                + lines(names, written, indent, newline()).stripTrailing()
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

    /** The lines of a key with the groups that it stands in; of an item with its id first. */
    private static String lines(List<String> names, String written, String indent, String newline) {
        StringBuilder lines = new StringBuilder();
        String in = indent;
        for (String name : names.subList(0, names.size() - 1)) {
            Matcher id = ITEM.matcher(name);
            lines.append(in)
                    .append(id.matches() ? "- id: " + written(id.group(1)) : name + ":")
                    .append(newline);
            in += "  ";
        }
        return lines.append(in)
                .append(names.get(names.size() - 1))
                .append(": ")
                .append(written)
                .append(newline)
                .toString();
    }

    /** As {@link #lines}, in one line, within braces; within brackets what is an item. */
    private static String inBraces(List<String> names, String written) {
        String name = names.get(0);
        Matcher id = ITEM.matcher(name);
        List<String> deeper = names.subList(1, names.size());
        if (id.matches()) {
            return "{id: " + written(id.group(1)) + ", " + inBraces(deeper, written).substring(1);
        }
        String value = deeper.isEmpty() ? written : inBraces(deeper, written);
        boolean list = !deeper.isEmpty() && ITEM.matcher(deeper.get(0)).matches();
        return "{" + name + ": " + (list ? "[" + value + "]" : value) + "}";
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
