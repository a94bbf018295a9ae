package be.bsmr.home.words;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * What is the matter, for people. What Java says of a failure is often the name of a file or of a
 * class, or nothing.
 */
public final class PlainWords {

    /**
     * What SQLite says, such as {@code [SQLITE_FULL] Insertion failed … (database or disk is
     * full)}.
     */
    private static final Pattern SQLITE =
            Pattern.compile("(?s)\\[SQLITE_\\w+]\\s*(.*?)(?:\\s*\\(([^()]+)\\))?\\s*");

    /** A class's name before what it says, such as {@code java.net.ConnectException: }. */
    private static final Pattern CLASS =
            Pattern.compile("\\b(?:[a-z]\\w*\\.){2,}[A-Z][\\w$]*(?::\\s*|\\b)");

    private static final String UNTOLD = "no cause is told";

    private PlainWords() {}

    /** Of a file, a device or anything else of this machine, naming it where Java does. */
    public static String of(Throwable failure) {
        if (failure instanceof FileSystemException file && file.getFile() != null) {
            return ofFile(file, Path.of(file.getFile()));
        }
        String said = failure.getMessage();
        Throwable cause = failure.getCause();
        if (said == null || (cause != null && said.equals(cause.toString()))) {
            return cause == null ? UNTOLD : of(cause);
        }
        Matcher sqlite = SQLITE.matcher(said);
        if (sqlite.matches()) {
            return sqlite.group(2) == null ? sqlite.group(1) : sqlite.group(2);
        }
        String plain = CLASS.matcher(said).replaceAll("").strip();
        return plain.isEmpty() ? UNTOLD : plain;
    }

    /** Of a file that cannot be read, which is named once. */
    public static String ofReading(Object file, Throwable failure) {
        return failure instanceof FileSystemException known && known.getFile() != null
                ? of(failure)
                : "cannot read " + file + ": " + of(failure);
    }

    /** Of a server that was spoken to over HTTP. */
    public static String ofServer(Throwable failure) {
        if (is(failure, UnresolvedAddressException.class)
                || is(failure, UnknownHostException.class)) {
            return "no machine of that name is known here; is it spelt rightly?";
        }
        if (is(failure, HttpTimeoutException.class) || is(failure, SocketTimeoutException.class)) {
            return "it does not answer in time; is it on, and does no firewall stand between?";
        }
        if (is(failure, NoRouteToHostException.class) || said(failure, "unreachable")) {
            return "no network leads there; is it on, and the address right?";
        }
        if (is(failure, ConnectException.class)) {
            return "nothing listens there; does the server run, and is the port right?";
        }
        if (is(failure, SSLException.class)) {
            return said(failure, "plaintext") || said(failure, "unrecognized SSL message")
                    ? "it speaks no TLS; write http:// instead of https://"
                    : "its certificate is not trusted here, or TLS fails otherwise: " + of(failure);
        }
        if (said(failure, "parser") || said(failure, "status line") || said(failure, "EOF")) {
            return "what listens there is no HTTP server, or hung up; is the port right?";
        }
        return of(failure);
    }

    private static String ofFile(FileSystemException e, Path file) {
        if (e instanceof NoSuchFileException) {
            return "there is no " + file + "; is the name right, and its disk plugged in?";
        }
        if (e instanceof AccessDeniedException) {
            return denied(file);
        }
        if (e instanceof FileAlreadyExistsException) {
            return file + " is there already; name another file";
        }
        if (e instanceof NotDirectoryException) {
            return file + " is no folder";
        }
        return file + ": " + (e.getReason() == null ? "it cannot be used" : e.getReason());
    }

    /** What is not there yet may not be made, for which its folder is to blame. */
    private static String denied(Path file) {
        Optional<Path> there = nearest(file);
        if (Files.exists(file) || there.isEmpty()) {
            boolean reading = !Files.isReadable(file);
            String what = reading ? "read" : Files.isWritable(file) ? "use" : "write";
            String instead = reading ? ": copy it to /tmp first" : ": name another, in /tmp";
            return refused(what + " " + file, instead, "; see ls -l " + file);
        }
        Path folder = there.get();
        return refused(
                (Files.isExecutable(folder) ? "write in" : "look into") + " the folder " + folder,
                ": use /tmp instead",
                "; see ls -ld " + folder);
    }

    /**
     * Root does not expect to be refused: commands of root run as the user of the service, which
     * the package's launcher says.
     */
    private static String refused(String what, String rootInstead, String see) {
        String user = "the user " + System.getProperty("user.name");
        return Boolean.getBoolean("bsmr.for.root")
                ? user + ", as whom this runs, may not " + what + rootInstead
                : user + " may not " + what + see;
    }

    private static Optional<Path> nearest(Path file) {
        return Stream.iterate(file.toAbsolutePath().getParent(), p -> p != null, Path::getParent)
                .filter(Files::exists)
                .findFirst();
    }

    private static boolean is(Throwable failure, Class<? extends Throwable> type) {
        return any(failure, type::isInstance);
    }

    private static boolean said(Throwable failure, String part) {
        return any(failure, t -> t.getMessage() != null && t.getMessage().contains(part));
    }

    private static boolean any(Throwable failure, Predicate<Throwable> what) {
        return Stream.iterate(failure, t -> t != null, Throwable::getCause).anyMatch(what);
    }
}
