package be.bsmr.fleet.topology;

import be.bsmr.fleet.topics.Agreement;
import be.bsmr.fleet.topics.Member;
import be.bsmr.quarter.QuarterHour;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/** What others wrote, or an earlier build did: empty when it cannot be read. */
final class Stored {

    /** Between a community's id and what belongs to it, in the keys of stores. */
    private static final char BETWEEN = '\n';

    /** The sink of agreements that cannot be used. */
    static final String DEAD_AGREEMENTS = "dead-agreements";

    private Stored() {}

    static Optional<Member> member(byte[] bytes) {
        try {
            return Optional.of(Member.of(bytes));
        } catch (DataFormatException e) {
            return Optional.empty();
        }
    }

    static Optional<Agreement> agreement(byte[] bytes) {
        try {
            return Optional.of(Agreement.of(bytes));
        } catch (DataFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether a community may be called so. */
    static boolean isId(String community) {
        return !community.isBlank() && community.indexOf(BETWEEN) < 0;
    }

    /** What cannot be used, for the topic of dead letters. */
    static Record<String, byte[]> refused(Record<String, byte[]> record, String why) {
        Headers headers = new RecordHeaders();
        headers.add("reason", why.getBytes(StandardCharsets.UTF_8));
        return new Record<>(record.key(), record.value(), record.timestamp(), headers);
    }

    /**
     * How what belongs to a community is found in a store.
     *
     * @param rest whose or what it is; empty for the community itself
     */
    record Key(String community, String rest) {

        static Key of(String community, QuarterHour quarter) {
            return new Key(community, String.valueOf(quarter.start().getEpochSecond()));
        }

        static Key of(String text) {
            int end = text.indexOf(BETWEEN);
            return end < 0
                    ? new Key(text, "")
                    : new Key(text.substring(0, end), text.substring(end + 1));
        }

        String text() {
            return community + BETWEEN + rest;
        }

        QuarterHour quarter() {
            return new QuarterHour(Instant.ofEpochSecond(Long.parseLong(rest)));
        }
    }
}
