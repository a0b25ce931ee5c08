#!/usr/bin/env python3
"""Draws the committed figures again from the tables beside them, and puts the pictures into the notebooks' outputs.

For a change of how figures look: nothing is measured, and no table changes. It needs what
`mvn test-compile` and `mvn package`
leave. A figure belongs to the cell that saves it, or to the one that shows the variable it was saved from.
"""

import base64
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULE = ROOT / "rwskit"
SAVED = re.compile(r"""(?:var\s+(?P<variable>\w+)\s*=\s*)?[^;]*?\.save\("(?P<name>[\w-]+)"\)""")


def redraw(figures, shown):
    """Draws all, and returns by name the width, the height and the text of each."""
    classpath = [MODULE / "target/test-classes", MODULE / "target/classes", MODULE / "target/lib/*"]
    done = subprocess.run(
        ["java", "-cp", ":".join(map(str, classpath)), "rwskit.figure.CommittedFigure", str(figures), str(shown)],
        cwd=MODULE, check=True, capture_output=True, text=True, encoding="utf-8")
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    return {name: (int(width), int(height), text) for name, width, height, text in lines}


def shown_by(cells):
    """By the number of a cell the name of the figure that its output shows."""
    variables, found = {}, {}
    for number, cell in enumerate(cells):
        source = "".join(cell["source"]) if cell["cell_type"] == "code" else ""
        for statement in source.split(";\n"):
            saved = SAVED.search(statement)
            if saved and saved["variable"]:
                variables[saved["variable"]] = saved["name"]
        last = source.split(";\n")[-1].strip()
        saved = SAVED.search(last)
        if saved and not last.endswith(";"):
            found[number] = saved["name"]
        elif last in variables:
            found[number] = variables[last]
    return found


def put(notebook, drawn, shown):
    """Replaces the pictures in a notebook that is read; returns the names of the figures."""
    names = []
    for number, name in shown_by(notebook["cells"]).items():
        if name not in drawn:
            # A figure of images, which its table does not hold.
            continue
        for output in notebook["cells"][number].get("outputs", []):
            if "image/png" in output.get("data", {}):
                width, height, text = drawn[name]
                output["data"]["image/png"] = base64.b64encode((shown / f"{name}.png").read_bytes()).decode()
                output["data"]["text/plain"] = [text]
                output["metadata"]["image/png"] = {"height": height, "width": width}
                names.append(name)
    return names


def main():
    with tempfile.TemporaryDirectory() as folder:
        shown = Path(folder)
        drawn = redraw(ROOT / "figures", shown)
        placed = []
        for file in sorted((ROOT / "notebooks").glob("*.ipynb")):
            text = file.read_text(encoding="utf-8")
            notebook = json.loads(text)
            names = put(notebook, drawn, shown)
            if names:
                drawn_text = json.dumps(notebook, indent=1, ensure_ascii=False)
                file.write_text(drawn_text + "\n" * text.endswith("\n"), encoding="utf-8")
            placed += names
        print(f"{len(drawn)} figures drawn, {len(placed)} of them shown in notebooks")
        print("not shown: " + ", ".join(sorted(set(drawn) - set(placed))))


if __name__ == "__main__":
    sys.exit(main())
