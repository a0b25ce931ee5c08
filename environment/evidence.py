"""The numbers that a notebook's tables hold, and simple ones made of them, by a name that says where.

A table is a CSV file of the notebook's figures or a table that the notebook shows. Of each come its
cells; where it has seeds, their means and standard deviations; means, least and greatest over its
corruptions; differences of two columns of one quantity, or of two rows that differ in how a network
was made; and shares of the gap between RA standard and RA robust. A name is the table, the column
and the labels of the row:

    03-patching-shapes.csv · RA · corruption mean, seed mean, weights standard
    03 "all of 19 corruptions" · RA · method standard
"""

import csv
import itertools
import re
import statistics
from collections import defaultdict
from dataclasses import dataclass

import prose
from bounds import Tables, outputs

NUMBER = r"[+−-]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?"
CELL = re.compile(r"\s*(%s)(?:\s*±\s*(%s))?(?:\s*\[(%s), (%s)\])?\s*" % ((NUMBER,) * 4))
# Columns of numbers that tell rows apart.
NUMERIC_LABELS = {
    "seed", "layer", "layers", "α", "bits", "severity", "severities", "batch", "further epochs", "cluster"}
CORRUPTIONS = ("corruption", "compared with", "first", "second")
CONTROLS = ("none", "none, other seed")
# How a network was made: differences are of rows that agree in all else.
MADE = ("weights", "method", "layers", "α", "bits", "further epochs", "images", "severity", "severities", "batch")
BASES = {"standard", "robust", "data augmentation"}


@dataclass(frozen=True)
class Found:
    number: float
    table: str
    column: str
    labels: tuple

    @property
    def name(self):
        labels = ", ".join("%s %s" % pair for pair in self.labels if pair[1])
        return " · ".join(part for part in (self.table, self.column, labels) if part)


def evidence(folder, notebook):
    """All numbers of the notebook of that number, or of the CSV file of that name. Notebooks with one
    number and different letters share the figures that begin with the number."""
    found = []
    figures = re.sub(r"^(\d\d)-[a-z]$", r"\1-", notebook)
    for path in sorted((folder / "figures").glob(figures + "*.csv")):
        with open(path, encoding="utf-8", newline="") as file:
            found += of_table(path.name, list(csv.DictReader(file)))
    for path in notebooks(folder, notebook):
        shown = defaultdict(int)
        for data in outputs(folder, path.stem):
            tables = Tables()
            tables.feed("".join(data.get("text/html", "")))
            for caption, rows in tables.found.items():
                shown[caption] += 1
                again = " (%d)" % shown[caption] if shown[caption] > 1 else ""
                found += of_table('%s "%s"%s' % (notebook, caption, again), rows)
    return found


def notebooks(folder, number):
    """Those of a number: one, or several with letters behind it; for the name of a CSV file, none."""
    paths = sorted((folder / "notebooks").glob(number + "-*.ipynb"))
    numbered = [path for path in paths if prose.number_of(path.name) == number]
    return numbered or [path for path in paths if prose.number_of(path.name)[:-2] == number]


def of_table(table, rows):
    if not rows:
        return []
    names = [name for name in rows[0] if is_label(name, rows)]
    cells = []
    for row in rows:
        labels = {name: row.get(name) or "" for name in names if name != "tensor" or "layer" not in names}
        cells += of_row(labels, {name: row[name] for name in row if name not in names})
    if "seed" in names:
        cells += over_seeds(cells)
    means = [cell for cell in cells if cell[1].get("seed", "mean") == "mean" and plain(cell[2])]
    differences = between_columns(means) + ([] if "RA − RWS" in rows[0] else between_rows(means))
    cells += differences + over_corruptions(means + differences)
    cells += shares_of_gaps(cells)
    return [Found(number, table, column, tuple(labels.items())) for number, labels, column in cells]


def is_label(name, rows):
    texts = [row.get(name) or "" for row in rows]
    # A κ is chosen in a table that has a row without one; elsewhere it is measured.
    return name in NUMERIC_LABELS or name == "κ" and "" in texts or not any(map(CELL.fullmatch, texts))


def plain(column):
    return not column.endswith((" low", " high", " ±"))


def of_row(labels, texts):
    """Cells as (number, labels, column)."""
    cells = []
    for column, text in texts.items():
        match = CELL.fullmatch(text or "")
        if match:
            for part, end in zip(match.groups(), ("", " ±", " low", " high")):
                if part:
                    cells.append((float(part.replace("−", "-")), labels, column + end))
    return cells


def grouped(cells, left_out):
    """The cells that agree in all labels but some, by column and the other labels."""
    groups = defaultdict(list)
    for number, labels, column in cells:
        if any(name in labels for name in left_out):
            rest = tuple(pair for pair in labels.items() if pair[0] not in left_out)
            groups[column, rest].append((number, labels))
    return groups


def over_seeds(cells):
    made = []
    for (column, rest), of in grouped(cells, ("seed",)).items():
        numbers = [number for number, _ in of]
        if plain(column):
            made.append((statistics.fmean(numbers), {**dict(rest), "seed": "mean"}, column))
            if len(numbers) > 1:
                made.append((statistics.stdev(numbers), {**dict(rest), "seed": "mean"}, column + " ±"))
    return made


def over_corruptions(cells):
    made = []
    for (column, rest), of in grouped(cells, CORRUPTIONS).items():
        numbers = [number for number, labels in of if labels.get("corruption") not in CONTROLS]
        if len(numbers) > 1:
            for name, number in (("mean", statistics.fmean(numbers)), ("least", min(numbers)),
                                 ("greatest", max(numbers))):
                made.append((number, {**dict(rest), "corruption": name}, column))
    return made


def between_columns(cells):
    """Differences of two columns of a row whose names begin with the same word."""
    rows = defaultdict(dict)
    for number, labels, column in cells:
        rows[tuple(labels.items())][column] = number
    return [(columns[one] - columns[other], dict(labels), "%s − %s" % (one, other))
            for labels, columns in rows.items() for one, other in itertools.permutations(columns, 2)
            if one.split()[0] == other.split()[0] and " − " not in one + other]


def between_rows(cells):
    """Differences of two rows that differ in one label, or one of which is without a patch."""
    made = []
    for (column, _), of in grouped(cells, MADE).items():
        if " − " in column or "gap closed" in column:
            continue
        for (one, labels), (other, others) in itertools.permutations(of, 2):
            apart = {name for name in labels if labels[name] != others[name]}
            if len(apart) == 1 and apart != {"method"} or BASES & {*labels.values(), *others.values()}:
                both = {name: "%s − %s" % (text or "none", others[name] or "none") if name in apart else text
                        for name, text in labels.items()}
                made.append((one - other, both, column))
    return made


def shares_of_gaps(cells):
    """How much of the way from RA standard to RA robust the other columns of RA have gone, in means."""
    rows = defaultdict(dict)
    for number, labels, column in cells:
        if labels.get("seed", "mean") == "mean" and labels.get("corruption", "mean") == "mean":
            rows[tuple(labels.items())][column] = number
    return [(100 * (number - columns["RA standard"]) / (columns["RA robust"] - columns["RA standard"]),
             dict(labels), "gap closed by %s, %%" % column)
            for labels, columns in rows.items()
            if {"RA standard", "RA robust"} <= set(columns) and columns["RA standard"] != columns["RA robust"]
            for column, number in columns.items()
            if column.startswith("RA ") and plain(column) and " − " not in column]
