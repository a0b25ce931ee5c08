#!/usr/bin/env bash
# Runs the notebooks and writes their figures, from a bare machine on.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

usage() {
    cat <<'USAGE'
Usage: environment/reproduce.sh [--quick] [--photographs] [--notebook NN]... [--force]
                                [--measure-again]

Builds the jar, installs JupyterLab and the JJava kernel into environment/.venv,
trains the models, executes notebooks/NN-*.ipynb, two at a time where there are two
cores, and writes figures/. What exists and is up to date is not done again.

  --quick         at a small scale, in minutes: results go to target/quick/, the
                  notebooks and figures of the repository stay as they are
  --photographs   the studies on photographs instead, notebooks 11, 12, 16 to 18,
                  20 and 21: they need data sets that have to be fetched, and hours.
                  17, 20 and 21 read tables of figures/ that take long to measure
  --notebook NN   only the notebook of that number (00 is three of them); may be repeated. 14,
                  which compares all methods everywhere, 15 and 19 take long and are executed
                  only so
  --force         executes notebooks that are up to date again
  --measure-again deletes the tables of figures/ that the chosen notebooks read in place of
                  measuring, so that all is measured again, on models of the store or new ones:
                  hours, or minutes on a GPU
  --help          shows this
USAGE
}

wrong_usage() {
    printf 'reproduce.sh: %s\n\n' "$1" >&2
    usage >&2
    exit 2
}

scale=default
drawn=yes
jobs=2
again=no
options=()
numbers=()
while [ $# -gt 0 ]; do
    case $1 in
    --quick) scale=quick ;;
    # These notebooks train studies of their own, which takes all cores and much memory.
    --photographs) drawn=no jobs=1 ;;
    --force) options+=(--force) ;;
    --measure-again) again=yes options+=(--force) ;;
    --notebook)
        [ $# -gt 1 ] || wrong_usage "--notebook needs a number, such as --notebook 01"
        numbers+=("$2")
        shift
        ;;
    --help | -h)
        usage
        exit 0
        ;;
    *) wrong_usage "there is no option $1" ;;
    esac
    shift
done

shopt -s nullglob
notebooks=()
for number in "${numbers[@]+"${numbers[@]}"}"; do
    case $number in
    [0-9][0-9]) ;;
    *) wrong_usage "--notebook takes a number of two digits, such as 01, not $number" ;;
    esac
    found=("$root/notebooks/$number-"*.ipynb)
    [ ${#found[@]} -gt 0 ] || wrong_usage "there is no notebook notebooks/$number-*.ipynb"
    notebooks+=("${found[@]}")
done
if [ ${#numbers[@]} -eq 0 ] && [ $drawn = yes ]; then
    # Those first that keep one core busy for long: begun last they would run alone.
    notebooks=("$root"/notebooks/0[89]-*.ipynb "$root"/notebooks/0[0-7]-*.ipynb
        "$root"/notebooks/1[03]-*.ipynb)
    options+=(--train shapes --train textures)
elif [ ${#numbers[@]} -eq 0 ]; then
    notebooks=("$root"/notebooks/1[12678]-*.ipynb "$root"/notebooks/2[01]-*.ipynb)
fi
[ ${#notebooks[@]} -gt 0 ] || fail "there are no notebooks in $root/notebooks"

if [ "$scale" = quick ]; then
    output="$root/target/quick/notebooks"
    figures="$root/target/quick/figures"
else
    output="$root/notebooks"
    figures="$root/figures"
fi

set_up
if [ $again = yes ]; then
    # figures.measured("NAME", ...) measures where there is no figures/NAME.csv.
    { grep -oh 'figures\.measured(\\"[a-z0-9-]*' "${notebooks[@]}" || true; } | sed 's/.*"//' | sort -u |
        while read -r table; do rm -f "$figures/$table.csv"; done
fi
heading "Executing ${#notebooks[@]} notebook(s), scale: $scale"
"$venv/bin/python" "$root/environment/execute.py" --scale "$scale" \
    --output "$output" --figures "$figures" --records "$root/target/executed" \
    --jobs "$jobs" --java "$java" "${options[@]+"${options[@]}"}" "${notebooks[@]}"
printf '\nNotebooks: %s\nFigures:   %s\n' "$output" "$figures"
