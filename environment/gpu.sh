#!/usr/bin/env bash
# Checks on a machine with a GPU what cannot be checked without one, and prints a page of it.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

usage() {
    cat <<'USAGE'
Usage: environment/gpu.sh [--workers N] [--scale SCALE] [--study NAME]

Trains a small study on the processor, on the GPU and on the GPU with N workers, measures it,
and prints a page in Markdown: devices, seconds, the GPU's memory, TA and RA on either.
The models go to a folder of their own, which is removed.

  --workers N     processes that share the GPUs; without it 4 for each GPU
  --scale SCALE   quick, if nothing is said, or default
  --study NAME    as `study list` names it; without it shapes
  --help          shows this

libtorch for CUDA is DJL's to fetch, or PYTORCH_LIBRARY_PATH names it: see README.md, Platforms.
Several processes on one GPU wait for each other unless NVIDIA's MPS runs
(nvidia-cuda-mps-control -d).
USAGE
}

workers=
scale=quick
study=shapes
while [ $# -gt 0 ]; do
    case $1 in
    --workers | --scale | --study)
        [ $# -gt 1 ] || fail "$1 needs a value; --help shows the options"
        case $1 in
        --workers) workers=$2 ;;
        --scale) scale=$2 ;;
        --study) study=$2 ;;
        esac
        shift
        ;;
    --help | -h)
        usage
        exit 0
        ;;
    *) fail "there is no option $1; --help shows them" ;;
    esac
    shift
done

command -v nvidia-smi >/dev/null || fail "nvidia-smi is not here: this machine shows no GPU of NVIDIA's"
gpus=$(nvidia-smi --query-gpu=index --format=csv,noheader | wc -l)
[ "$gpus" -gt 0 ] || fail "nvidia-smi sees no GPU"
: "${workers:=$((4 * gpus))}"
need_tools
heading "Building rwskit.jar without libtorch's CPU build" >&2
(cd "$root" && mvn -q -B -ntp -P cuda -pl rwskit -am -DskipTests -Dspotless.check.skip=true package) >&2

folder=$(mktemp -d)
sampler=
trap '[ -z "$sampler" ] || kill "$sampler" 2>/dev/null || true; rm -rf "$folder"' EXIT

# on DEVICE HOME COMMAND...: one command of the kit on a device, with models of its own.
on() {
    local device=$1 home=$2
    shift 2
    RWSKIT_HOME="$folder/$home" RWSKIT_DEVICE="$device" "$java" -jar "$jar" "$@"
}

# train DEVICE HOME WORKERS: prints the seconds and the highest memory of the GPUs, in MiB.
train() {
    local start=$SECONDS
    : >"$folder/memory"
    while sleep 1; do
        nvidia-smi --query-gpu=memory.used --format=csv,noheader,nounits >>"$folder/memory"
    done &
    sampler=$!
    on "$1" "$2" study run "$study" --scale "$scale" --workers "$3" >"$folder/$2.log" 2>&1 ||
        fail "training on $1 failed: $(tail -n 3 "$folder/$2.log")"
    kill "$sampler"
    wait "$sampler" 2>/dev/null || true
    sampler=
    printf '%s | %s' "$((SECONDS - start))" "$(sort -n "$folder/memory" | tail -n 1)"
}

# accuracies DEVICE HOME: TA and RA of the study's table.
accuracies() {
    on "$1" "$2" study patch "$study" --scale "$scale" --layers 4 --alpha 1 2>/dev/null
}

processors=$("$python" -c 'import os; print(os.cpu_count())')
heading "Training $study three times" >&2
cpu=$(train cpu cpu "$processors")
one=$(train gpu0 one 1)
# Without a device each worker takes the GPU that its number is due.
many=$(train "" many "$workers")

echo "# $study, $scale scale"
echo
nvidia-smi --query-gpu=name,memory.total,driver_version --format=csv,noheader
echo
echo "| device | workers | seconds | highest memory of a GPU, MiB |"
echo "|---|---|---|---|"
echo "| processor, $processors cores | $processors | $cpu |"
echo "| one GPU | 1 | $one |"
echo "| GPUs, $gpus in all | $workers | $many |"
echo
echo "Trained and measured on the processor:"
echo
accuracies cpu cpu
echo
echo "Trained and measured on the GPU:"
echo
accuracies gpu0 one
echo
echo "Models of the processor, measured on the GPU:"
echo
accuracies gpu0 cpu
