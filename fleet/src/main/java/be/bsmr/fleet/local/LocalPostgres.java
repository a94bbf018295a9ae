package be.bsmr.fleet.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of this process's own, on loopback, with a password nobody else knows; its
 * files go with it. Its programs come with the jar. It refuses to run as root: then it runs as
 * {@code nobody}.
 */
public final class LocalPostgres implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LocalPostgres.class);

    private static final String USER = "bsmr";
    private static final String NOBODY = "65534";

    private final Path folder;
    private final Process server;
    private final int port;
    private final String password;

    private LocalPostgres(Path folder, Process server, int port, String password) {
        this.folder = folder;
        this.server = server;
        this.port = port;
        this.password = password;
    }

    /**
     * @throws IOException when it does not start, or this machine is none that it has programs for
     */
    public static LocalPostgres start() throws IOException {
        byte[] secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        String password = HexFormat.of().formatHex(secret);
        Path folder = newFolder();
        try {
            unpack(folder);
            Path file = folder.resolve("password");
            Files.writeString(file, password);
            own(folder);
            run(
                    folder,
                    "initdb",
                    List.of("-U", USER, "-A", "scram-sha-256", "--pwfile=" + file, "-E", "UTF8"),
                    List.of("--no-sync", "-D", folder.resolve("data").toString()));
            Files.delete(file);
            int port = LocalKafka.freePort();
            Process server = begin(folder, port);
            LocalPostgres postgres = new LocalPostgres(folder, server, port, password);
            postgres.await();
            return postgres;
        } catch (IOException | RuntimeException e) {
            delete(folder);
            throw e;
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Root's own folders are closed to {@code nobody}. */
    private static Path newFolder() throws IOException {
        return isRoot()
                ? Files.createTempDirectory(Path.of("/tmp"), "bsmr-postgres")
                : Files.createTempDirectory("bsmr-postgres");
    }

    private static void unpack(Path folder) throws IOException {
        String machine = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        String name = "/postgres-linux-" + machine + ".txz";
        try (InputStream packed = LocalPostgres.class.getResourceAsStream(name)) {
            if (packed == null) {
                throw new IOException(
                        "no PostgreSQL comes with BSMR for " + System.getProperty("os.arch"));
            }
            TarArchiveInputStream tar =
                    new TarArchiveInputStream(
                            new XZCompressorInputStream(new BufferedInputStream(packed)));
            for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
                unpack(e, tar, folder.resolve(e.getName()).normalize());
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream from, Path to)
            throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(to);
        } else if (entry.isSymbolicLink()) {
            Files.createDirectories(to.getParent());
            Files.createSymbolicLink(to, Path.of(entry.getLinkName()));
        } else {
            Files.createDirectories(to.getParent());
            Files.copy(from, to);
            if ((entry.getMode() & 0100) != 0) {
                Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private static void own(Path folder) throws IOException {
        if (isRoot()) {
            run(folder, List.of("chown", "-R", NOBODY + ":" + NOBODY, folder.toString()));
        }
    }

    private static List<String> command(Path folder, String program) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(
                    List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        command.add(folder.resolve("bin").resolve(program).toString());
        return command;
    }

    private static void run(Path folder, String program, List<String> some, List<String> more)
            throws IOException {
        List<String> command = command(folder, program);
        command.addAll(some);
        command.addAll(more);
        run(folder, command);
    }

    private static void run(Path folder, List<String> command) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .start();
        try {
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(command.get(0) + " failed: " + said.strip());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static Process begin(Path folder, int port) throws IOException {
        List<String> command = command(folder, "postgres");
        command.addAll(List.of("-D", folder.resolve("data").toString()));
        for (String setting :
                List.of(
                        "port=" + port,
                        "listen_addresses=127.0.0.1",
                        "unix_socket_directories=",
                        "shared_buffers=32MB",
                        "max_connections=30",
                        "fsync=off")) {
            command.addAll(List.of("-c", setting));
        }
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("postgres.log").toFile())
                .start();
    }

    /** It says in its files when it takes connections. */
    private void await() throws IOException {
        Path state = folder.resolve("data").resolve("postmaster.pid");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < end && server.isAlive()) {
            if (Files.exists(state) && Files.readString(state).contains("ready")) {
                return;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        server.destroyForcibly();
        throw new IOException(
                "PostgreSQL does not start: "
                        + Files.readString(folder.resolve("postgres.log")).strip());
    }

    /** For JDBC, without user and password. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /** Ends it at once: connections are broken off. */
    @Override
    public void close() {
        try {
            run(
                    folder,
                    "pg_ctl",
                    List.of("stop", "-m", "fast", "-t", "10"),
                    List.of("-D", folder.resolve("data").toString()));
            if (!server.waitFor(10, TimeUnit.SECONDS)) {
                server.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            server.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            server.destroyForcibly();
            log.debug("while PostgreSQL stops", e);
        }
        try {
            delete(folder);
        } catch (IOException e) {
            log.warn("cannot delete {}: {}", folder, e.getMessage());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
