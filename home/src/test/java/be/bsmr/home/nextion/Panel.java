package be.bsmr.home.nextion;

import be.bsmr.home.source.PtyPair;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Nextion NX3224K028 on a pseudo-terminal, as far as its serial line tells: it takes bytes at its
 * own speed, hears only noise at another, acknowledges as {@code bkcmd} says, knows the components
 * of the page it shows and no others, sleeps, is touched, and loses its power.
 */
public final class Panel implements AutoCloseable {

    /** Bytes that have come and were not yet executed; more make it overflow. */
    private static final int BUFFER = 1024;

    private static final Pattern NUMBER = Pattern.compile("n(\\d+)\\.val=(-?\\d+)");
    private static final Pattern VISIBLE = Pattern.compile("vis n(\\d+),([01])");
    private static final Pattern CLEAR = Pattern.compile("cle (\\d+),(\\d+)");
    private static final Pattern ADD = Pattern.compile("add (\\d+),(\\d+),(\\d+)");
    private static final Pattern ADD_ALL = Pattern.compile("addt (\\d+),(\\d+),(\\d+)");
    private static final Pattern SYSTEM =
            Pattern.compile("(bkcmd|dim|sleep|thsp|thup|ussp|bauds?)=(\\d+)");
    private static final String HELLO =
            "comok 1,101,NX3224K028_011R,130,61488,D264B8204F0E1828,4194304";

    /** What a port at another speed makes of it. */
    private static final byte[] NOISE = {0x1C, (byte) 0xE0, 0x66};

    private final PanelScreen screen = new PanelScreen();
    private final PtyPair cable;
    private final FileInputStream in;
    private final FileOutputStream out;
    private final Thread thread = new Thread(this::run, "panel");
    private volatile boolean closed;

    private final StringBuilder command = new StringBuilder();
    private final List<String> commands = new ArrayList<>();
    private final List<Integer> turns = new ArrayList<>(List.of(0));
    private int pointsLeft;
    private int pointsChannel;
    private int missing = -1;
    private int onlySpeed;
    private boolean powered = true;
    private boolean listening;

    /** When the byte that came last has come in full, ns. */
    private long arrivedAt = System.nanoTime();

    // What it was told, until its power goes.
    private int baud = 9600;
    private int firstBaud = 9600;
    private int acknowledges = 2;
    private int sleepsAfter;
    private boolean touchWakes;
    private int darkWithoutSerial;
    private boolean asleep;
    private long touchedAt;
    private long serialAt;

    public Panel(PtyPair cable) throws IOException {
        this.cable = cable;
        in = new FileInputStream(cable.meterEnd().toFile());
        out = new FileOutputStream(cable.meterEnd().toFile());
        thread.setDaemon(true);
        thread.start();
    }

    // --- what a person does

    /** It now begins at another speed. */
    synchronized Panel at(int speed) {
        baud = speed;
        firstBaud = speed;
        return this;
    }

    /** A layout without this number. */
    synchronized Panel without(int number) {
        missing = number;
        return this;
    }

    /** It does not do what {@code baud=} says. */
    synchronized Panel ofOneSpeed() {
        onlySpeed = baud;
        return this;
    }

    /** Presses the button that leads to a page; its layout tells nobody. */
    public synchronized void turnTo(int page) {
        screen.load(page);
    }

    synchronized void touch() throws IOException {
        touchedAt = System.nanoTime();
        if (asleep && touchWakes) {
            say(Said.TOUCH_ASLEEP, 0, 100, 0, 100, 1);
            wake();
        } else if (!asleep) {
            say(Said.TOUCH, screen.page(), 7, 1);
        }
    }

    synchronized void fallAsleep() throws IOException {
        asleep = true;
        say(Said.ASLEEP);
    }

    synchronized void powerOff() {
        powered = false;
    }

