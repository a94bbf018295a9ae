package be.bsmr.p1;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A plain reader to compare with: java.util.regex, BigDecimal, a checksum byte by byte. It reads
 * the numbers and stamps of good telegrams and knows no oddity.
 */
final class RegexDecoder {

    private static final Pattern TELEGRAM =
            Pattern.compile("(/[^/!]*!)([0-9A-F]{4})\\r\\n", Pattern.DOTALL);
    private static final Pattern LINE =
            Pattern.compile(
                    "^(\\d+-\\d+:\\d+\\.\\d+\\.\\d+)((?:\\([^()]*\\))+)$", Pattern.MULTILINE);
    private static final Pattern VALUE = Pattern.compile("\\(([^()]*)\\)");
    private static final Pattern NUMBER = Pattern.compile("(\\d+(?:\\.\\d+)?)\\*(\\w+)");
    private static final Pattern STAMP = Pattern.compile("(\\d{12})[SW]");
    private static final DateTimeFormatter DIGITS = DateTimeFormatter.ofPattern("yyMMddHHmmss");
    private static final ZoneId ZONE = ZoneId.of("Europe/Brussels");

    /** The values of each good telegram by register. */
    List<Map<String, Object>> read(byte[] stream) {
        List<Map<String, Object>> telegrams = new ArrayList<>();
        Matcher m = TELEGRAM.matcher(new String(stream, StandardCharsets.ISO_8859_1));
        while (m.find()) {
            byte[] checked = m.group(1).getBytes(StandardCharsets.ISO_8859_1);
            if (crc(checked) == Integer.parseInt(m.group(2), 16)) {
                telegrams.add(values(m.group(1)));
            }
        }
        return telegrams;
    }

    private static Map<String, Object> values(String telegram) {
        Map<String, Object> values = new LinkedHashMap<>();
        Matcher line = LINE.matcher(telegram);
        while (line.find()) {
            Matcher value = VALUE.matcher(line.group(2));
            while (value.find()) {
                values.put(line.group(1), value(value.group(1)));
            }
        }
        return values;
    }

    private static Object value(String text) {
        Matcher number = NUMBER.matcher(text);
        if (number.matches()) {
            return new BigDecimal(number.group(1));
        }
        Matcher stamp = STAMP.matcher(text);
        if (stamp.matches()) {
            return LocalDateTime.parse(stamp.group(1), DIGITS).atZone(ZONE).toInstant();
        }
        return text;
    }

    private static int crc(byte[] bytes) {
        int crc = 0;
        for (byte b : bytes) {
            crc = Crc16.next(crc, b);
        }
        return crc;
    }
}
