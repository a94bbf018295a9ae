package be.bsmr.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The real launcher in a world of a test's making: what it needs of the machine is there, or is
 * not, as scripts of a line or two.
 */
class LauncherTest {

    private static final List<String> ALWAYS_THERE =
            List.of(
                    "awk",
                    "bash",
                    "cat",
                    "chmod",
                    "dirname",
                    "env",
                    "find",
                    "flock",
                    "grep",
                    "mkdir",
                    "mv",
                    "readlink",
                    "rm",
                    "sed",
                    "setsid",
                    "tail",
                    "tee",
                    "touch");

    private record Ended(int code, List<String> said) {}

    @TempDir private Path world;
    private Path programs;
    private Path checkout;

    @BeforeEach
    void anEmptyMachine() throws IOException {
        programs = Files.createDirectories(world.resolve("bin"));
        checkout = Files.createDirectories(world.resolve("bsmr"));
        for (String name : ALWAYS_THERE) {
            there(name, "exec " + Programs.path(name) + " \"$@\"");
        }
        there("id", "echo 0");
        there("apt-get", "echo apt-get \"$@\" >>" + world + "/calls");
        for (String source :
                List.of(
                        "pom.xml",
                        "core/pom.xml",
                        "home/pom.xml",
                        "core/src/main/A",
                        "home/src/main/B")) {
            Files.createDirectories(checkout.resolve(source).getParent());
            Files.createFile(checkout.resolve(source));
        }
        Path jdk = Files.createDirectories(world.resolve("jdk/bin")).getParent();
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
        script(jdk.resolve("bin/java"), "");
        script(jdk.resolve("bin/javac"), "");
        Path java = Path.of("home/src/main/launcher/java.sh");
        Files.createDirectories(checkout.resolve(java).getParent());
        Files.copy(Path.of("..").resolve(java), checkout.resolve(java));
        String launcher = Files.readString(Path.of("../bsmr"));
        // What this machine has there is not of this world.
        script(checkout.resolve("bsmr"), launcher.replace(":/usr/sbin", ""));
    }

    @Test
    void saysInOneSentenceThatAptHasNoNetwork() throws Exception {
        there(
                "apt-get",
                """
                case "$*" in
                    *update*) echo "Temporary failure resolving 'deb.debian.org'" ;;
                    *) echo "E: Unable to locate package maven"; exit 100 ;;
                esac
                """);
        Ended ended = bsmr("run");
        assertThat(ended.said)
                .containsExactly(
                        "bsmr: installing with apt-get: maven",
                        "bsmr: no network: apt-get reaches no server, so it cannot install maven."
                                + " Connect this machine, then try again.");
        assertThat(ended.code).isEqualTo(69);
    }

    @Test
    void saysWhyAptRefuses() throws Exception {
        there("apt-get", "echo E: You do not have enough free space; exit 100");
        Ended ended = bsmr("run");
        assertThat(ended.said).contains("E: You do not have enough free space");
        assertThat(ended.said.get(ended.said.size() - 1)).startsWith("bsmr: apt-get could not");
        assertThat(ended.code).isEqualTo(69);
    }

    @Test
    void saysWhatRootHasToTypeToWhoIsNotRoot() throws Exception {
        there("id", "echo 1000");
        Ended ended = bsmr("run");
        assertThat(ended.said)
                .containsExactly(
                        "bsmr: missing: maven. As root, type:",
                        "bsmr:     apt-get update && apt-get install --no-install-recommends maven");
        assertThat(ended.code).isEqualTo(69);
        assertThat(calls()).isEmpty();
    }

    @Test
    void saysInOneSentenceThatMavenHasNoNetwork() throws Exception {
        there(
                "mvn",
                """
                echo "[ERROR] Plugin org.apache.maven.plugins:maven-jar-plugin:3.5.1 or one of its dependencies could not be resolved: Could not transfer artifact org.apache.maven.plugins:maven-jar-plugin:pom:3.5.1 from/to central (https://repo.maven.apache.org/maven2): repo.maven.apache.org: Temporary failure in name resolution"
                exit 1
                """);
        Ended ended = bsmr("run");
        assertThat(ended.said)
                .containsExactly(
                        "bsmr: building (the first time takes a few minutes)",
                        "bsmr: no network: Maven cannot download what the build needs. Connect"
                                + " this machine, then try again.");
        assertThat(ended.code).isEqualTo(70);
    }

