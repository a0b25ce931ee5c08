#!/usr/bin/env python3
"""Makes the page rwskit/bench/measured.md of what measure.sh printed.

    measured.py OUTPUT [LATER]      prints Markdown

Of a section that both files have LATER's counts; those of OUTPUT alone are marked.
"""

import re
import sys
from pathlib import Path

TITLES = {
    "signatures": "One signature", "growth": "Growth", "corruptions": "Corruptions", "files": "From files to files",
    "methods": "Methods", "training": "Training", "study": "A study of twenty models", "feeding": "Input feeding",
    "detection": "A network that patches itself", "memory": "Memory", "start": "Cold start",
    "spark": "A small study, alone and on Spark",
}
INTRODUCTION = """# What one evening measured

The output of `environment/measure.sh`, made into a page by `environment/measured.py`. {machine}; {java}; {date}. On a
virtual machine other guests take the cores away at times, so only the numbers of one section compare with each
other.{two} What the numbers mean is in [README.md](README.md). The sizes of files, which depend on no machine, are in
[figures/storage.csv](../../figures/storage.csv).
"""
EARLIER = " Sections marked * are of a first run, which was ended early; the others of a second."
BENCHMARK = re.compile(r"SignatureBenchmark\.(\w+):p(0\.00|0\.50)\s+sample\s+([\d.]+)")
PEER = re.compile(r"(signature|copy)\s+([\d.]+) ms")
METHOD = re.compile(r"^([\w-]+)\s+(\d+) robust\s+([\d.]+) s\s+([\d.]+) processor", re.MULTILINE)


def sections(text):
    """The body of each section by its name, and the load before it."""
    found = {}
    for part in re.split(r"^== ", re.sub(r"\x1b?\[[\d;]*m", "", text), flags=re.MULTILINE)[1:]:
        head, _, body = part.partition("\n")
        load = re.search(r"load before: ([^)]*)", head)
        found[head.split(" ")[0]] = (load.group(1) if load else "", body.strip("\n"))
    return found


def signatures(body):
    times = {}
    for name, place, number in BENCHMARK.findall(body):
        times.setdefault(name, {})[place] = float(number)
    rows = ["| `%s` | %.1f | %.1f |" % (name, of["0.50"], of["0.00"]) for name, of in times.items()]
    peers = ["| PyTorch, %s | %s | |" % found for found in PEER.findall(body)]
    return "\n".join(["| milliseconds | median | fastest |", "|---|---:|---:|", *rows, *peers])


def methods(body):
    times = {}
    for name, robust, seconds, processor in METHOD.findall(body):
        times.setdefault((name, robust), []).append((float(seconds), float(processor)))
    rows = ["| `%s` | %s | %.3f | %.3f | %.3f | %.3f | %.1f |" % (*key, *kit, *peer, peer[0] / kit[0])
            for key, (kit, peer) in ((key, both) for key, both in times.items() if len(both) == 2)]
    head = "| | robust networks | rwskit, s | processor s | PyTorch, s | processor s | ratio of seconds |"
    return "\n".join([head, "|---|---:|---:|---:|---:|---:|---:|", *rows])


def separated(body):
    """Lines of text in fences, tables with an empty line before each."""
    lines = []
    for line in body.splitlines():
        is_row = line.startswith("|")
        begins = is_row and lines and not lines[-1].startswith("|")
        again = is_row and lines and lines[-1].startswith("|") and line.count("|") != lines[-1].count("|")
        lines += [""] * bool((begins and lines[-1]) or again) + [line]
    return "\n".join(lines) if any(line.startswith("|") for line in lines) else "```text\n%s\n```" % body


FORMS = {"signatures": signatures, "methods": methods}


def page(first, later):
    _, machine = (later or first)["Machine"]
    date, system, cores, processor, java, *_ = machine.splitlines()
    text = [INTRODUCTION.format(
        machine="%s cores of %s (%s)" % (cores, processor.partition(": ")[2] or "an unnamed processor", system),
        java=java, date=date, two=EARLIER if later else "")]
    for name, title in TITLES.items():
        load, body = later.get(name) or first.get(name) or ("", "")
        if body:
            mark = " *" if later and name not in later else ""
            form = FORMS.get(name, separated)
            text.append("## %s%s\n\nLoad before: %s.\n\n%s\n" % (title, mark, load, form(body)))
    return "\n".join(text)


def main(argv):
    if not 1 <= len(argv) <= 2:
        raise SystemExit(__doc__)
    first, later = [sections(Path(name).read_text(encoding="utf-8")) if name else {} for name in [*argv, ""][:2]]
    sys.stdout.write(page(first, later))


if __name__ == "__main__":
    main(sys.argv[1:])
