#!/usr/bin/env bash
# Runs notebooks in JupyterLab in a browser and looks at what they show; see browser_test.py.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

if [ $# -gt 0 ]; then
    cat <<'USAGE'
Usage: environment/browser.sh

Opens JupyterLab in Chromium, runs notebooks 01 and 03, and requires that their tables
and pictures are seen, that progress moves and that an interrupt ends a training. Drags
the slider of 00-a and requires that the numbers follow.
Run environment/reproduce.sh --quick first, which trains the models.
RWSKIT_BROWSER names another Chromium or Chrome. Screenshots: target/quick/screenshots/
USAGE
    exit 0
fi

set_up
make_browser
heading "Notebooks in a browser"
RWSKIT_BROWSER=$browser "$browser_venv/bin/python" "$root/environment/browser_test.py"
