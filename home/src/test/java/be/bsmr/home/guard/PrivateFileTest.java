package be.bsmr.home.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {

    @TempDir private Path folder;

    @Test
    void itsOwnerAloneMayReadItAlsoWhereOthersCouldBefore() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        PrivateFile.write(file, "new");
        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void nothingIsWrittenThroughALinkInItsPlaceOrInThatOfItsNextVersion() throws Exception {
        Path victim = Files.writeString(folder.resolve("victim"), "mine");
        Path file = Files.createSymbolicLink(folder.resolve("secret"), victim);
        Files.createSymbolicLink(folder.resolve("secret.new"), victim);
        PrivateFile.write(file, "secret");
        assertThat(victim).hasContent("mine");
        assertThat(file).hasContent("secret");
        assertThat(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).isTrue();
    }
}