    @Test
    void isInterruptedAndHasNotFailedAtCtrlC() throws Exception {
        // Ctrl-C reaches all that the terminal runs; Maven ends with a code of its own.
        there("mvn", "trap '' INT\nkill -INT 0\nexit 130");
        for (String command : List.of("run", "bench p1")) {
            Ended ended = bsmr(command.split(" "));
            assertThat(ended.said.get(ended.said.size() - 1)).isEqualTo("bsmr: interrupted");
            assertThat(ended.said).noneMatch(line -> line.contains("failed"));
            assertThat(ended.code).isEqualTo(130);
        }
    }

    @Test
    void buildsOnceAndAnewWhatWasCutOff() throws Exception {
        Path jar = checkout.resolve("home/target/bsmr-all.jar");
        there("mvn", "echo mvn >>" + world + "/calls; echo half >" + jar + "; exit 1");
        assertThat(bsmr("run").code).isEqualTo(70);
        there("mvn", "echo mvn >>" + world + "/calls; echo whole >" + jar);
        assertThat(bsmr("run").code).isZero();
        assertThat(bsmr("run").code).isZero();
        assertThat(calls()).containsExactly("mvn", "mvn");
        assertThat(jar).hasContent("whole");
    }

    /** What is unpacked in a folder that others may write to, others may replace. */
    @Test
    void unpacksNativeCodeWhereNobodyElseWrites() throws Exception {
        Path cache = built();
        Path left = Files.createDirectories(cache.resolve("tmp/99999999"));
        Path living =
                Files.createDirectories(cache.resolve("tmp/" + ProcessHandle.current().pid()));
        Path tmp = Path.of(tmpdir(bsmr("run")));
        assertThat(tmp.getParent()).isEqualTo(cache.resolve("tmp"));
        for (Path folder : List.of(cache, tmp.getParent(), tmp)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
        }
        assertThat(left).as("of a process that was killed").doesNotExist();
        assertThat(living).exists();
        assertThat(tmpdir(bsmr("run"))).isNotEqualTo(tmp.toString());
        assertThat(tmp).as("of a process that has ended").doesNotExist();
    }

    /** A container with the same home sees no process of the others. */
    @Test
    void leavesAFolderWhoseProcessItCannotSee() throws Exception {
        Path cache = built();
        Path theirs = Files.createDirectories(cache.resolve("tmp/99999999"));
        Process other =
                new ProcessBuilder("sh", "-c", "exec 9<" + theirs + "; flock 9; echo; exec cat")
                        .start();
        assertThat(other.getInputStream().read()).isEqualTo('\n');
        assertThat(bsmr("run").code).isZero();
        assertThat(theirs).exists();
        other.destroyForcibly().waitFor();
        assertThat(bsmr("run").code).isZero();
        assertThat(theirs).doesNotExist();
    }

    @Test
    void loadsNothingFromAFolderThatIsALink() throws Exception {
        Path cache = built();
        Files.createSymbolicLink(cache, Files.createDirectories(world.resolve("theirs")));
        Ended ended = bsmr("run");
        assertThat(ended.said)
                .contains(
                        "bsmr: "
                                + cache
                                + " is not this user's alone, so no code is loaded from there");
        assertThat(tmpdir(ended)).startsWith(world + "/bsmr-");
        Files.createDirectories(world.resolve("theirs/tmp"));
        Path second = Path.of(tmpdir(ended)).getParent();
        Files.delete(Path.of(tmpdir(ended)));
        Files.delete(second);
        Files.createSymbolicLink(second, world.resolve("theirs/tmp"));
        assertThat(bsmr("run").code).isEqualTo(69);
    }

    /** All is built, and Java says where it would unpack. The user's folder of the program. */
    private Path built() throws IOException {
        there("mvn", "echo whole >" + checkout + "/home/target/bsmr-all.jar");
        script(world.resolve("jdk/bin/java"), "printf '%s\\n' \"$@\" | grep java.io.tmpdir");
        return Files.createDirectories(world.resolve(".cache")).resolve("bsmr");
    }

    private static String tmpdir(Ended ended) {
        return ended.said.get(ended.said.size() - 1).replace("-Djava.io.tmpdir=", "");
    }

    @Test
    void startsNoServiceForTheTests() throws Exception {
        there("mvn", "");
        there("dpkg", "echo dpkg \"$@\" >>" + world + "/calls");
        there(
                "apt-get",
                """
                echo apt-get "$@" >>%s/calls
                case "$*" in
                    *-s\\ install*) echo "Inst libmosquitto1 (2.0)"; echo "Inst mosquitto (2.0)" ;;
                    *download*) touch mosquitto.deb ser2net.deb ;;
                esac
                """
                        .formatted(world));
        assertThat(bsmr("test").code).isZero();
        List<String> installed =
                calls().stream()
                        .filter(c -> c.contains("install") && !c.contains("-s install"))
                        .toList();
        assertThat(installed).hasSize(1);
        assertThat(installed.get(0).split(" "))
                .contains(
                        "chromium",
                        "python3",
                        "mosquitto-clients",
                        "socat",
                        "faketime",
                        "libmosquitto1")
                .doesNotContain("mosquitto", "ser2net", "nginx", "caddy");
        assertThat(calls()).filteredOn(c -> c.startsWith("dpkg -x")).hasSize(2);
    }

