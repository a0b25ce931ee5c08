"""Writes copies of notebooks that run the answers to their exercises too, each in a cell of its own.

    answers.py FOLDER [NOTEBOOK]...

Of all notebooks with answers, or of those given, into FOLDER/notebooks; execute.py runs the copies.
The answers are the Java code in
every cell that has some: of a notebook's own exercises, or of answers/.
"""

import json
import re
import sys
from pathlib import Path

from navigation import ROOT, write

CODE = re.compile(r"<details>.*?```java\n(.*?)```.*?</details>", re.DOTALL)


def answers(notebook):
    """The code of each answer, in order."""
    texts = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    blocks = [block for text in texts for block in CODE.findall(text)]
    return [re.sub(r"^   ", "", block, flags=re.MULTILINE) if block.startswith("   ") else block
            for block in blocks]


def with_answers(notebook):
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    more = [{"cell_type": "code", "id": "answer-%d" % i, "metadata": {}, "source": answer.splitlines(True),
             "execution_count": None, "outputs": []} for i, answer in enumerate(answers(notebook), 1)]
    return {**notebook, "cells": code + more}


def main(arguments):
    folder = Path(arguments[0])
    (folder / "notebooks").mkdir(parents=True, exist_ok=True)
    # Notebooks find these beside their own folder.
    for name in ("rwskit", "data-recipes"):
        if not (folder / name).exists():
            (folder / name).symlink_to(ROOT / name)
    paths = [Path(argument) for argument in arguments[1:]] or sorted((ROOT / "notebooks").glob("*.ipynb"))
    for path in paths:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        if answers(notebook):
            write(folder / "notebooks" / path.name, with_answers(notebook))
            print(folder / "notebooks" / path.name)


if __name__ == "__main__":
    main(sys.argv[1:])
