package be.bsmr.fleet.topology;

import be.bsmr.fleet.topics.Agreement;
import be.bsmr.fleet.topics.Member;
import java.util.Optional;
import java.util.zip.DataFormatException;

/** What others wrote, or an earlier build did: empty when it cannot be read. */
final class Stored {

    /** Between a community's id and what belongs to it, in the keys of stores. */
    private static final char BETWEEN = '\n';

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

    /** How the keys of all that belongs to a community begin. */
    static String of(String community) {
        return community + BETWEEN;
    }
}
