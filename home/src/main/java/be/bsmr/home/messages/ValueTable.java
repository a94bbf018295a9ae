package be.bsmr.home.messages;

import be.bsmr.home.json.Fields;
import be.bsmr.home.messages.SiteValue.Form;
import be.bsmr.home.messages.SiteValue.Kind;
import be.bsmr.home.messages.SiteValue.Metric;
import be.bsmr.home.words.Language;
import be.bsmr.home.words.Words;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The values of one thing that a site speaks of, in the order in which JSON gives them.
 *
 * @param <T> what they are read from
 */
public final class ValueTable<T> {

    private static final Set<Kind> NAMED =
            EnumSet.of(Kind.GAUGE, Kind.COUNTER, Kind.PROBABILITY, Kind.FLAG);

    private final String name;
    private final List<SiteValue<T>> rows;
    private final boolean named;

    private ValueTable(String name, List<SiteValue<T>> rows, boolean named) {
        this.name = name;
        this.rows = List.copyOf(rows);
        this.named = named;
    }

    /**
     * Begins a table.
     *
     * @param name the topic below the site's, such as {@code quarter/finished}
     */
    static <T> Builder<T> of(String name) {
        return new Builder<>(name);
    }

    /** The topic below the site's, such as {@code quarter/finished}. */
    public String name() {
        return name;
    }

    public List<SiteValue<T>> rows() {
        return rows;
    }

    /**
     * The row of a key.
     *
     * @throws IllegalArgumentException when there is none
     */
    public SiteValue<T> row(String key) {
        return rows.stream()
                .filter(row -> row.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " has no row " + key));
    }

    /**
     * What people call the values that are numbers, or true or false; empty when nobody shows them
     * one by one.
     *
     * @return by key, in the order of the table
     */
    public Map<String, String> names(Language language) {
        Map<String, String> names = new LinkedHashMap<>();
        words().forEach((key, word) -> names.put(key, Words.in(language).say(word)));
        return names;
    }

    /**
     * Where those names stand in the words: {@code value.quarter_finished.demand_w}.
     *
     * @return by key, in the order of the table
     */
    public Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        for (SiteValue<T> row : rows) {
            if (named && row.form() == Form.KEY && NAMED.contains(row.kind())) {
                words.put(row.key(), "value." + name.replace('/', '_') + "." + row.key());
            }
        }
        return words;
    }

    /** The keys whose values are known. */
    public ObjectNode json(T source, Fields fields) {
        ObjectNode node = Fields.object();
        put(node, source, fields);
        return node;
    }

    void put(ObjectNode node, T source, Fields fields) {
        for (SiteValue<T> row : rows) {
            if (row.form() == Form.KEY) {
                fields.putValue(node, row.key(), row.of(source));
            }
        }
    }

    /** Adds rows one after the other. */
    static final class Builder<T> {

        private final String name;
        private final List<SiteValue<T>> rows = new ArrayList<>();
        private boolean named;

        private Builder(String name) {
            this.name = name;
        }

        /** Its numbers and flags have names in the words, for who shows them one by one. */
        Builder<T> named() {
            named = true;
            return this;
        }

        /** Goes up and down. */
        Builder<T> gauge(
                String key, Unit unit, Function<T, @Nullable Object> read, String meaning) {
            return add(key, unit, Kind.GAUGE, read, meaning);
        }

        /** Only goes up, but for a restart or another meter. */
        Builder<T> counter(
                String key, Unit unit, Function<T, @Nullable Object> read, String meaning) {
            return add(key, unit, Kind.COUNTER, read, meaning);
        }

        Builder<T> text(String key, Function<T, @Nullable Object> read, String meaning) {
            return add(key, Unit.NONE, Kind.TEXT, read, meaning);
        }

        Builder<T> time(String key, Function<T, @Nullable Object> read, String meaning) {
            return add(key, Unit.TIME, Kind.TIME, read, meaning);
        }

        Builder<T> probability(String key, Function<T, @Nullable Object> read, String meaning) {
            return add(key, Unit.SHARE, Kind.PROBABILITY, read, meaning);
        }

        Builder<T> flag(String key, Function<T, @Nullable Object> read, String meaning) {
            return add(key, Unit.NONE, Kind.FLAG, read, meaning);
        }

        /** Several values of one unit, or several things that have a table of their own. */
        Builder<T> list(String key, Unit unit, Function<T, @Nullable Object> read, String meaning) {
            return add(key, unit, Kind.LIST, read, meaning);
        }

        /** All rows of another table, read from a part of what this one is read from. */
        <P> Builder<T> all(ValueTable<P> part, Function<T, P> of) {
            for (SiteValue<P> row : part.rows) {
                rows.add(
                        new SiteValue<>(
                                row.key(),
                                row.unit(),
                                row.kind(),
                                source -> row.of(of.apply(source)),
                                row.meaning(),
                                row.metric(),
                                row.form()));
            }
            return this;
        }

        /** Makes the last row a metric too. */
        Builder<T> metric(String metric, String help) {
            int last = rows.size() - 1;
            rows.set(last, rows.get(last).as(new Metric(metric, help)));
            return this;
        }

        /** Makes the last row a metric that JSON does not have. */
        Builder<T> onlyMetric(String metric, String help) {
            int last = rows.size() - 1;
            rows.set(last, rows.get(last).onlyAs(new Metric(metric, help)));
            return this;
        }

        ValueTable<T> build() {
            Set<String> keys = new HashSet<>();
            for (SiteValue<T> row : rows) {
                if (!keys.add(row.key())) {
                    throw new IllegalStateException(name + " has two rows for " + row.key());
                }
            }
            return new ValueTable<>(name, rows, named);
        }

        private Builder<T> add(
                String key,
                Unit unit,
                Kind kind,
                Function<T, @Nullable Object> read,
                String meaning) {
            rows.add(new SiteValue<>(key, unit, kind, read, meaning, null, Form.KEY));
            return this;
        }
    }

    /** Several things of one table, for a row that is a list. */
    static <P> List<Fields.Part> each(ValueTable<P> table, List<P> parts) {
        List<Fields.Part> all = new ArrayList<>();
        parts.forEach(part -> all.add(fields -> table.json(part, fields)));
        return all;
    }

    /** One thing of a table, for a row that is an object; null when there is none. */
    static <P> Fields.@Nullable Part one(ValueTable<P> table, @Nullable P part) {
        return part == null ? null : fields -> table.json(part, fields);
    }
}
