package be.bsmr.home.series;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import blue.strategic.parquet.ParquetWriter;
import blue.strategic.parquet.ValueWriter;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * Parquet, for pandas, DuckDB, Spark and the like: times are UTC milliseconds, days are dates,
 * months text such as {@code 2026-01}, numbers with decimals are doubles.
 */
public final class ParquetRows implements RowWriter {

    private final List<Series.Column> columns;
    private final ParquetWriter<List<@Nullable Object>> parquet;

    /**
     * @param name of the table
     * @param file that is not there yet
     */
    public ParquetRows(List<Series.Column> columns, String name, File file) throws IOException {
        this.columns = columns;
        List<Type> fields = columns.stream().map(ParquetRows::field).toList();
        parquet = ParquetWriter.writeFile(new MessageType(name, fields), file, this::put);
    }

    private static Type field(Series.Column column) {
        return switch (column.kind()) {
            case TIME ->
                    Types.optional(INT64)
                            .as(timestampType(true, TimeUnit.MILLIS))
                            .named(column.name());
            case DAY -> Types.optional(INT32).as(dateType()).named(column.name());
            case INTEGER -> Types.optional(INT64).named(column.name());
            case DECIMAL -> Types.optional(DOUBLE).named(column.name());
            case TRUTH -> Types.optional(BOOLEAN).named(column.name());
            case MONTH, TEXT -> Types.optional(BINARY).as(stringType()).named(column.name());
        };
    }

    private void put(List<@Nullable Object> row, ValueWriter values) {
        for (int i = 0; i < columns.size(); i++) {
            Object value = row.get(i);
            if (value != null) {
                values.write(columns.get(i).name(), plain(value));
            }
        }
    }

    private static Object plain(Object value) {
        if (value instanceof Instant at) {
            return at.toEpochMilli();
        }
        if (value instanceof LocalDate day) {
            return Math.toIntExact(day.toEpochDay());
        }
        if (value instanceof BigDecimal number) {
            return number.doubleValue();
        }
        return value instanceof Long || value instanceof Boolean ? value : value.toString();
    }

    @Override
    public void write(List<@Nullable Object> row) throws IOException {
        parquet.write(row);
    }

    @Override
    public void close() throws IOException {
        parquet.close();
    }
}
