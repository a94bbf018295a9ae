package be.bsmr.home.web;

import java.net.BindException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;

/** Where a server listens, as a browser has it, and why it cannot, as its owner has it. */
final class ListenAddress {

    private static final String THIS_MACHINE = "127.0.0.1";

    private ListenAddress() {}

    /** Such as {@code http://127.0.0.1:8080/}. */
    static URI of(InetSocketAddress at, boolean tls) {
        String scheme = tls ? "https" : "http";
        return URI.create(scheme + "://" + host(at.getAddress()) + ":" + at.getPort() + "/");
    }

    /** Where it is to listen, for others. */
    static String of(WebSettings settings) {
        return of(settings, HostCheck.ownName().orElse(THIS_MACHINE));
    }

    /** Where it is to listen, for programs on this machine. */
    static String here(WebSettings settings) {
        return of(settings, THIS_MACHINE);
    }

    /** Where other devices reach it; nothing when only this machine does. */
    static List<String> forOthers(WebSettings settings) {
        List<String> proxied = settings.proxy().hosts();
        if (!proxied.isEmpty() || settings.isLoopback()) {
            return proxied.stream().map(host -> "https://" + host + "/").toList();
        }
        List<String> hosts = new ArrayList<>(addresses());
        HostCheck.ownName().ifPresent(hosts::add);
        return hosts.stream().map(host -> of(settings, host)).distinct().toList();
    }

    /** This machine's addresses in the networks around it, those of containers left out. */
    private static List<String> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(one -> !one.getName().matches("(docker|br-|veth|virbr).*"))
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(Inet4Address.class::isInstance)
                    .filter(one -> !one.isLoopbackAddress() && !one.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    private static String of(WebSettings settings, String everywhere) {
        String bind = settings.bind();
        String host =
                bind.equals("0.0.0.0") || bind.equals("::")
                        ? everywhere
                        : bind.contains(":") ? "[" + bind + "]" : bind;
        String scheme = settings.tls().isOn() ? "https" : "http";
        return scheme + "://" + host + ":" + settings.port() + "/";
    }

    private static String host(InetAddress address) {
        if (address.isAnyLocalAddress()) {
            return HostCheck.ownName().orElse(THIS_MACHINE);
        }
        String text = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + text + "]" : text;
    }

    /** What its owner can do about it, with the key to change. */
    static String whyNot(WebSettings settings, Exception e) {
        String where = "the dashboard cannot listen on " + settings.bind() + ":" + settings.port();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof UnknownHostException
                    || cause instanceof UnresolvedAddressException
                    || message.contains("assign requested address")) {
                return where + ": web.bind is no address of this machine";
            }
            if (message.contains("ermission denied")) {
                return where + ": ports below 1024 need privileges, choose a higher web.port";
            }
            if (cause instanceof BindException) {
                return where + ": the port is in use, stop that program or choose another web.port";
            }
        }
        return where + ": " + e.getMessage();
    }
}
