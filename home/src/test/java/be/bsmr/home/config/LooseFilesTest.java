package be.bsmr.home.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LooseFilesTest {

    @TempDir private Path folder;
    private Path config;
    private Path database;
    private Path users;
    private Path key;

    @BeforeEach
    void files() throws Exception {
        config = Files.createFile(folder.resolve("bsmr.yaml"));
        database = Files.createDirectory(folder.resolve("data")).resolve("bsmr.db");
        users = database.resolveSibling("users.yaml");
        key = folder.resolve("key.pem");
        allow(folder.resolve("data"), "rwxr-xr-x");
    }

    @Test
    void aFileOfUsersThatOthersMayReadIsToldOf() throws Exception {
        Files.writeString(users, "users: []");
        allow(users, "rw-r-----");
        assertThat(LooseFiles.warnings(config, users, List.of(key)))
                .containsExactly("others may read or change " + users + ": chmod 600 " + users);
        allow(users, "rw-------");
        assertThat(LooseFiles.warnings(config, users, List.of(key))).isEmpty();
    }

    @Test
    void aKeyThatEverybodyMayReadIsToldOfAndOneOfAGroupIsNot() throws Exception {
        Files.createFile(key);
        allow(key, "rw-r--r--");
        assertThat(LooseFiles.warnings(config, users, List.of(key)))
                .containsExactly("others may read or change " + key + ": chmod 600 " + key);
        // As Debian has them, for the group ssl-cert.
        allow(key, "rw-r-----");
        assertThat(LooseFiles.warnings(config, users, List.of(key))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mqtt: {user: me, password: s3cret}",
                "mqtt:\n  broker:\n    password: s3cret",
                "loads:\n  - id: car\n    http: {user: me, password: s3cret}",
                "decryption:\n  key: '00112233445566778899AABBCCDDEEFF'",
                "influx: {url: 'http://me:s3cret@nas:8086/write?db=x'}",
                "notify: {telegram: {token: '1:s3cret', chat: '2'}}",
                "notify: {pushover: {user_key: s3cret}}",
                "secret: s3cret",
                "notify: {webhook: {url: 'http://ha:8123/api/webhook/s3cret'}}"
            })
    void passwordsThatOthersMayReadAreToldOf(String secret) throws Exception {
        Files.writeString(config, secret);
        allow(config, "rw-r-----");
        assertThat(LooseFiles.warnings(config, users, List.of(key)))
                .containsExactly(
                        config + " holds passwords, and others may read it: chmod 600 " + config);
        allow(config, "rw-------");
        assertThat(LooseFiles.warnings(config, users, List.of(key))).isEmpty();
    }

    @Test
    void whatIsNoSecretOthersMayRead() throws Exception {
        Files.writeString(
                config,
                """
                goal_w: 3000
                mqtt: {password: ''}
                source: tcp:nas:2001
                web: {tls: {certificate: a.pem, key: b.pem}}
                """);
        allow(config, "rw-r--r--");
        assertThat(LooseFiles.warnings(config, users, List.of(key))).isEmpty();
    }

    @Test
    void whatOthersMayChangeIsToldOf() throws Exception {
        allow(config, "rw-rw-r--");
        allow(database.getParent(), "rwxrwxrwx");
        assertThat(LooseFiles.warnings(config, users, List.of(key)))
                .containsExactly("others may change " + config + ": chmod 600 " + config);
        assertThat(LooseFiles.ofFolder(database))
                .containsExactly(
                        "others may write to "
                                + database.getParent()
                                + ", and so replace the database: chmod go-w "
                                + database.getParent()
                                + ", or name another folder in store.file");
    }

    private static void allow(Path file, String permissions) throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
