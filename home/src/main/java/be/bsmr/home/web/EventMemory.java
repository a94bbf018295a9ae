package be.bsmr.home.web;

import be.bsmr.home.messages.SiteMessages;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The newest events, so that who was cut off for a moment is told what he missed: {@value
 * #MOST_EVENTS} at most, some two minutes of a meter that speaks each second, and not more than
 * {@value #MOST_CHARACTERS} characters.
 */
final class EventMemory {

    static final int MOST_EVENTS = 256;
    static final int MOST_CHARACTERS = 512 * 1024;

    /** Ids of another start of the program are not taken for ours. */
    private final String start = Long.toString(new SecureRandom().nextLong() >>> 24, 36);

    private final Deque<Event> events = new ArrayDeque<>();
    private int characters;
    private long count;

    /** Gives a change its id, and remembers it. */
    synchronized Event add(SiteMessages.Message change) {
        count++;
        Event event = Event.of(newestId(), change);
        events.addLast(event);
        characters += event.whole().length();
        while (events.size() > MOST_EVENTS || characters > MOST_CHARACTERS) {
            characters -= events.removeFirst().whole().length();
        }
        return event;
    }

    /** Of the newest event; a snapshot has it, too. */
    synchronized String newestId() {
        return start + "-" + count;
    }

    /**
     * What came after an event.
     *
     * @param id as somebody sent it
     * @return empty when that is not known any more, and everything has to be told
     */
    synchronized Optional<List<Event>> after(String id) {
        if (id.equals(newestId())) {
            return Optional.of(List.of());
        }
        List<Event> later =
                events.stream().dropWhile(event -> !event.id().equals(id)).skip(1).toList();
        return later.isEmpty() ? Optional.empty() : Optional.of(later);
    }

    /** From now on what was is not told any more. */
    synchronized void forget() {
        // An id from before has nothing after it.
        count++;
        events.clear();
        characters = 0;
    }
}
