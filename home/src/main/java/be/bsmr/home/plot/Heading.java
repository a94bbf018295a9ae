package be.bsmr.home.plot;

/**
 * What stands above a picture.
 *
 * @param title when it was
 * @param detail the one number that counts; empty when there is none
 */
record Heading(String title, String detail) {

    /** In one line. */
    String line() {
        return detail.isEmpty() ? title : title + " – " + detail;
    }
}
