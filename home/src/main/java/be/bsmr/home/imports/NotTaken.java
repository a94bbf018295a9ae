package be.bsmr.home.imports;

import java.io.IOException;

/** A file of which nothing is taken: unknown, or perhaps of another meter than the house's. */
public final class NotTaken extends IOException {

    private static final long serialVersionUID = 1;

    private final transient Why why;

    public NotTaken(Why why) {
        super(why.toString());
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
