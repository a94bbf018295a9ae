package be.bsmr.home.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The configuration, as its owner sees and changes it on the page. */
public interface OwnersSettings {

    /**
     * {@code file}, and {@code values}: each {@code key} with its {@code value}, which a {@code
     * secret} does not show, and {@code choices} where only those are meant.
     *
     * @throws IOException when it cannot be read, in the owner's words
     */
    ObjectNode values() throws IOException;

    /**
     * Writes other values, all or none of them.
     *
     * @param changes by key; null = as if it had never been written
     * @throws IllegalArgumentException when they do not fit, saying what to write instead
     * @throws IOException when they cannot be written
     */
    void change(Map<String, @Nullable String> changes) throws IOException;
}
