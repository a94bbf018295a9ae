package be.bsmr.home.store;

import java.io.IOException;

/**
 * A file that is not for us: of another program, of a newer version, or open elsewhere. There is
 * nothing to repair, but something to say; the file was left as it was.
 */
public final class FileRefused extends IOException {

    private static final long serialVersionUID = 1;

    FileRefused(String message) {
        super(message);
    }
}
