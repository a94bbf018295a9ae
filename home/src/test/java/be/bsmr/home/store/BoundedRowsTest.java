package be.bsmr.home.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundedRowsTest {

    @Test
    void theOldestGivesWayAndIsCounted() {
        BoundedRows<String> rows = new BoundedRows<>(2);
        rows.add("first");
        rows.add("second");
        assertThat(rows.gaveWay()).isZero();
        rows.add("third");
        assertThat(rows.waiting()).containsExactly("second", "third");
        assertThat(rows.gaveWay()).isEqualTo(1);
    }

    @Test
    void whatIsCommittedLeavesRoom() {
        BoundedRows<String> rows = new BoundedRows<>(2);
        rows.add("first");
        rows.add("second");
        rows.clear();
        assertThat(rows.isEmpty()).isTrue();
        rows.add("third");
        assertThat(rows.waiting()).containsExactly("third");
        assertThat(rows.gaveWay()).isZero();
    }
}
