#!/usr/bin/env python3
"""Runs the answers to the exercises, and keeps what they print.

    answers.py FOLDER [NOTEBOOK]...      copies of notebooks that run their answers, each in a cell of its own
    answers.py --record EXECUTED         puts into answers/ what the executed copies in that folder printed

Copies are of all notebooks with answers, or of those given, in FOLDER/notebooks; execute.py runs them.
Answers are the Java code in folded parts: of a notebook's own exercises, or of the pages in answers/. One
with a comment <!-- not run: reason --> before it is left out; check_cells.py compiles it.
"""

import json
import re
import sys
from pathlib import Path

from bounds import Tables
from navigation import ANSWERS, ROOT, write
from prose import number_of

FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)
CODE = re.compile(r"```java\n(.*?)```", re.DOTALL)
# A block of code, with what it printed when that is there already.
PRINTS = "It prints (models, if any are trained, are of the quick scale):"
PRINTED = re.compile(
    r"(?<!-->\n\n)(```java\n.*?```\n)(?:\n" + re.escape(PRINTS) + r"\n\n```text\n.*?```\n)?", re.DOTALL)
LONG = re.compile(r"-?\d+\.\d{4,}(?:E-?\d+)?")


def answers(notebook, all_of_them=True):
    """The code of each answer, in order; of all, or of those that are run."""
    texts = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    folded = [part for text in texts for part in FOLDED.findall(text) if all_of_them or "<!-- not run:" not in part]
    blocks = [block for part in folded for block in CODE.findall(part)[:1]]
    return [re.sub(r"^   ", "", block, flags=re.MULTILINE) if block.startswith("   ") else block
            for block in blocks]


def with_answers(notebook):
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    more = [{"cell_type": "code", "id": "answer-%d" % i, "metadata": {}, "source": answer.splitlines(True),
             "execution_count": None, "outputs": []} for i, answer in enumerate(answers(notebook, False), 1)]
    return {**notebook, "cells": code + more}


def printed(cell):
    """What a cell shows as text: what it printed, and its value, a table with its columns aligned."""
    told = []
    for output in cell["outputs"]:
        data = output.get("data", {})
        tables = Tables()
        tables.feed("".join(data.get("text/html", "")))
        if tables.found:
            told += [aligned(rows) for rows in tables.found.values()]
        elif output["output_type"] in ("stream", "execute_result"):
            told.append("".join(output.get("text", data.get("text/plain", ""))))
    text = "\n".join(part.strip("\n") for part in told)
    return "".join(line.rstrip() + "\n" for line in LONG.sub(rounded, text).splitlines())


def rounded(number):
    return ("%.3f" % float(number.group())).rjust(len(number.group()))


def aligned(rows):
    """Rows of a table as lines, each column as wide as its widest cell."""
    lines = [list(rows[0]), *(list(row.values()) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines)]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(line, widths)) for line in lines)


def record(executed):
    """Puts what an executed copy printed behind the code of its answers, in the page that they are from."""
    page = ANSWERS / (number_of(executed.name) + ".md")
    cells = json.loads(executed.read_text(encoding="utf-8"))["cells"]
    texts = iter([printed(cell) for cell in cells if cell["id"].startswith("answer-")])

    def with_text(match):
        return "%s\n%s\n\n```text\n%s```\n" % (match[1], PRINTS, next(texts))

    page.write_text(PRINTED.sub(with_text, page.read_text(encoding="utf-8")), encoding="utf-8")


def main(arguments):
    if arguments[0] == "--record":
        for executed in sorted(Path(arguments[1]).glob("*.ipynb")):
            if (ANSWERS / (number_of(executed.name) + ".md")).exists():
                record(executed)
        return
    folder = Path(arguments[0])
    (folder / "notebooks").mkdir(parents=True, exist_ok=True)
    # Notebooks find these beside their own folder, and files in it.
    beside = [file.relative_to(ROOT) for file in (ROOT / "notebooks").iterdir() if file.suffix == ".pt"]
    for name in ("rwskit", "data-recipes", "figures", *beside):
        if not (folder / name).exists():
            (folder / name).symlink_to(ROOT / name)
    paths = [Path(argument) for argument in arguments[1:]] or sorted((ROOT / "notebooks").glob("*.ipynb"))
    for path in paths:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        if answers(notebook, False):
            write(folder / "notebooks" / path.name, with_answers(notebook))
            print(folder / "notebooks" / path.name)


if __name__ == "__main__":
    main(sys.argv[1:])
