#!/usr/bin/env bash
# Measures everything that rwskit/bench/README.md shows, in one run; see the usage below.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

usage() {
    cat <<'USAGE'
Usage: environment/measure.sh [--without-peers] [--frost FOLDER] [--only NAME]...

Runs the programs of rwskit/bench one after the other, beside PyTorch and the public corruption code,
and prints what they say: some half an hour on two cores with nothing else to do, of which the load
that is printed at each heading is to be a witness. measured.py makes the page
rwskit/bench/measured.md of it. target/peers receives the peers' packages, target/measure some 6 GB
of drawn networks.

  environment/measure.sh >target/measured.txt
  environment/measured.py target/measured.txt >rwskit/bench/measured.md

  --without-peers  what is the kit's alone
  --frost FOLDER   the public code's frost pictures, which its frost cannot do without
  --only NAME      one of signatures growth corruptions files methods training study storage feeding
                   detection memory start spark; may be repeated
  --help           shows this
USAGE
}

peers=yes
frost=
only=()
while [ $# -gt 0 ]; do
    case $1 in
    --without-peers) peers= ;;
    --frost)
        frost=${2:?--frost needs a folder}
        shift
        ;;
    --only)
        only+=("${2:?--only needs a name}")
        shift
        ;;
    *)
        usage
        [ "$1" = --help ] || [ "$1" = -h ] && exit 0
        exit 2
        ;;
    esac
    shift
done

set_up
cd "$root"
heading "Building"
mvn -q -B -ntp ${MAVEN_OFFLINE:+-o} -DskipTests package
scratch=target/measure
mkdir -p "$scratch"
python=
if [ -n "$peers" ]; then
    python=target/peers/bin/python
    if [ ! -x "$python" ]; then
        python3 -m venv target/peers
        target/peers/bin/pip install -q -r rwskit/bench/peers/requirements.txt \
            -r rwskit/bench/peers/requirements-corruptions.txt
    fi
fi

# wanted NAME: whether it is to be measured; says so, with the load before.
wanted() {
    case " ${only[*]-} " in
    *" $1 "* | "  ") heading "$1 (load before: $(cut -d ' ' -f 1-3 /proc/loadavg))" ;;
    *) return 1 ;;
    esac
}

# bench PROGRAM [ARGUMENT]...: with the options in $jvm.
jvm=()
bench() {
    "$java" "${jvm[@]+"${jvm[@]}"}" \
        -cp "rwskit/bench/target/rwskit-bench.jar:rwskit/target/rwskit.jar:rwskit/target/lib/*" "$@"
}

# beside ARGUMENT...: runs it in the peers' Python, if there is to be one.
beside() {
    [ -z "$python" ] || "$python" "$@"
}

heading "Machine"
date -u +%F
uname -sm
getconf _NPROCESSORS_ONLN
grep -m 1 'model name' /proc/cpuinfo || true
"$java" -version 2>&1 | head -n 1
git log -1 --format=%h

if wanted signatures; then
    "$java" -jar rwskit/bench/target/rwskit-bench.jar -f 1 SignatureBenchmark | grep -E '^Benchmark|Signature'
    beside rwskit/bench/peers/projection.py
fi
if wanted growth; then
    jvm=(-Xmx8g)
    bench rwskit.bench.Growth
    jvm=()
fi
if wanted corruptions; then
    bench rwskit.bench.CorruptionSpeed ${python:+--python "$python"} ${frost:+--frost "$frost"} --images 1000
fi
if wanted files; then
    if [ -n "$python" ]; then
        bench rwskit.bench.Extraction "$scratch" 3 "$python" rwskit/bench/peers/extraction.py
    else
        bench rwskit.bench.Extraction "$scratch" 3
    fi
fi
if wanted methods; then
    for robust in 1 19; do
        printf '%s robust networks:\n' "$robust"
        fast=(rws task-arithmetic difference copy wise-ft ties dare breadcrumbs model-stock lines random)
        bench rwskit.bench.MethodSpeed "$scratch" 3 "$robust" "${fast[@]}"
        beside rwskit/bench/peers/methods.py "$scratch" 3 "$robust" "${fast[@]}"
    done
    bench rwskit.bench.MethodSpeed "$scratch" 1 3 iso-c tsv-m
    beside rwskit/bench/peers/methods.py "$scratch" 1 3 iso-c tsv-m
fi
if [ -n "$python" ] && wanted training; then
    bench rwskit.bench.TrainingSpeed --python "$python" --divisors 8,4 --rounds 5
    bench rwskit.bench.TrainingSpeed --python "$python" --network resnet20 --divisors 1 --rounds 3
fi
if [ -n "$python" ] && wanted study; then
    bench rwskit.bench.StudySpeed --python "$python"
fi
if wanted storage; then
    bench rwskit.bench.Storage
fi
if wanted feeding; then
    bench rwskit.training.FeedShare
fi
if wanted detection; then
    bench rwskit.bench.DetectionSpeed
fi
if wanted memory; then
    jvm=(-Xmx1g -XX:NativeMemoryTracking=summary)
    bench rwskit.bench.MemoryCycles
    jvm=(-Xmx512m)
    bench rwskit.bench.PatchingMemory --batches 20000
    jvm=()
fi
if wanted start; then
    "$venv/bin/python" environment/cold_start.py
fi
if wanted spark; then
    "$venv/bin/python" environment/spark_speed.py
fi
heading "Load after: $(cut -d ' ' -f 1-3 /proc/loadavg)"
