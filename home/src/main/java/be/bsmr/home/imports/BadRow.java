package be.bsmr.home.imports;

/** A row that cannot be taken: what is wrong with it, in a few words. */
final class BadRow extends Exception {

    private static final long serialVersionUID = 1;

    BadRow(String message) {
        super(message);
    }
}
