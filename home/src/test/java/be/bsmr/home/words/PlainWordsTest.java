package be.bsmr.home.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainWordsTest {

    private static final String US = "the user " + System.getProperty("user.name");

    @TempDir Path folder;

    @Test
    void saysOfAFileThatIsThereWhatThisUserMayNot() throws Exception {
        Path file = Files.createFile(folder.resolve("house.db"));
        assertThat(PlainWords.of(new AccessDeniedException(file.toString())))
                .isEqualTo(US + " may not use " + file + "; see ls -l " + file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(file)).isFalse();
        assertThat(PlainWords.of(new AccessDeniedException(file.toString())))
                .isEqualTo(US + " may not read " + file + "; see ls -l " + file);
    }

    @Test
    void blamesTheFolderOfWhatCannotBeMade() {
        String part = folder.resolve("zz.db.part").toString();
        assertThat(PlainWords.of(new AccessDeniedException(part)))
                .isEqualTo(US + " may not write in the folder %s; see ls -ld %1$s", folder);
    }

    @Test
    void tellsRootAsWhomItsCommandsRunAndAWay() {
        System.setProperty("bsmr.for.root", "true");
        try {
            String part = folder.resolve("copy.db").toString();
            assertThat(PlainWords.of(new AccessDeniedException(part)))
                    .isEqualTo(
                            US
                                    + ", as whom this runs, may not write in the folder %s: use"
                                    + " /tmp instead",
                            folder);
        } finally {
            System.clearProperty("bsmr.for.root");
        }
    }

    @Test
    void namesAFileOnce() {
        assertThat(PlainWords.ofReading("x.txt", new NoSuchFileException("x.txt")))
                .isEqualTo("there is no x.txt; is the name right, and its disk plugged in?");
        assertThat(PlainWords.ofReading("x.txt", new IOException("it is a directory")))
                .isEqualTo("cannot read x.txt: it is a directory");
        assertThat(PlainWords.of(new FileSystemException("x", null, "No space left on device")))
                .isEqualTo("x: No space left on device");
    }

    @Test
    void saysNoNameOfAClass() {
        assertThat(PlainWords.of(new IOException(new ConnectException("Connection refused"))))
                .isEqualTo("Connection refused");
        assertThat(PlainWords.of(new EOFException())).isEqualTo("no cause is told");
        assertThat(PlainWords.of(new IOException("failed: java.io.EOFException: the end")))
                .isEqualTo("failed: the end");
    }

    @Test
    void saysOfADatabaseWhatSqliteMeans() {
        assertThat(
                        PlainWords.of(
                                new SQLException(
                                        "[SQLITE_NOTADB] File opened that is not a database file"
                                                + " (file is not a database)")))
                .isEqualTo("file is not a database");
    }

    @Test
    void saysWhyAServerCannotBeReached() {
        ConnectException unknown = new ConnectException();
        unknown.initCause(new UnresolvedAddressException());
        assertThat(PlainWords.ofServer(unknown)).startsWith("no machine of that name");
        assertThat(PlainWords.ofServer(new ConnectException())).startsWith("nothing listens there");
        assertThat(PlainWords.ofServer(new HttpTimeoutException("request timed out")))
                .startsWith("it does not answer in time");
        assertThat(PlainWords.ofServer(new IOException("HTTP/1.1 header parser received no bytes")))
                .startsWith("what listens there is no HTTP server");
    }
}
