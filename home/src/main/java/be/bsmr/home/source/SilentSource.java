package be.bsmr.home.source;

import java.io.IOException;
import java.time.Duration;

/**
 * A source that is open but mute. Taken for broken: a pulled network cable gives no error, and a
 * serial adapter that hangs speaks again once it is opened anew.
 */
final class SilentSource extends IOException {

    private static final long serialVersionUID = 1;

    /** A meter speaks every second, an old Dutch one every ten. */
    static final Duration AFTER = Duration.ofSeconds(60);

    /**
     * For a source that speaks, but nothing that can be understood: it, too, is well only once
     * bytes come out of it.
     */
    SilentSource(String message) {
        super(message);
    }

    SilentSource(String what, Duration silence, String advice) {
        super(what + " has been silent for " + silence.toSeconds() + " s; " + advice);
    }
}
