#!/usr/bin/env python3
"""The cells that tie the notebooks together: the way to symbols, claims and neighbours, and answers to exercises.

    navigation.py              writes them into notebooks/
    navigation.py --check      tells which are missing or wrong

The first cell of a notebook is followed by one with the id "symbols", and the last one has the id "next".
Both are made from the notebooks' names and titles and from notebooks/claims.md. Before the last one
comes a cell with the id "answers", where answers/ has a page for the notebook. Nothing else of a notebook
is touched.
"""

import json
import os
import re
import sys
from pathlib import Path

import prose

ROOT = Path(__file__).resolve().parent.parent
ANSWERS = ROOT / "environment" / "answers"
TITLE = re.compile(r"# (?:\S+ · )?(.+)")
# A row of notebooks/claims.md, and a notebook in it.
CLAIM = re.compile(r'^\| <a id="claim-(\d+)">(.*)$', re.MULTILINE)
NUMBERED = re.compile(r"\[(\d\d(?:-[a-z])?)\]\(")


def claims_of(number):
    """The claims that a notebook is about, as claims.md says."""
    page = (ROOT / "notebooks" / "claims.md").read_text(encoding="utf-8")
    return [int(claim[1]) for claim in CLAIM.finditer(page) if number in NUMBERED.findall(claim[2])]


def title(notebook):
    """What its first heading says, without the number."""
    return TITLE.match("".join(notebook["cells"][0]["source"]))[1].strip()


def cell(name, text):
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": text.splitlines(True)}


def symbols(name):
    claims = claims_of(prose.number_of(name))
    links = ", ".join("[%d](claims.md#claim-%d)" % (claim, claim) for claim in claims)
    about = " · About claim%s %s." % ("s" if len(claims) > 1 else "", links) if links else ""
    return cell("symbols", "*What θ₀, θ_std, θ_c, τ, RWS, α, TA and RA mean: [symbols](symbols.md)%s*" % about)


def following(before, after):
    ways = ["%s: [%s](%s)" % (word, heading, name)
            for word, (name, heading) in (("Before", before), ("Next", after)) if name]
    return cell("next", "---\n" + " · ".join([*ways, "[Symbols](symbols.md)", "[Claims](claims.md)"]))


def answers(name):
    page = ANSWERS / (prose.number_of(name) + ".md")
    return [cell("answers", page.read_text(encoding="utf-8").rstrip("\n"))] if page.exists() else []


def tied(name, notebook, before, after):
    """The notebook with its two cells."""
    own = [one for one in notebook["cells"] if one.get("id") not in ("symbols", "answers", "next")]
    end = [*answers(name), following(before, after)]
    return {**notebook, "cells": [own[0], symbols(name), *own[1:], *end]}


def notebooks(folder):
    """Names, contents and what they are to be, in the order of reading."""
    paths = sorted((folder / "notebooks").glob("*.ipynb"))
    read = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    places = [("", ""), *((path.name, title(one)) for path, one in zip(paths, read)), ("", "")]
    for i, (path, notebook) in enumerate(zip(paths, read)):
        yield path, notebook, tied(path.name, notebook, places[i], places[i + 2])


def write(path, notebook):
    aside = path.with_name("." + path.name + ".part")
    text = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    aside.write_text(text, encoding="utf-8")
    os.replace(aside, path)


def main(arguments):
    if arguments not in ([], ["--check"]):
        print("Usage: navigation.py [--check]; see environment/README.md", file=sys.stderr)
        return 0 if arguments == ["--help"] else 2
    wrong = [(path, made) for path, found, made in notebooks(ROOT) if found != made]
    if "--check" in arguments:
        for path, _ in wrong:
            print("%s: its first or last links are not those of its place; run navigation.py" % path.name,
                  file=sys.stderr)
        return 1 if wrong else 0
    for path, made in wrong:
        write(path, made)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
