package be.bsmr.home.notify;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that speaks SMTP and keeps the mail that it gets. */
public final class SmtpSink implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<String> mails = new CopyOnWriteArrayList<>();
    private volatile String answerToRecipients = "250 ok";

    public SmtpSink() throws IOException {
        Thread thread = new Thread(this::serve, "smtp-sink");
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        return server.getLocalPort();
    }

    void answersToRecipients(String answer) {
        answerToRecipients = answer;
    }

    List<String> commands() {
        return commands;
    }

    public int mails() {
        return mails.size();
    }

    /** As a program of mail reads it. */
    MimeMessage mail(int number) throws MessagingException {
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(mails.get(number).getBytes(US_ASCII)));
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                converse(client);
            } catch (IOException e) {
                // The client hung up, or the test is over.
            }
        }
    }

    private void converse(Socket client) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
        OutputStream out = client.getOutputStream();
        say(out, "220 sink ESMTP");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            commands.add(line);
            if (line.startsWith("EHLO")) {
                say(out, "250-sink");
                say(out, "250 AUTH PLAIN");
            } else if (line.startsWith("AUTH")) {
                say(out, "235 welcome");
            } else if (line.startsWith("RCPT")) {
                say(out, answerToRecipients);
            } else if (line.equals("DATA")) {
                say(out, "354 go on");
                StringBuilder mail = new StringBuilder();
                for (String l = in.readLine(); l != null && !l.equals("."); l = in.readLine()) {
                    mail.append(l).append("\r\n");
                }
                mails.add(mail.toString());
                say(out, "250 kept");
            } else if (line.equals("QUIT")) {
                say(out, "221 bye");
                return;
            } else {
                say(out, "250 ok");
            }
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