    @Test
    void leavesAloneWhatIsInstalled() throws Exception {
        for (String name :
                List.of(
                        "mvn",
                        "chromium",
                        "python3",
                        "mosquitto",
                        "mosquitto_sub",
                        "socat",
                        "faketime",
                        "ser2net",
                        "nginx",
                        "caddy")) {
            there(name, "");
        }
        assertThat(bsmr("test").code).isZero();
        assertThat(calls()).isEmpty();
    }

    @Test
    void showsWhatATestThatFailsSaid() throws Exception {
        leavesAloneWhatIsInstalled();
        there(
                "mvn",
                """
                mkdir -p home/target/surefire-reports
                cd home/target/surefire-reports
                printf -- '----\\nTest set: ATest\\n----\\nTests run: 2\\nATest.a <<< FAILURE!\\nexpected 1\\n' >ATest.txt
                echo 'WARN no broker' >ATest-output.txt
                printf 'Tests run: 1\\n' >BTest.txt
                echo 'INFO all is well' >BTest-output.txt
                exit 1
                """);
        Ended ended = bsmr("test");
        assertThat(ended.said).contains("ATest.a <<< FAILURE!", "expected 1", "WARN no broker");
        assertThat(ended.said).doesNotContain("INFO all is well");
        assertThat(ended.code).isEqualTo(1);
    }

    /**
     * What is left of a program whose threads died one by one would look alive and control nothing.
     */
    @Test
    void theProgramEndsWith3WhenThereIsNoMemoryLeft() throws Exception {
        there("mvn", "echo whole >" + checkout.resolve("home/target/bsmr-all.jar"));
        script(
                world.resolve("jdk/bin/java"),
                """
                case "$*" in *warm-up* | *-Xshare:dump*) exit ;; esac
                while [ "$1" != -jar ]; do flags+=("$1"); shift; done
                shift 2
                exec %s "${flags[@]}" -Xms8m -Xmx10m -cp '%s' be.bsmr.home.cli.Main "$@"
                """
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin/java"),
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path"))));
        Path config = world.resolve("bsmr.yaml");
        Files.writeString(
                config,
                "source: simulator\nmqtt: {broker: {port: 0}}\nweb: {port: 0}\nstore: {file: "
                        + world.resolve("bsmr.db")
                        + "}\n");
        Ended ended = bsmr("run", "--config", config.toString());
        assertThat(ended.said)
                .anyMatch(l -> l.contains("Terminating due to java.lang.OutOfMemory"));
        assertThat(ended.code).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "import", "export", "replay", "evaluate"})
    void everyCommandEndsWithoutMemory(String command) throws Exception {
        there("mvn", "echo whole >" + checkout.resolve("home/target/bsmr-all.jar"));
        script(world.resolve("jdk/bin/java"), "echo \"$*\"");
        assertThat(bsmr(command).said).anyMatch(l -> l.contains("-XX:+ExitOnOutOfMemoryError"));
    }

    // --- helpers ---

    private Ended bsmr(String... arguments) throws IOException, InterruptedException {
        // In a session of its own, so that its Ctrl-C is not ours, and hearing it, as in a
        // terminal.
        List<String> command =
                new ArrayList<>(List.of("env", "--default-signal=INT", "setsid", "--wait"));
        command.add(checkout.resolve("bsmr").toString());
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", programs.toString());
        builder.environment().put("HOME", world.toString());
        builder.environment().put("TMPDIR", world.toString());
        builder.environment().put("JAVA_HOME", world.resolve("jdk").toString());
        Path said = world.resolve("said");
        Process process =
                builder.redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(said.toFile())
                        .start();
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        assertThat(ended).as("%s ends by itself", command).isTrue();
        return new Ended(process.exitValue(), Files.readAllLines(said, StandardCharsets.UTF_8));
    }

    private List<String> calls() throws IOException {
        Path calls = world.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    private void there(String name, String does) throws IOException {
        script(programs.resolve(name), "#!/bin/bash\n" + does + "\n");
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text.startsWith("#!") ? text : "#!/bin/bash\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
