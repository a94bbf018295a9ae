package be.bsmr.home.config;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** What nobody but its owner should read. */
final class Secrets {

    /** What is written there is never shown, not even when it is wrong. */
    private static final Pattern SECRET =
            Pattern.compile(
                    "(^|[._])(password|key|secret|decryption|token|webhook|authorization)\\b",
                    Pattern.CASE_INSENSITIVE);

    /** Before an address, as in {@code http://user:password@nas}. */
    private static final Pattern USER_INFO = Pattern.compile("//[^/@\\s]+:[^/@\\s]+@");

    private Secrets() {}

    /** Whether the value of a key, such as {@code web.password}, is one. */
    static boolean isAt(String key) {
        return SECRET.matcher(key).find();
    }

    /** Whether a value shows a password, as that of an address may. */
    static boolean areShownBy(String value) {
        return USER_INFO.matcher(value).find();
    }

    /** Whether something is written there that nobody else should read. */
    static boolean areIn(Path file) {
        try {
            Node root = Written.nodes(ConfigFile.text(file, ""));
            return root != null && areIn(root);
        } catch (ConfigException | YAMLException e) {
            return false;
        }
    }

    private static boolean areIn(Node node) {
        if (node instanceof SequenceNode list) {
            return list.getValue().stream().anyMatch(Secrets::areIn);
        }
        return node instanceof MappingNode keys
                && keys.getValue().stream().anyMatch(Secrets::isOne);
    }

    private static boolean isOne(NodeTuple pair) {
        boolean named = pair.getKeyNode() instanceof ScalarNode key && isAt(key.getValue());
        if (pair.getValueNode() instanceof ScalarNode value) {
            return !value.getValue().isBlank() && (named || areShownBy(value.getValue()));
        }
        // A group of that name, such as webhook, has secrets in keys of any name.
        return (!isTls(pair.getKeyNode()) && areIn(pair.getValueNode()))
                || (named
                        && pair.getValueNode() instanceof MappingNode group
                        && !group.getValue().isEmpty());
    }

    /** There a key is the name of a file. */
    private static boolean isTls(Node key) {
        return key instanceof ScalarNode name && name.getValue().equals("tls");
    }
}
