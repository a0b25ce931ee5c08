#!/usr/bin/env bash
# Runs again those measurements of rwskit/bench that take minutes; see the usage below.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

usage() {
    cat <<'USAGE'
Usage: environment/measure.sh

Prints, as tables for rwskit/bench/README.md: bytes of signature files, what feeding a training takes
of a step, what a detector takes, and memory over 1,000 cycles of patching. Some minutes on a machine
with nothing else to do; on a busy one the times mean little.
USAGE
}

if [ $# -gt 0 ]; then
    usage
    [ "$1" = --help ] || [ "$1" = -h ] && exit 0
    exit 2
fi

need_tools
cd "$root"
heading "Building"
mvn -q -B -ntp ${MAVEN_OFFLINE:+-o} -DskipTests package

# measure PROGRAM [JVM OPTION]...
measure() {
    heading "$1"
    "$java" "${@:2}" -cp "rwskit/bench/target/rwskit-bench.jar:rwskit/target/rwskit.jar:rwskit/target/lib/*" "$1"
}

heading "Machine"
uname -sm
getconf _NPROCESSORS_ONLN
"$java" -version 2>&1 | head -n 1
uptime
measure rwskit.bench.Storage
measure rwskit.training.FeedShare
measure rwskit.bench.DetectionSpeed
measure rwskit.bench.MemoryCycles -Xmx1g -XX:NativeMemoryTracking=summary
uptime
