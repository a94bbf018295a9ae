package be.bsmr.home.imports;

/** A row that cannot be taken. */
class BadRow extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Why why;

    BadRow(Why why) {
        super(why.toString());
        this.why = why;
    }

    /** A cell that is not what it has to be. */
    BadRow(Why.Kind kind, String told) {
        this(Why.of(kind).with("told", told));
    }

    Why why() {
        return why;
    }

    /** A row that is understood, but of which nothing is counted. */
    static final class NotCounted extends BadRow {

        private static final long serialVersionUID = 1;

        /**
         * @param why the same for all rows of a kind: they are told together
         */
        NotCounted(Why why) {
            super(why);
        }
    }
}
