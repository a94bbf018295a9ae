package be.bsmr.home.web;

import io.undertow.security.idm.Account;
import io.undertow.security.idm.Credential;
import io.undertow.security.idm.IdentityManager;
import io.undertow.security.idm.PasswordCredential;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Principal;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows the one name and password of the settings. Takes as long for a wrong one as for a right.
 */
final class OneUser implements IdentityManager {

    private record Owner(String getName) implements Principal {}

    private record OwnerAccount(Principal getPrincipal) implements Account {

        @Override
        public Set<String> getRoles() {
            return Set.of();
        }
    }

    private final OwnerAccount account;
    private final byte[] user;
    private final byte[] password;

    OneUser(WebSettings settings) {
        String name = Objects.requireNonNull(settings.user());
        account = new OwnerAccount(new Owner(name));
        user = name.getBytes(StandardCharsets.UTF_8);
        password = Objects.requireNonNull(settings.password()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable Account verify(Account known) {
        return known;
    }

    @Override
    public @Nullable Account verify(String id, Credential credential) {
        if (!(credential instanceof PasswordCredential given)) {
            return null;
        }
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(given.getPassword()));
        byte[] givenPassword = new byte[encoded.remaining()];
        encoded.get(givenPassword);
        boolean rightUser = MessageDigest.isEqual(user, id.getBytes(StandardCharsets.UTF_8));
        boolean rightPassword = MessageDigest.isEqual(password, givenPassword);
        return rightUser && rightPassword ? account : null;
    }

    @Override
    public @Nullable Account verify(Credential credential) {
        return null;
    }
}
