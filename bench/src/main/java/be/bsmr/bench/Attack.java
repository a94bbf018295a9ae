package be.bsmr.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
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
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What attacks from the network cost the healthy clients of a running program: its memory, how long
 * {@code /api/link} takes on a connection that is open, how long on a new one, and how long a
 * message takes through the broker and back, each ten times a second. An attacker is a thread that
 * does its worst until the time is over; four of them come from four addresses of this machine, and
 * get the processor when nobody else wants it: real ones have their own.
 */
public final class Attack {

    private static final int ATTACKERS = 4;
    private static final String ATTACKER = "attacker-";
    private static final String HEALTHY = "127.0.0.1";
    private static final String ECHO = "bsmr/bench/echo";
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");
    private static final String LOGIN = basic("bench:bench");

    /** One attacker's work, again and again; what it leaves open stays open until the end. */
    private interface Work {
        void once(String from, Queue<Socket> open) throws IOException;
    }

    private final int web;
    private final int broker;
    private final long program;
    private final AtomicInteger tries = new AtomicInteger();

    private Attack(int web, int broker, long program) {
        this.web = web;
        this.broker = broker;
        this.program = program;
    }

    /**
     * Prints a line for each attack.
     *
     * @param args ports of the dashboard and of the broker (user and password {@code bench}), the
     *     program's process, seconds for each attack, and their names; none = all
     */
    public static void main(String[] args) throws Exception {
        Attack attack =
                new Attack(
                        Integer.parseInt(args[0]),
                        Integer.parseInt(args[1]),
                        Long.parseLong(args[2]));
        int seconds = Integer.parseInt(args[3]);
        Map<String, Work> cases = attack.cases();
        List<String> wanted = List.of(args).subList(4, args.length);
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
        cases.put(
                "mqtt-that-says-nothing",
                (from, open) -> open.add(new MqttSocket(from, broker).socket()));
        cases.put("mqtt-password-guesses", (from, open) -> guessAtBroker(from));
        cases.put("mqtt-retained-topics", (from, open) -> retain(from));
        cases.put("mqtt-subscriptions", (from, open) -> subscribe(from, open));
        cases.put("mqtt-lasting-sessions", (from, open) -> leaveSession(from));
        cases.put("mqtt-mode-requests", (from, open) -> request(from));
        return cases;
    }

