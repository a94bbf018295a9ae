package be.bsmr.home.series;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code {"columns": [names], "rows": [[values], …]}}: small, for whoever draws it. Times are
 * seconds since 1970, UTC; days and months as {@code 2026-11-26} and {@code 2026-11}.
 */
public final class JsonTable implements RowWriter {

    private final JsonGenerator json;

    public JsonTable(List<Series.Column> columns, Writer out) throws IOException {
        json = new JsonFactory().createGenerator(out);
        json.writeStartObject();
        json.writeArrayFieldStart("columns");
        for (Series.Column column : columns) {
            json.writeString(column.name());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rows");
    }

    @Override
    public void write(List<@Nullable Object> row) throws IOException {
        json.writeStartArray();
        for (Object value : row) {
            if (value instanceof Instant at) {
                json.writeNumber(at.getEpochSecond());
            } else {
                JsonRows.plain(value, json);
            }
        }
        json.writeEndArray();
    }

    @Override
    public void close() throws IOException {
        json.writeEndArray();
        json.writeEndObject();
        json.close();
    }
}
