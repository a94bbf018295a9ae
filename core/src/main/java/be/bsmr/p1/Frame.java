package be.bsmr.p1;

/** What the framer found in the stream: a whole telegram, or the remains of one. */
public sealed interface Frame permits Telegram, Rejected {}
