package be.bsmr.home.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import be.bsmr.home.LogLines;
import be.bsmr.home.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {

    private static final Instant NOON = Instant.parse("2026-11-26T11:00:00Z");
    private static final String SECRET = "drie woorden ver";

    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void annIsAnOwner() throws IOException {
        file = folder.resolve(UsersFile.NAME);
        UsersFile.EMPTY.withUser("ann", Role.OWNER, SECRET, NOON).write(file);
    }

    @Test
    void keepsHashesInAFileForItsOwnerOnly() throws Exception {
        String token = UsersFile.newToken();
        UsersFile.read(file).withToken("grafana", Scope.READ, token, NOON).write(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file))
                .contains("name: \"ann\", role: owner, hash: \"$2a$10$")
                .contains("since: \"2026-11-26T11:00:00Z\"")
                .doesNotContain(SECRET, token);
        assertThat(UsersFile.read(file).users()).hasSize(1);
        assertThat(UsersFile.read(file).tokens()).hasSize(1);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void writesThroughNoLinkInTheWayOfItsNewFile() throws Exception {
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "as it was");
        Files.createSymbolicLink(folder.resolve(UsersFile.NAME + ".new"), elsewhere);
        UsersFile.EMPTY.withUser("ben", Role.VIEWER, SECRET, NOON).write(file);
        assertThat(elsewhere).hasContent("as it was");
        assertThat(UsersFile.read(file).user("ben")).isPresent();
    }

    @Test
    void whatRootWritesBelongsToWhomTheFolderBelongsTo() throws Exception {
        UserPrincipal nobody =
                folder.getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName("nobody");
        assumeThat(Files.getOwner(file).getName()).isEqualTo("root");
        Files.setOwner(folder, nobody);
        UsersFile.EMPTY.write(file);
        assertThat(Files.getOwner(file)).isEqualTo(nobody);
    }

    @ParameterizedTest
    @CsvSource({
        "ann, kort, at least 8 characters",
        "annemarie, AnneMarie, its own password",
        "an n, drie woorden ver, a name is 1 to 64 letters",
        "a:n, drie woorden ver, a name is 1 to 64 letters",
    })
    void saysWhyANameOrAPasswordWillNotDo(String name, String password, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UsersFile.EMPTY.withUser(name, Role.OWNER, password, NOON))
                .withMessageContaining(why);
    }

    @Test
    void refusesWhatBcryptWouldCutOff() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UsersFile.EMPTY.withUser("ann", Role.OWNER, "é".repeat(37), NOON))
                .withMessageContaining("at most 72 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "users: [{name: ann}]",
                "users: [{name: ann, role: owner, hash: geheim}]",
                "users: [{name: ann, role: king, hash: x}]",
                "tokens: [{name: x, scope: read, hash: abc}]",
                "people: []",
            })
    void saysWhereAFileIsWrongAndShowsNoSecret(String text) throws Exception {
        Files.writeString(file, "# by hand\n" + text + "\n");
        assertThatThrownBy(() -> Users.of(file, null))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(file + ", line 2")
                .hasMessageNotContaining("geheim");
    }

    @Test
    void knowsWhoShowsHisPassword() throws Exception {
        Users users = Users.of(file, null);
        assertThat(users.areThere()).isTrue();
        assertThat(users.remembered("ann", SECRET)).isEmpty();
        assertThat(users.isRight("ann", SECRET)).isTrue();
        assertThat(users.remembered("ann", SECRET)).hasValue(true);
        assertThat(users.isRight("ann", "een ander")).isFalse();
        assertThat(users.remembered("ann", "een ander")).hasValue(false);
        assertThat(users.isRight("jan", SECRET)).isFalse();
        assertThat(users.isRight("ann", SECRET + "x".repeat(100))).isFalse();
        assertThat(users.named("ann")).hasValue(new Visitor("ann", Scope.CONTROL, true));
        assertThat(users.named("jan")).isEmpty();
    }

    @Test
    void aPasswordInTheConfigurationStillWorksUntilItsNameHasAHash() throws Exception {
        Users.Plain plain = new Users.Plain("house", "geheim");
        assertThat(plain.toString()).doesNotContain("geheim");
        Users alone = Users.of(folder.resolve("none.yaml"), plain);
        assertThat(alone.areThere()).isTrue();
        assertThat(alone.isRight("house", "geheim")).isTrue();
        assertThat(alone.isRight("house", "geheim2")).isFalse();
        assertThat(alone.isRight("casa", "geheim")).isFalse();
        assertThat(alone.named("house")).hasValue(new Visitor("house", Scope.CONTROL, true));

        Users beside = Users.of(file, plain);
        assertThat(beside.isRight("house", "geheim")).isTrue();
        assertThat(beside.isRight("ann", SECRET)).isTrue();

        UsersFile.read(file).withUser("house", Role.VIEWER, "een nieuw woord", NOON).write(file);
        beside.refresh();
        assertThat(beside.isRight("house", "geheim")).isFalse();
        assertThat(beside.isRight("house", "een nieuw woord")).isTrue();
        assertThat(beside.named("house")).hasValue(new Visitor("house", Scope.READ, false));
    }

    @Test
    void seesWhatACommandChangedAndForgetsWhatItRemembered() throws Exception {
        Users users = Users.of(file, null);
        users.isRight("ann", SECRET);
        users.isRight("ben", SECRET);
        assertThat(users.remembered("ben", SECRET)).hasValue(false);
        UsersFile.read(file)
                .withUser("ann", Role.OWNER, "een ander woord", NOON)
                .withUser("ben", Role.VIEWER, SECRET, NOON)
                .write(file);
        users.refresh();
        assertThat(users.remembered("ann", SECRET)).isEmpty();
        assertThat(users.isRight("ann", SECRET)).isFalse();
        assertThat(users.remembered("ben", SECRET)).isEmpty();
        assertThat(users.isRight("ben", SECRET)).isTrue();
        assertThat(users.named("ben")).hasValue(new Visitor("ben", Scope.READ, false));
    }

    @Test
    void keepsWhoItKnowsWhileTheFileIsWrong() throws Exception {
        Users users = Users.of(file, null);
        Files.writeString(file, "users: nobody\n");
        users.refresh();
        assertThat(users.isRight("ann", SECRET)).isTrue();
    }

    @Test
    void letsNobodyInWhileItsDiskIsNotThere() throws Exception {
        Path away = folder.resolve("usb").resolve(UsersFile.NAME);
        try (LogLines log = new LogLines(Users.class)) {
            Users users = Users.of(away, null);
            assertThat(users.areThere()).as("nobody is served without a password").isTrue();
            assertThat(users.isRight("ann", SECRET)).isFalse();
            users.refresh();
            users.refresh();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains(away + " is on a disk that is not there");
            Files.createDirectory(away.getParent());
            Files.copy(file, away);
            users.refresh();
            assertThat(users.isRight("ann", SECRET)).isTrue();
        }
    }

    @Test
    void letsNobodyInWhileItMayNotReadItsFile() throws Exception {
        Path loop = folder.resolve("loop");
        Files.createSymbolicLink(loop, loop);
        Users users = Users.of(loop, null);
        assertThat(users.areThere()).isTrue();
        Files.delete(loop);
        Files.copy(file, loop);
        users.refresh();
        assertThat(users.isRight("ann", SECRET)).isTrue();
    }

    @Test
    void aTokenIsWhatItIsUntilItIsRemoved() throws Exception {
        String token = UsersFile.newToken();
        assertThat(token).matches("[A-Za-z0-9_-]{43}");
        UsersFile.read(file).withToken("evcc", Scope.CONTROL, token, NOON).write(file);
        Users users = Users.of(file, null);
        assertThat(users.withToken(token)).hasValue(new Visitor("evcc", Scope.CONTROL, false));
        assertThat(users.withToken(UsersFile.newToken())).isEmpty();
        UsersFile.read(file).withoutToken("evcc").write(file);
        users.refresh();
        assertThat(users.withToken(token)).isEmpty();
    }

    @Test
    void aSessionOutlivesARestartAndEndsByItself() throws Exception {
        Users before = Users.of(file, null);
        String id = before.signIn(before.named("ann").orElseThrow(), NOON);
        Path sessions = folder.resolve(Sessions.NAME);
        assertThat(Files.readString(sessions)).contains("ann").doesNotContain(id, SECRET);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sessions)))
                .isEqualTo("rw-------");

        Users after = Users.of(file, null);
        Duration almost = Sessions.LONGEST.minusSeconds(1);
        assertThat(after.withSession(id, NOON.plus(almost)))
                .hasValue(new Visitor("ann", Scope.CONTROL, true));
        assertThat(after.withSession(id, NOON.plus(Sessions.LONGEST))).isEmpty();
        assertThat(after.withSession("another", NOON)).isEmpty();
    }

    @Test
    void anotherPasswordOrNoneEndsEverySession() throws Exception {
        Users users = Users.of(file, null);
        String id = users.signIn(users.named("ann").orElseThrow(), NOON);
        UsersFile.read(file).withUser("ann", Role.OWNER, SECRET, NOON).write(file);
        users.refresh();
        assertThat(users.withSession(id, NOON)).as("set anew, though to the same").isEmpty();

        String second = users.signIn(users.named("ann").orElseThrow(), NOON);
        UsersFile.read(file).withoutUser("ann").write(file);
        users.refresh();
        assertThat(users.withSession(second, NOON)).isEmpty();
        assertThat(users.areThere()).isFalse();
    }

    @Test
    void signsOutHereOrEverywhere() throws Exception {
        Users users = Users.of(file, new Users.Plain("house", "geheim"));
        Visitor ann = users.named("ann").orElseThrow();
        String phone = users.signIn(ann, NOON);
        String tablet = users.signIn(ann, NOON);
        String other = users.signIn(users.named("house").orElseThrow(), NOON);
        users.signOut(phone);
        assertThat(users.withSession(phone, NOON)).isEmpty();
        assertThat(users.withSession(tablet, NOON)).isPresent();
        users.signOutEverywhere("ann");
        assertThat(users.withSession(tablet, NOON)).isEmpty();
        assertThat(users.withSession(other, NOON)).isPresent();
    }

    @Test
    void whatAnOwnerChangesCountsAtOnceAndStandsInTheFile() throws Exception {
        Users users = Users.of(file, null);
        users.change(known -> known.withUser("ben", Role.VIEWER, SECRET, NOON));
        assertThat(users.named("ben")).hasValue(new Visitor("ben", Scope.READ, false));
        users.change(known -> known.withRole("ben", Role.OWNER));
        assertThat(users.named("ben").orElseThrow().owner()).isTrue();
        assertThat(users.isRight("ben", SECRET)).isTrue();
        assertThat(UsersFile.read(file).user("ben").orElseThrow().role()).isEqualTo(Role.OWNER);
        // What a command wrote meanwhile stays.
        UsersFile.read(file).withUser("eva", Role.VIEWER, SECRET, NOON).write(file);
        users.change(known -> known.withoutUser("ben"));
        assertThat(users.named("ben")).isEmpty();
        assertThat(users.named("eva")).isPresent();
    }

    @Test
    void theLastOwnerStays() throws Exception {
        Users users = Users.of(file, null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> users.change(known -> known.withoutUser("ann")))
                .withMessageContaining("somebody has to be an owner");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> users.change(known -> known.withRole("ann", Role.VIEWER)));
        Users nobody = Users.of(folder.resolve("new.yaml"), null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> nobody.change(k -> k.withUser("ben", Role.VIEWER, SECRET, NOON)));
        assertThat(folder.resolve("new.yaml")).doesNotExist();
        assertThat(UsersFile.read(file).user("ann").orElseThrow().role()).isEqualTo(Role.OWNER);
        // One who stands in the configuration is one, too, as long as the file has none of his
        // name.
        Users withHouse = Users.of(file, new Users.Plain("house", "geheim"));
        withHouse.change(known -> known.withRole("ann", Role.VIEWER));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                withHouse.change(
                                        k -> k.withUser("house", Role.VIEWER, SECRET, NOON)));
    }
}
