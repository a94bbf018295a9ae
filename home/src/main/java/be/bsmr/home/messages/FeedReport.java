package be.bsmr.home.messages;

import org.jspecify.annotations.Nullable;

/**
 * How well it goes to send what is measured to another server.
 *
 * @param refused lines that the server does not want
 * @param trouble why nothing can be sent; null when it can
 */
public record FeedReport(long refused, @Nullable String trouble) {}