    synchronized void powerOn() throws IOException {
        powered = true;
        baud = firstBaud;
        acknowledges = 2;
        sleepsAfter = 0;
        darkWithoutSerial = 0;
        touchWakes = false;
        asleep = false;
        pointsLeft = 0;
        command.setLength(0);
        screen.start();
        listening = hears();
        say(0, 0, 0);
        say(Said.READY);
    }

    // --- what a person sees

    /** What a number shows; null when it does not show. */
    public synchronized Integer number(int n) {
        return asleep || !powered ? null : screen.number(n);
    }

    /** Heights of a line of the graph, the oldest first. */
    public synchronized List<Integer> line(int channel) {
        return screen.line(channel);
    }

    synchronized int light() {
        return screen.light();
    }

    synchronized boolean isAsleep() {
        return asleep;
    }

    synchronized int page() {
        return screen.page();
    }

    /** Keeps a picture of it in {@code home/target/nextion}. */
    public synchronized void picture(String name) throws IOException {
        screen.write(Path.of("target", "nextion", name + ".png"), asleep || !powered);
    }

    // --- what only an engineer sees

    synchronized int baud() {
        return baud;
    }

    synchronized int firstBaud() {
        return firstBaud;
    }

    synchronized int darkWithoutSerial() {
        return darkWithoutSerial;
    }

    /** Since the last time that this was asked. */
    synchronized List<String> commands() {
        List<String> since = List.copyOf(commands);
        commands.clear();
        return since;
    }

    /** Bytes from one question for the page to the next: what is sent in a second. */
    synchronized List<Integer> turns() {
        return List.copyOf(turns);
    }

    // --- the line

    private void run() {
        byte[] buffer = new byte[BUFFER];
        try {
            while (!closed) {
                int waiting = in.available();
                if (waiting == 0) {
                    timers();
                    LockSupport.parkNanos(2_000_000);
                } else if (waiting > BUFFER) {
                    while (in.available() > 0) {
                        var unused = in.read(buffer);
                    }
                    flooded();
                } else {
                    int count = in.read(buffer, 0, waiting);
                    take(buffer, count);
                }
            }
        } catch (IOException cablePulled) {
            closed = true;
        }
    }

    private void take(byte[] bytes, int count) throws IOException {
        synchronized (this) {
            if (bytes[0] == -1 || !listening) {
                // A port that looks for its speed begins with an end.
                listening = hears();
            }
            if (!powered) {
                return;
            }
            if (!listening) {
                out.write(NOISE);
                return;
            }
        }
        for (int i = 0; i < count; i++) {
            long begins = Math.max(System.nanoTime(), arrivedAt);
            arrivedAt = begins + 10_000_000_000L / baud();
            while (System.nanoTime() < arrivedAt) {
                LockSupport.parkNanos(arrivedAt - System.nanoTime());
            }
            synchronized (this) {
                take(bytes[i]);
            }
        }
    }

    private void take(byte one) throws IOException {
        serialAt = System.nanoTime();
        int turn = turns.size() - 1;
        turns.set(turn, turns.get(turn) + 1);
        if (pointsLeft > 0) {
            screen.add(pointsChannel, one & 0xFF);
            if (--pointsLeft == 0) {
                say(Said.ALL_DRAWN);
            }
            return;
        }
        command.append((char) (one & 0xFF));
        if (command.length() >= 3
                && command.substring(command.length() - 3).equals("\u00FF\u00FF\u00FF")) {
            String text = command.substring(0, command.length() - 3);
            command.setLength(0);
            if (!text.isEmpty()) {
                commands.add(text);
                execute(text);
            }
        }
    }

    private boolean hears() {
        try {
            return cable.stty().contains("speed " + baud + " ");
        } catch (IOException e) {
            return false;
        }
    }

    private synchronized void flooded() throws IOException {
        command.setLength(0);
        listening = hears();
        say(Refusal.OVERFLOW.code());
    }

