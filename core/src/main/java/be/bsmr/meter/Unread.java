package be.bsmr.meter;

import java.util.List;

/**
 * Lines of a telegram of which nothing, or not all, became a value. They are kept as sent.
 *
 * @param unknown lines that we have no name for
 * @param unreadable lines that we know but of which a value, or a part of it, makes no sense, or
 *     which say again, and otherwise, what an earlier line says
 */
public record Unread(List<String> unknown, List<String> unreadable) {

    public static final Unread NONE = new Unread(List.of(), List.of());

    public Unread {
        unknown = List.copyOf(unknown);
        unreadable = List.copyOf(unreadable);
    }
}
