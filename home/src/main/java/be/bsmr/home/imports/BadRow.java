package be.bsmr.home.imports;

/** A row that cannot be taken: what is wrong with it, in a few words. */
class BadRow extends Exception {

    private static final long serialVersionUID = 1;

    BadRow(String message) {
        super(message);
    }

    /** A row that is understood, but of which nothing is counted. */
    static final class NotCounted extends BadRow {

        private static final long serialVersionUID = 1;

        /**
         * @param why the same for all rows of a kind: they are told together
         */
        NotCounted(String why) {
            super(why);
        }
    }
}
