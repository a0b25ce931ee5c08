"""What a bound is: a number of a run, and what the claim implies for it.

Numbers come from the CSV files of figures and from tables that executed notebooks show, which are
found by their captions; both lie in a folder that each measurement is given.
"""

import csv
import html.parser
import json
import re
from dataclasses import dataclass

NUMBER = re.compile(r"\s*[-−]?\d+(\.\d+)?([eE][-+]?\d+)?")


class Unreadable(Exception):
    """A file, row, column or number is not there; the message says which."""


class Tables(html.parser.HTMLParser):
    """The tables of pages: lists of rows by caption."""

    def __init__(self):
        super().__init__()
        self.found = {}
        self.caption = self.text = ""

    def handle_starttag(self, tag, attributes):
        if tag == "table":
            self.caption, self.head, self.rows = "", [], []
        elif tag == "tr":
            self.cells = []
        self.text = ""

    def handle_data(self, data):
        self.text += data

    def handle_endtag(self, tag):
        if tag == "caption":
            self.caption = self.text
        elif tag == "th":
            self.head.append(self.text)
        elif tag == "td":
            self.cells.append(self.text)
        elif tag == "tr" and self.cells:
            self.rows.append(dict(zip(self.head, self.cells)))
        elif tag == "table":
            self.found.setdefault(self.caption, []).extend(self.rows)


@dataclass(frozen=True)
class Figure:
    """The numbers behind a figure."""

    name: str

    def __str__(self):
        return "figures/%s.csv" % self.name

    def rows(self, folder):
        with open(folder / str(self), encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


@dataclass(frozen=True)
class Shown:
    """A table that a notebook shows; those with one caption are taken for one."""

    notebook: str
    caption: str

    def __str__(self):
        return 'notebooks/%s.ipynb, table "%s"' % (self.notebook, self.caption)

    def rows(self, folder):
        tables = Tables()
        for data in outputs(folder, self.notebook):
            tables.feed("".join(data.get("text/html", "")))
        if self.caption not in tables.found:
            raise Unreadable("the notebook shows only the tables %s" % list(tables.found))
        return tables.found[self.caption]


def outputs(folder, notebook):
    text = (folder / "notebooks" / (notebook + ".ipynb")).read_text(encoding="utf-8")
    for cell in json.loads(text)["cells"]:
        for output in cell.get("outputs", []):
            yield output.get("data", {})


class Value:
    """A number that can be measured; differences and ratios of such are such."""

    def __sub__(self, other):
        return Combined("%s − %s", lambda a, b: a - b, self, other)

    def __truediv__(self, other):
        return Combined("(%s) ÷ (%s)", lambda a, b: a / b, self, other)


@dataclass(frozen=True)
class Combined(Value):
    form: str
    operation: object
    first: Value
    second: Value

    def __str__(self):
        return self.form % (self.first, self.second)

    def measure(self, folder):
        return self.operation(self.first.measure(folder), self.second.measure(folder))

    @property
    def source(self):
        return self.first.source


class Mean(Value):
    """The mean of a column over the rows whose other columns have the given values.

    A value may be a list of those that are taken, or a function of the row.
    """

    def __init__(self, source, column, where=None):
        self.source, self.column, self.where = source, column, where or {}

    def __str__(self):
        return ", ".join([self.column, *("%s %s" % (k, name(v)) for k, v in self.where.items())])

    def measure(self, folder):
        rows = [row for row in self.source.rows(folder) if self._takes(row)]
        if not rows:
            raise Unreadable("no such row")
        return sum(number(row, self.column) for row in rows) / len(rows)

    def _takes(self, row):
        return all(matches(row, column, wanted) for column, wanted in self.where.items())


def name(wanted):
    if callable(wanted):
        return wanted.__doc__
    return "/".join(map(str, wanted)) if isinstance(wanted, list) else str(wanted)


def matches(row, column, wanted):
    if column not in row:
        raise Unreadable('no column "%s"; there are %s' % (column, list(row)))
    if callable(wanted):
        return wanted(row)
    found = row[column]
    for value in wanted if isinstance(wanted, list) else [wanted]:
        if isinstance(value, str) and found == value:
            return True
        if not isinstance(value, str) and NUMBER.fullmatch(found) and float(found) == value:
            return True
    return False


def number(row, column):
    """The number that a cell begins with: "82.1 ± 0.4" is 82.1."""
    found = NUMBER.match(row.get(column) or "")
    if not found:
        raise Unreadable('no number in column "%s" of %s' % (column, row))
    return float(found.group().replace("−", "-"))


@dataclass(frozen=True)
class Bound:
    claim: str
    value: Value
    least: float = float("-inf")
    most: float = float("inf")

    def violation(self, folder):
        """What is wrong, in one line; None where nothing is."""
        try:
            found = self.value.measure(folder)
            if self.least <= found <= self.most:
                return None
            found = "%.4g" % found
        except (OSError, Unreadable) as absent:
            found = "none: %s" % absent
        ends = [("at least %g", self.least), ("at most %g", self.most)]
        wanted = " and ".join(form % end for form, end in ends if abs(end) != float("inf"))
        return "%s: %s: expected %s, found %s (%s)" % (
            self.value.source, self.value, wanted, found, self.claim)


@dataclass(frozen=True)
class Shows:
    """A notebook shows a value as plain text."""

    claim: str
    notebook: str
    text: str

    def violation(self, folder):
        try:
            shown = ["".join(data.get("text/plain", "")) for data in outputs(folder, self.notebook)]
        except OSError as absent:
            shown = [str(absent)]
        if self.text in shown:
            return None
        return "notebooks/%s.ipynb: expected an output %s, found none (%s)" % (
            self.notebook, self.text, self.claim)
