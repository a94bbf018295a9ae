# How BSMR finds its Java, sets it, and gives it a place of its own. Read by the launcher of a checkout (../../../../bsmr)
# and by /usr/bin/bsmr of the package (../deb/bsmr): they say in "jar" and "archive" what is to be run.
# shellcheck shell=bash disable=SC2154

needs_java=17

say() { printf 'bsmr: %s\n' "$*" >&2; }

find_java() {
    local candidate version
    for candidate in ${JAVA_HOME:+"$JAVA_HOME/bin/java"} "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
        [ -x "$candidate" ] || continue
        version=$(java_version "$candidate")
        if [ "${version:-0}" -ge "$needs_java" ]; then
            java=$candidate
            return 0
        fi
    done
    return 1
}

# Without starting the machine: a JDK says its version in its file "release".
java_version() {
    local home release
    home=$(dirname "$(dirname "$(readlink -f "$1")")")
    release=$home/release
    [ -r "$release" ] || { "$1" -version 2>&1 | sed -n '1s/.*"\([0-9]*\).*/\1/p'; return; }
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$release"
}

jdk_home() { dirname "$(dirname "$(readlink -f "$java")")"; }

# Libraries unpack native code where Java keeps its temporary files, and load what lies there. In /tmp others could lay it.
# Each process has a folder of its own in "own", and takes away those of processes that were killed: exec keeps our number,
# and what we hold open. A container with the same home has numbers of its own.
make_private_tmp() {
    local folder held
    for own in "${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/bsmr" "${TMPDIR:-/tmp}/bsmr-$EUID"; do
        (umask 077 && mkdir -p "$own/tmp") 2>/dev/null || continue
        if is_ours_alone "$own" && is_ours_alone "$own/tmp"; then
            for folder in "$own"/tmp/*; do
                if [ ! -d "/proc/${folder##*/}" ] || [ "${folder##*/}" = $$ ]; then flock --nonblock "$folder" rm -rf "$folder" || true; fi
            done
            (umask 077 && mkdir "$own/tmp/$$") 2>/dev/null || continue
            exec {held}<"$own/tmp/$$"
            flock --shared "$held" || true
            flags+=(-Djava.io.tmpdir="$own/tmp/$$")
            return
        fi
        say "$own is not this user's alone, so no code is loaded from there"
    done
    say "there is no folder for temporary files that is this user's alone; make one: mkdir -m 700 ~/.cache"
    exit 69
}

is_ours_alone() {
    [ -d "$1" ] && [ ! -L "$1" ] && [ -O "$1" ] && chmod 700 "$1"
}

# Small and steady on a Pi: one collector thread, little stack, the first-tier compiler, one Netty arena. The heap grows
# late and gives back what it does not need; Netty takes 1 MB at a time instead of 4. Without memory it ends with 3:
# threads that die one by one would leave a program that looks alive and steers nothing. What runs seldom is not compiled,
# and the archive of classes lies where it was made for: elsewhere each of its pages is written to, and is ours alone (ADR 78).
flags=(
    -XX:+ExitOnOutOfMemoryError
    -XX:+UseSerialGC -Xms10m -Xmx96m -Xss512k -XX:TieredStopAtLevel=1 -XX:MaxMetaspaceSize=128m
    -XX:ReservedCodeCacheSize=48m -XX:-UsePerfData -Djava.awt.headless=true -Dfile.encoding=UTF-8 -Djdk.console=java.base
    -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 -XX:CompileThresholdScaling=4
    -XX:MaxNewSize=4m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20 -XX:-ShrinkHeapInSteps
    -Dio.netty.allocator.numDirectArenas=1 -Dio.netty.allocator.numHeapArenas=1 -Dio.netty.allocator.maxOrder=7
    -Dio.netty.eventLoopThreads=2 -Dio.netty.noPreferDirect=true
)

# Takes our place: the program with the arguments given.
run_java() {
    if [ "$(java_version "$java")" -ge 24 ]; then
        flags+=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
    fi
    if [ -f "$archive" ]; then flags+=(-XX:SharedArchiveFile="$archive" -Xshare:auto -Xlog:cds=off -Xlog:cds+dynamic=off); fi
    # Months of seconds are worth the whole compiler; later flags win.
    case "${1:-}" in evaluate | import | export | replay) flags+=(-XX:TieredStopAtLevel=4 -XX:CompileThresholdScaling=1 -XX:ReservedCodeCacheSize=96m -Xmx256m -XX:MaxNewSize=80m) ;; esac
    # A recording fills the heap within a second: one that grows late spends a sixth of the work on collecting.
    case "${1:-}" in import | replay) flags+=(-Xms160m -Xmn80m -XX:MinHeapFreeRatio=40 -XX:MaxHeapFreeRatio=70) ;; esac
    # The C library keeps a pool of its own for each thread otherwise.
    export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-1}
    exec "$java" "${flags[@]}" ${BSMR_JAVA_OPTS:-} -jar "$jar" "$@"
}

# A class-data archive belongs to one JDK and one jar, so it is made here and never shipped. It holds the JDK's classes too.
# A machine that cannot do all of the warm-up, such as draw letters, archives less.
archive_classes() {
    local classes=$archive.classes
    rm -f "$archive"
    "$java" "${flags[@]}" -XX:DumpLoadedClassList="$classes" -Xlog:disable -Xlog:all=off -jar "$jar" warm-up >/dev/null 2>&1 || true
    "$java" "${flags[@]}" -Xshare:dump -XX:SharedClassListFile="$classes" -XX:SharedArchiveFile="$archive" \
        -Xlog:disable -Xlog:all=off -cp "$jar" >/dev/null 2>&1 || rm -f "$archive"
    rm -f "$classes"
}
