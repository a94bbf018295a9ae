package be.bsmr.home.store;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;

/** Rows that wait for a commit, so many at most: then the oldest gives way, and is counted. */
final class BoundedRows<T> {

    private final int most;
    private final Deque<T> rows = new ArrayDeque<>();
    private long gaveWay;

    /**
     * @param most 1 or more
     */
    BoundedRows(int most) {
        this.most = most;
    }

    void add(T row) {
        if (rows.size() == most) {
            rows.removeFirst();
            gaveWay++;
        }
        rows.addLast(row);
    }

    /** Oldest first. */
    Collection<T> waiting() {
        return Collections.unmodifiableCollection(rows);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** They are in the database now. */
    void clear() {
        rows.clear();
    }

    /** How many were lost since the start. */
    long gaveWay() {
        return gaveWay;
    }
}
