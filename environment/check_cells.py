#!/usr/bin/env python3
"""Compiles every cell of the notebooks, and every answer to an exercise, against the jar.

    check_cells.py [--jar JAR] [NOTEBOOK]...

A notebook's cells come in their order and its answers behind them, in a Java session of the notebook's own,
where nothing is run: so this takes seconds, and it looks at notebooks too whose data have to be fetched. It
tells a name that no cell before has declared, an import that is missing, and a call that the kit no
longer has.
"""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

from answers import answers
from check_pages import END, IMPORTS, MAGIC, ROOT
from kit import java_program

# What both kernels import by themselves; pages may lean on more.
OWN_IMPORTS = "\n".join(line for line in IMPORTS.splitlines() if "java.util.stream" not in line)
# What a kernel lets cells call.
KERNEL = "String render(Object shown, String... types) { return null; }\n"


def blocks(notebook):
    """What is to be compiled, in order, each with what it is called."""
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    yield from (("cell " + cell["id"], "".join(cell["source"])) for cell in cells)
    yield from (("answer %d" % number, code) for number, code in enumerate(answers(notebook), 1))


def problems(path, jar):
    """What is wrong, a text for each cell or answer that does not compile."""
    named = list(blocks(json.loads(path.read_text(encoding="utf-8"))))
    code = [OWN_IMPORTS + "\n" + KERNEL, *(MAGIC.sub("", block) for _, block in named)]
    command = [java_program("java"), "-XX:TieredStopAtLevel=1", "-cp", str(jar),
               str(ROOT / "environment" / "Snippets.java"), str(jar), END, "compile"]
    done = subprocess.run(command, input="".join("%s\n%s\n" % (block, END) for block in code),
                          capture_output=True, encoding="utf-8", errors="replace")
    told = done.stdout.split(END + "\n")
    if len(told) != len(code) + 1:
        return ["%s: Java ended: %s" % (path.name, (done.stdout + done.stderr)[-3000:])]
    return ["%s, %s:\n%s" % (path.name, name, "".join(re.findall(r"^\|.*\n", text, re.MULTILINE)))
            for (name, _), text in zip([("imports", ""), *named], told) if text.strip()]


def main(argv):
    parser = argparse.ArgumentParser(description="Compiles the cells of notebooks and the answers in them.")
    parser.add_argument("--jar", type=Path, default=ROOT / "rwskit" / "target" / "rwskit.jar")
    parser.add_argument("notebooks", type=Path, nargs="*")
    arguments = parser.parse_args(argv)
    if not arguments.jar.exists():
        parser.error("there is no %s: environment/reproduce.sh builds it" % arguments.jar)
    paths = arguments.notebooks or sorted((ROOT / "notebooks").glob("*.ipynb"))
    found = [problem for path in paths for problem in problems(path, arguments.jar.resolve())]
    for problem in found:
        print(problem, file=sys.stderr)
    print("%d notebooks: %s" % (len(paths), "%d problems" % len(found) if found else "every cell compiles"))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