    private void measure(String name, Work work, int seconds)
            throws IOException, InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger done = new AtomicInteger();
        Queue<Socket> open = new ConcurrentLinkedQueue<>();
        Asked held = new Asked();
        Asked fresh = new Asked();
        Asked message = new Asked();
        long most = 0;
        try (MqttSocket healthy = in(HEALTHY);
                Socket browser = connect(HEALTHY)) {
            healthy.subscribe(ECHO);
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
                                },
                                ATTACKER + i);
                attackers.add(attacker);
                attacker.start();
            }
            putLast();
            long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
            while (System.nanoTime() < end) {
                held.time(() -> isAnswered(browser));
                fresh.time(this::isAnsweredAnew);
                message.time(() -> comesBack(healthy));
                most = Math.max(most, resident());
                pause(100);
            }
            over.set(true);
            open.forEach(Attack::quietly);
            for (Thread attacker : attackers) {
                attacker.join();
            }
            open.forEach(Attack::quietly);
        }
        System.out.printf(
                Locale.ROOT,
                "%-28s %7d times: RSS %d MB at most; answers %s; on new connections %s; messages"
                        + " %s%n",
                name,
                done.get(),
                most,
                held,
                fresh,
                message);
    }

    /** How often something was asked of the program, and how long it took. */
    private static final class Asked {

        private final List<Long> nanos = new ArrayList<>();
        private int tries;

        void time(BooleanSupplier once) {
            long begun = System.nanoTime();
            tries++;
            if (once.getAsBoolean()) {
                nanos.add(System.nanoTime() - begun);
            }
        }

        @Override
        public String toString() {
            Collections.sort(nanos);
            return String.format(
                    Locale.ROOT,
                    "%.1f / %.1f ms, %d of %d",
                    percentile(nanos, 0.5),
                    percentile(nanos, 0.99),
                    nanos.size(),
                    tries);
        }
    }

    /** The attackers' threads get the processor last; by their names, which the kernel knows. */
    private static void putLast() throws IOException, InterruptedException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            for (Path thread : threads.toList()) {
                if (Files.readString(thread.resolve("comm")).startsWith(ATTACKER)) {
                    String id = thread.getFileName().toString();
                    int unused =
                            new ProcessBuilder("renice", "-n", "19", "-p", id)
                                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                    .start()
                                    .waitFor();
                }
            }
        }
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
                String login = basic("bench:guess" + tries.incrementAndGet());
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
                            + (1000 + tries.incrementAndGet() % 900_000)
                            + "&for_s=86400&within_s=86400 HTTP/1.1\r\nHost: localhost\r\n"
                            + LOGIN
                            + "\r\n";
            socket.getOutputStream().write(request.getBytes(UTF_8));
            int unused = socket.getInputStream().read(new byte[2048]);
        }
    }

    private void guessAtBroker(String from) throws IOException {
        try (MqttSocket client = new MqttSocket(from, broker)) {
            int unused = client.connect("bench", "guess" + tries.incrementAndGet(), "guess", true);
        }
    }

    /** 1 kB each; after 25 of them it waits until the broker has read them. */
    private void retain(String from) throws IOException {
        String kilobyte = "x".repeat(1000);
        try (MqttSocket client = in(from)) {
            for (int i = 0; i < 250; i++) {
                client.publish("bsmr/other/" + tries.incrementAndGet(), kilobyte, true);
                if (i % 25 == 0) {
                    client.ping();
                }
            }
        }
    }

    private void subscribe(String from, Queue<Socket> open) throws IOException {
        MqttSocket client = in(from);
        open.add(client.socket());
        for (int i = 0; i < 10; i++) {
            String[] filters = new String[50];
            for (int n = 0; n < filters.length; n++) {
                filters[n] = "bsmr/+/" + tries.incrementAndGet() + "/#";
            }
            client.subscribe(filters);
        }
    }

    private void leaveSession(String from) throws IOException {
        try (MqttSocket client = new MqttSocket(from, broker)) {
            if (client.connect("bench", "bench", "lasting" + tries.incrementAndGet(), false) == 0) {
                client.subscribe("bsmr/#");
            }
        }
    }

    /** Four of these ask 300 times a second. */
    private void request(String from) throws IOException {
        try (MqttSocket client = in(from)) {
            for (int i = 0; i < 75; i++) {
                client.publish(
                        "bsmr/home/load/boiler/mode/set", i % 2 == 0 ? "off" : "auto", false);
                pause(1000 / 75);
            }
        }
    }

    private MqttSocket in(String from) throws IOException {
        MqttSocket client = new MqttSocket(from, broker);
        int code = client.connect("bench", "bench", "client" + tries.incrementAndGet(), true);
        if (code != 0) {
            client.close();
            throw new IOException("refused with " + code);
        }
        return client;
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

    /** On a connection of its own that stays open; false when it was ended. */
    private static boolean isAnswered(Socket socket) {
        try {
            String request = "GET /api/link HTTP/1.1\r\nHost: localhost\r\n" + LOGIN + "\r\n";
            socket.getOutputStream().write(request.getBytes(UTF_8));
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return false;
                }
                head.append((char) next);
            }
            Matcher length = LENGTH.matcher(head);
            return head.indexOf("HTTP/1.1 200") == 0
                    && length.find()
                    && in.readNBytes(Integer.parseInt(length.group(1))).length > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isAnsweredAnew() {
        try (Socket socket = connect(HEALTHY)) {
            String request = "GET /api/link HTTP/1.0\r\nHost: localhost\r\n" + LOGIN + "\r\n";
            socket.getOutputStream().write(request.getBytes(UTF_8));
            byte[] answer = socket.getInputStream().readAllBytes();
            return new String(answer, UTF_8).startsWith("HTTP/1.0 200");
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean comesBack(MqttSocket healthy) {
        try {
            healthy.publish(ECHO, "1", false);
            healthy.receive();
            return true;
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