    private synchronized void timers() throws IOException {
        long now = System.nanoTime();
        boolean untouched = sleepsAfter > 0 && now - touchedAt > sleepsAfter * 1_000_000_000L;
        boolean unheard =
                darkWithoutSerial > 0 && now - serialAt > darkWithoutSerial * 1_000_000_000L;
        if (powered && !asleep && (untouched || unheard)) {
            fallAsleep();
        }
    }

    private void execute(String text) throws IOException {
        if (asleep && !text.equals("sleep=0")) {
            return;
        }
        if (text.equals("connect")) {
            out.write((HELLO + "\u00FF\u00FF\u00FF").getBytes(StandardCharsets.ISO_8859_1));
        } else if (text.equals("get bauds")) {
            say(Said.NUMBER, firstBaud & 0xFF, firstBaud >> 8 & 0xFF, firstBaud >> 16, 0);
        } else if (text.equals("sendme")) {
            say(Said.PAGE, screen.page());
            turns.add(0);
        } else {
            Matcher points = ADD_ALL.matcher(text);
            if (points.matches() && screen.hasLine(of(points, 1), of(points, 2))) {
                pointsChannel = of(points, 2);
                pointsLeft = of(points, 3);
                say(Said.SEND_POINTS);
            } else {
                acknowledge(outcome(text));
            }
        }
    }

    private static int of(Matcher m, int group) {
        return Integer.parseInt(m.group(group));
    }

    private int outcome(String text) throws IOException {
        Matcher m = NUMBER.matcher(text);
        if (m.matches()) {
            boolean there = of(m, 1) != missing && screen.set(of(m, 1), of(m, 2));
            return there ? Said.DONE : Refusal.VARIABLE.code();
        }
        m = VISIBLE.matcher(text);
        if (m.matches()) {
            boolean there = of(m, 1) != missing && screen.show(of(m, 1), of(m, 2) == 1);
            return there ? Said.DONE : Refusal.COMPONENT.code();
        }
        m = CLEAR.matcher(text);
        if (m.matches()) {
            return screen.clear(of(m, 1), of(m, 2)) ? Said.DONE : Refusal.WAVEFORM.code();
        }
        m = ADD.matcher(text);
        if (m.matches()) {
            if (!screen.hasLine(of(m, 1), of(m, 2))) {
                return Refusal.WAVEFORM.code();
            }
            screen.add(of(m, 2), of(m, 3));
            return Said.DONE;
        }
        m = SYSTEM.matcher(text);
        if (m.matches()) {
            return system(m.group(1), of(m, 2));
        }
        return ADD_ALL.matcher(text).matches()
                ? Refusal.WAVEFORM.code()
                : Refusal.INSTRUCTION.code();
    }

    private int system(String name, int value) throws IOException {
        switch (name) {
            case "bkcmd" -> acknowledges = value;
            case "dim" -> screen.light(value);
            case "thsp" -> {
                sleepsAfter = value;
                touchedAt = System.nanoTime();
            }
            case "thup" -> touchWakes = value == 1;
            case "ussp" -> darkWithoutSerial = value;
            case "sleep" -> {
                if (asleep && value == 0) {
                    touchedAt = System.nanoTime();
                    wake();
                }
            }
            default -> {
                if (onlySpeed != 0) {
                    return Refusal.BAUD.code();
                }
                baud = value;
                firstBaud = name.equals("bauds") ? value : firstBaud;
            }
        }
        return Said.DONE;
    }

    private void wake() throws IOException {
        asleep = false;
        screen.load(screen.page());
        say(Said.AWAKE);
    }

    private void acknowledge(int code) throws IOException {
        boolean done = code == Said.DONE;
        if (acknowledges == 3 || acknowledges == (done ? 1 : 2)) {
            say(code);
        }
    }

    private void say(int... bytes) throws IOException {
        byte[] said = new byte[bytes.length + 3];
        for (int i = 0; i < said.length; i++) {
            said[i] = (byte) (i < bytes.length ? bytes[i] : 0xFF);
        }
        out.write(listening ? said : NOISE);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        in.close();
        out.close();
    }
}
