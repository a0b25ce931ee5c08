#!/usr/bin/env bash
# Reads the scripts and Python programs of this folder for mistakes: ShellCheck and Ruff, at pinned versions.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
cd "$root"

find_python
[ -n "$python_version" ] || fail "this needs Python 3.9 or newer"
lint_venv="$root/environment/.venv-lint"
install_pins "$root/environment/requirements-lint.txt" "$lint_venv" "Ruff and ShellCheck"
"$lint_venv/bin/shellcheck" --external-sources --source-path=environment \
    environment/*.sh .ci/run .binder/postBuild .binder/start
"$lint_venv/bin/ruff" check --quiet environment
