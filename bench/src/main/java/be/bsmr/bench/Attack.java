package be.bsmr.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What attacks from the network cost a healthy client of a running program: its memory and how long
 * {@code /api/link} takes, asked ten times a second. An attacker is a thread that does its worst
 * until the time is over; four of them come from four addresses of this machine.
 */
public final class Attack {

    private static final int ATTACKERS = 4;
    private static final String LOGIN = basic("bench:bench");

    /** One attacker's work, again and again; what it leaves open stays open until the end. */
    private interface Work {
        void once(String from, Queue<Socket> open) throws IOException;
    }

    private final int web;
    private final long program;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger guesses = new AtomicInteger();

    private Attack(int web, long program) {
        this.web = web;
        this.program = program;
    }

    /**
     * Prints a line for each attack.
     *
     * @param args port of the dashboard (user and password {@code bench}), the program's process,
     *     seconds for each attack, and their names; none = all
     */
    public static void main(String[] args) throws Exception {
        Attack attack = new Attack(Integer.parseInt(args[0]), Long.parseLong(args[1]));
        int seconds = Integer.parseInt(args[2]);
        Map<String, Work> cases = attack.cases();
        List<String> wanted = List.of(args).subList(3, args.length);
        for (Map.Entry<String, Work> one : cases.entrySet()) {
            if (wanted.isEmpty() || wanted.contains(one.getKey())) {
                attack.measure(one.getKey(), one.getValue(), seconds);
            }
        }
    }

    private Map<String, Work> cases() {
        Map<String, Work> cases = new LinkedHashMap<>();
        cases.put("nothing", (from, open) -> pause(100));
        cases.put("heads-without-end", this::head);
        cases.put("idle-connections", (from, open) -> open.add(connect(from)));
        cases.put(
                "bodies-that-drip",
                (from, open) ->
                        say(
                                from,
                                open,
                                "POST /api/control/mode HTTP/1.1\r\n"
                                        + "Host: localhost\r\n"
                                        + "X-BSMR: 1\r\n"
                                        + LOGIN
                                        + "Content-Length: 400\r\n\r\no"));
        cases.put(
                "answers-nobody-takes",
                (from, open) -> {
                    String request =
                            "GET /api/state HTTP/1.1\r\nHost: localhost\r\n" + LOGIN + "\r\n";
                    say(from, open, request.repeat(20));
                    pause(20);
                });
        cases.put(
                "watchers-that-take-nothing",
                (from, open) -> {
                    say(
                            from,
                            open,
                            "GET /api/events HTTP/1.1\r\nHost: localhost\r\n" + LOGIN + "\r\n");
                    pause(20);
                });
        cases.put("password-guesses", (from, open) -> guess(from));
        cases.put("widest-what-ifs", (from, open) -> question(from));
        return cases;
    }

    private void measure(String name, Work work, int seconds) throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger done = new AtomicInteger();
        Queue<Socket> open = new ConcurrentLinkedQueue<>();
        List<Thread> attackers = new ArrayList<>();
        for (int i = 0; i < ATTACKERS; i++) {
            String from = "127.0.0." + (66 + i);
            Thread attacker =
                    new Thread(
                            () -> {
                                while (!over.get()) {
                                    attack(work, from, open);
                                    done.incrementAndGet();
                                }
                            });
            attackers.add(attacker);
            attacker.start();
        }
        List<Long> nanos = new ArrayList<>();
        long most = 0;
        int asked = 0;
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (System.nanoTime() < end) {
            long begun = System.nanoTime();
            asked++;
            if (isAnswered()) {
                nanos.add(System.nanoTime() - begun);
            }
            most = Math.max(most, resident());
            pause(100);
        }
        over.set(true);
        for (Socket socket : open) {
            quietly(socket);
        }
        for (Thread attacker : attackers) {
            attacker.join();
        }
        open.forEach(Attack::quietly);
        Collections.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%-28s %9d times: RSS %d MB at most; healthy client: median %.1f ms, p99 %.1f ms,"
                        + " %d of %d answered%n",
                name,
                done.get(),
                most,
                percentile(nanos, 0.5),
                percentile(nanos, 0.99),
                nanos.size(),
                asked);
    }

    private void attack(Work work, String from, Queue<Socket> open) {
        try {
            work.once(from, open);
            while (open.size() > 2000) {
                quietly(open.remove());
            }
        } catch (IOException refused) {
            // The next one, then.
        }
    }

    // --- the attacks ---

    private void head(String from, Queue<Socket> open) throws IOException {
        Socket socket = connect(from);
        open.add(socket);
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n".getBytes(UTF_8));
        byte[] header = ("X-" + "b".repeat(8) + ": " + "a".repeat(4900) + "\r\n").getBytes(UTF_8);
        for (int i = 0; i < 190; i++) {
            socket.getOutputStream().write(header);
        }
    }

    private void guess(String from) throws IOException {
        try (Socket socket = connect(from)) {
            for (int i = 0; i < 50; i++) {
                String login = basic("bench:guess" + guesses.incrementAndGet());
                String request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + login + "\r\n";
                socket.getOutputStream().write(request.getBytes(UTF_8));
                int unused = socket.getInputStream().read(new byte[2048]);
            }
        }
    }

    private void question(String from) throws IOException {
        try (Socket socket = connect(from)) {
            String request =
                    "GET /api/whatif?load_w="
                            + (1000 + guesses.incrementAndGet() % 900_000)
                            + "&for_s=86400&within_s=86400 HTTP/1.1\r\nHost: localhost\r\n"
                            + LOGIN
                            + "\r\n";
            socket.getOutputStream().write(request.getBytes(UTF_8));
            int unused = socket.getInputStream().read(new byte[2048]);
        }
    }

    private void say(String from, Queue<Socket> open, String words) throws IOException {
        Socket socket = connect(from);
        open.add(socket);
        socket.getOutputStream().write(words.getBytes(UTF_8));
    }

    private Socket connect(String from) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(10_000);
        socket.setReceiveBufferSize(4096);
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), web), 10_000);
        return socket;
    }

    // --- the healthy client ---

    private boolean isAnswered() throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + web + "/api/link"))
                        .timeout(Duration.ofSeconds(10))
                        .header(
                                "Authorization",
                                LOGIN.substring("Authorization: ".length()).strip())
                        .build();
        try {
            return client.send(request, BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Of the program, MB. */
    private long resident() {
        try {
            return Files.readAllLines(Path.of("/proc/" + program + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1000)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new IllegalStateException("the program is gone", e);
        }
    }

    private static double percentile(List<Long> sorted, double share) {
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        int index = (int) Math.ceil(share * sorted.size()) - 1;
        return sorted.get(Math.max(0, index)) / 1e6;
    }

    private static String basic(String both) {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString(both.getBytes(UTF_8))
                + "\r\n";
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void quietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // As it should be.
        }
    }
}
