package be.bsmr.home.imports;

import be.bsmr.home.store.Quantity;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a file does not tell of itself.
 *
 * @param zone of its local times
 * @param start the hour that the first row of the original's file is of; null = not told
 * @param ean the connection that counts when a file has several; null = the first
 * @param names what series of Home Assistant are, by their id
 * @param ofHouse whether somebody vouches that the file is of the house's own meter, though it
 *     looks like another's
 */
public record ImportedReading(
        ZoneId zone,
        @Nullable LocalDateTime start,
        @Nullable String ean,
        Map<String, Quantity> names,
        boolean ofHouse) {

    public ImportedReading {
        names = Map.copyOf(names);
    }
}
