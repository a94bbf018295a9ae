package be.bsmr.fleet.settings;

/**
 * How the counting runs.
 *
 * @param instance tells instances apart that share the work; one that begins anew keeps its name
 * @param threads 1 or more: as many as processors it may use
 * @param standbys how many other instances keep a copy of each state, 0 or more
 * @param partitions into how many parts the topics are made, once and for ever: the most threads,
 *     of all instances, that can share the work
 * @param replicas on how many brokers each part is kept, 1 or more
 * @param commitS what is counted is told so often, s: less is sooner, more costs less
 */
public record StreamsSettings(
        String instance, int threads, int standbys, int partitions, int replicas, int commitS) {

    static final StreamsSettings DEFAULT = new StreamsSettings("fleet-1", 1, 1, 12, 1, 5);

    public StreamsSettings {
        if (!instance.matches("[A-Za-z0-9-]{1,40}")) {
            throw new IllegalArgumentException(
                    "streams.instance has 1 to 40 letters, digits and hyphens, not '"
                            + instance
                            + "'");
        }
        require("threads", threads, 1, 256);
        require("standbys", standbys, 0, 3);
        require("partitions", partitions, 1, 1000);
        require("replicas", replicas, 1, 9);
        require("commit_s", commitS, 1, 60);
    }

    private static void require(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "streams." + key + " is " + least + " to " + most + ", not " + value);
        }
    }
}
