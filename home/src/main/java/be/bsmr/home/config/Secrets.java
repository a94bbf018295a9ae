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
    private static final Pattern SECRET = Pattern.compile("(^|[._])(password|key|decryption)\\b");

    /** Before an address, as in {@code http://user:password@nas}. */
    private static final Pattern USER_INFO = Pattern.compile("//[^/@\\s]+:[^/@\\s]+@");

    private Secrets() {}

    /** Whether the value of a key, such as {@code web.password}, is one. */
    static boolean isAt(String key) {
        return SECRET.matcher(key).find();
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
        if (!(pair.getValueNode() instanceof ScalarNode value)) {
            return !isTls(pair.getKeyNode()) && areIn(pair.getValueNode());
        }
        return pair.getKeyNode() instanceof ScalarNode key
                && !value.getValue().isBlank()
                && (isAt(key.getValue()) || USER_INFO.matcher(value.getValue()).find());
    }

    /** There a key is the name of a file. */
    private static boolean isTls(Node key) {
        return key instanceof ScalarNode name && name.getValue().equals("tls");
    }
}
