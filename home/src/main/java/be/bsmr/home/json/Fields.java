package be.bsmr.home.json;

import be.bsmr.unit.Current;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import be.bsmr.unit.Voltage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the values of the field are written, whoever says them. What is absent is left out; numbers
 * are plain, never {@code 1E+2}.
 */
public final class Fields {

    /** Something that consists of several values. */
    public interface Part {

        JsonNode json(Fields fields);
    }

    private final ZoneId zone;

    /**
     * @param zone of all times that are written
     */
    public Fields(ZoneId zone) {
        this.zone = zone;
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** ISO 8601 to the second, with offset: {@code 2022-11-27T18:00:00+01:00}. */
    public String time(Instant at) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                at.truncatedTo(ChronoUnit.SECONDS).atZone(zone));
    }

    public void putTime(ObjectNode node, String key, @Nullable Instant at) {
        if (at != null) {
            node.put(key, time(at));
        }
    }

    public static void put(ObjectNode node, String key, @Nullable Power power) {
        if (power != null) {
            node.put(key, power.watts());
        }
    }

    public static void put(ObjectNode node, String key, @Nullable Object text) {
        if (text != null) {
            node.put(key, text.toString());
        }
    }

    public static BigDecimal wattHours(Energy energy) {
        return plain(energy.exactWattHours());
    }

    private static BigDecimal thousandths(int value) {
        return plain(BigDecimal.valueOf(value, 3));
    }

    /**
     * Writes a value of any kind that this field knows; a null is left out. Energies become Wh,
     * voltages V, currents A, powers whole W, durations whole s, shares four decimals, enum
     * constants words in lower case.
     */
    public void putValue(ObjectNode node, String key, @Nullable Object value) {
        if (value != null) {
            node.set(key, json(value));
        }
    }

    private JsonNode json(Object value) {
        if (value instanceof Part part) {
            return part.json(this);
        }
        if (value instanceof Power power) {
            return IntNode.valueOf(power.watts());
        }
        if (value instanceof Energy energy) {
            return DecimalNode.valueOf(wattHours(energy));
        }
        if (value instanceof Voltage voltage) {
            return DecimalNode.valueOf(thousandths(voltage.millivolts()));
        }
        if (value instanceof Current current) {
            return DecimalNode.valueOf(thousandths(current.milliamperes()));
        }
        if (value instanceof Instant at) {
            return TextNode.valueOf(time(at));
        }
        if (value instanceof Duration duration) {
            return LongNode.valueOf(duration.toSeconds());
        }
        if (value instanceof Double share) {
            return DecimalNode.valueOf(
                    plain(BigDecimal.valueOf(share).setScale(4, RoundingMode.HALF_UP)));
        }
        if (value instanceof BigDecimal number) {
            return DecimalNode.valueOf(plain(number));
        }
        if (value instanceof Integer number) {
            return IntNode.valueOf(number);
        }
        if (value instanceof Long number) {
            return LongNode.valueOf(number);
        }
        if (value instanceof Boolean flag) {
            return BooleanNode.valueOf(flag);
        }
        if (value instanceof Enum<?> word) {
            return TextNode.valueOf(lower(word));
        }
        if (value instanceof List<?> list) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            list.forEach(one -> array.add(json(one)));
            return array;
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = object();
            map.forEach((k, v) -> object.set(k.toString(), json(v)));
            return object;
        }
        return TextNode.valueOf(value.toString());
    }

    /** Without trailing zeros, and never as 1E+2. */
    public static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    public static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
