package be.bsmr.home.series;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the rows of a {@link Series} in some format, each as it comes. */
public interface RowWriter extends Closeable {

    /**
     * @param row as the columns say
     */
    void write(List<@Nullable Object> row) throws IOException;
}
