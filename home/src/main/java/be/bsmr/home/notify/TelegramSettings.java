package be.bsmr.home.notify;

import org.jspecify.annotations.Nullable;

/**
 * A chat that a Telegram bot of the owner's writes into.
 *
 * @param server Telegram's, or a server of bots of one's own
 * @param token of the bot, as BotFather gave it; null = off
 * @param chat its number, below zero for a group, or {@code @name} of a channel
 */
public record TelegramSettings(String server, @Nullable String token, String chat) {

    static final TelegramSettings NONE = new TelegramSettings("https://api.telegram.org", null, "");

    /**
     * @throws IllegalArgumentException when a value makes no sense; the message says what to write
     */
    public TelegramSettings {
        server = Require.server("notify.telegram.server", server);
        Require.given("notify.telegram.chat", chat);
        if (token != null || !chat.isEmpty()) {
            Require.secret(
                    "notify.telegram.token",
                    token,
                    "\\d+:[-_A-Za-z0-9]+",
                    "it as BotFather gave it, such as 123456:ABC-DEF, in quotes");
            if (!chat.matches("-?\\d+|@\\w+")) {
                throw new IllegalArgumentException(
                        "notify.telegram.chat is a number, or @name of a channel, in quotes:"
                                + " docs/notify.md says how to find it");
            }
        }
    }

    boolean wanted() {
        return token != null;
    }

    @Override
    public String toString() {
        return "TelegramSettings[server="
                + server
                + ", token="
                + Require.hidden(token)
                + ", chat="
                + chat
                + "]";
    }
}
