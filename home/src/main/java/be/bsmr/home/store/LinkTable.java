package be.bsmr.home.store;

import be.bsmr.site.LinkHealth;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/** Table {@code link_health}: how well the cable to the meter did in each quarter. */
final class LinkTable {

    private LinkTable() {}

    /** What was counted in one quarter. */
    record Count(long quarter, long accepted, long rejected, long strayBytes, long opened) {

        /** What came between two states of the link; all of the second after a restart. */
        static Count between(LinkHealth before, LinkHealth after, long quarter) {
            LinkHealth from =
                    before.bytes() > after.bytes() || before.accepted() > after.accepted()
                            ? LinkHealth.INITIAL
                            : before;
            return new Count(
                    quarter,
                    after.accepted() - from.accepted(),
                    after.rejected() - from.rejected(),
                    after.strayBytes() - from.strayBytes(),
                    after.timesOpened() - from.timesOpened());
        }
    }

    /** Adds to what an earlier run counted of the same quarter. */
    static void write(Collection<Count> counts, Connection c) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement(
                        "INSERT INTO link_health (quarter, accepted, rejected, stray_bytes, opened)"
                                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (quarter) DO UPDATE SET"
                                + " accepted = accepted + excluded.accepted,"
                                + " rejected = rejected + excluded.rejected,"
                                + " stray_bytes = stray_bytes + excluded.stray_bytes,"
                                + " opened = opened + excluded.opened")) {
            for (Count n : counts) {
                s.setLong(1, n.quarter());
                s.setLong(2, n.accepted());
                s.setLong(3, n.rejected());
                s.setLong(4, n.strayBytes());
                s.setLong(5, n.opened());
                s.executeUpdate();
            }
        }
    }
}
