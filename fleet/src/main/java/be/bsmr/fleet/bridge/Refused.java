package be.bsmr.fleet.bridge;

/** A message that must not go on; its own words never hold what a meter is called. */
final class Refused extends Exception {

    private static final long serialVersionUID = 1;

    private final Reason reason;

    Refused(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
