#!/usr/bin/env bash
# Opens JupyterLab on the notebooks. Options are passed on to `jupyter lab`.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

if [ "${1:-}" = --help ] || [ "${1:-}" = -h ]; then
    cat <<'USAGE'
Usage: environment/lab.sh [OPTION OF jupyter lab]...

Sets up what is missing and opens JupyterLab in the browser, on this machine
only (127.0.0.1; --ip=ADDRESS chooses another) and behind a token. On a machine without a browser add
--no-browser and open the address it prints. With RWSKIT_SCALE=quick the studies
are small and their figures go to target/quick/figures.
USAGE
    exit 0
fi

set_up
# Figures of the small scale are rough, and figures/ holds those that the README shows.
if [ "${RWSKIT_SCALE:-}" = quick ]; then
    export RWSKIT_FIGURES="${RWSKIT_FIGURES:-$root/target/quick/figures}"
fi
as_root=
[ "$(id -u)" != 0 ] || as_root=--allow-root
# JupyterLab takes no option twice.
listen=--ip=127.0.0.1
case " $*" in *" --ip"* | *" --ServerApp.ip"*) listen= ;; esac
cd "$root"
exec "$venv/bin/jupyter" lab $listen --ServerApp.root_dir="$root" $as_root "$@"
