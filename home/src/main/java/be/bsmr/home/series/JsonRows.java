package be.bsmr.home.series;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON object on a line for each row; what is not known is {@code null}. */
public final class JsonRows implements RowWriter {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ISO_OFFSET_DATE_TIME;

    /** A line each, or one array of them. */
    public enum Style {
        LINES,
        ARRAY
    }

    private final Style style;
    private final List<Series.Column> columns;
    private final ZoneId zone;
    private final Writer out;
    private final JsonGenerator json;
    private boolean begun;

    public JsonRows(List<Series.Column> columns, Style style, ZoneId zone, Writer out)
            throws IOException {
        this.style = style;
        this.columns = columns;
        this.zone = zone;
        this.out = out;
        json = new JsonFactory().createGenerator(out);
        json.setRootValueSeparator(null);
    }

    @Override
    public void write(List<@Nullable Object> row) throws IOException {
        if (style == Style.ARRAY) {
            json.writeRaw(begun ? ",\n" : "[\n");
        }
        begun = true;
        json.writeStartObject();
        for (int i = 0; i < columns.size(); i++) {
            json.writeFieldName(columns.get(i).name());
            write(row.get(i));
        }
        json.writeEndObject();
        if (style == Style.LINES) {
            json.writeRaw('\n');
        }
    }

    @Override
    public void close() throws IOException {
        json.flush();
        if (style == Style.ARRAY) {
            out.write(begun ? "\n]\n" : "[]\n");
        }
        json.close();
    }

    private void write(@Nullable Object value) throws IOException {
        if (value instanceof Instant at) {
            json.writeString(TIME.format(at.atZone(zone)));
        } else {
            plain(value, json);
        }
    }

    /** What is no time, as every format of JSON has it. */
    static void plain(@Nullable Object value, JsonGenerator json) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else {
            json.writeString(value.toString());
        }
    }
}
