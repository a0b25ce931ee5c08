"""Where a document's numbers are from, as prose-sources/ lists it: one line a number, the words around it and a source.

A source is the name of a number in evidence.py, with "× 100" behind it where prose says it in percent;
"output of NN" for a number in an output of notebook NN that is no table; "= formula" for what follows
from numbers of tables; "correlation of table · column | column" over corruptions; or "no result:
reason". A line "section" names a section without results.
"""

import ast
import operator
import re
import statistics
from collections import defaultdict
from functools import cache

import evidence
import prose

OPERATIONS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
LITERAL = re.compile(r"(?<![\w.])(?:\d+\.?\d*|\.\d+)(?!\w)")
# What a setting's noun is called in code.
NEAR = {"α": r"α|alpha|\badd\(", "κ": "κ|kappa", "k": "layer", "convolution": "layer|convolution",
        "image": "image|test|drawing", "drawing": "drawing|test", "network": "network|corruptions"}


class Wrong(Exception):
    """Why a number is not what its source says."""


class Sources:
    def __init__(self, path):
        self.path, self.of, self.sections = path, {}, {}
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        for line in lines:
            words, source = line.split("\t", 1)
            (self.sections if words == "section" else self.of)[words if words != "section" else source] = source

    def write(self):
        lines = ["section\t" + heading for heading in self.sections]
        lines += ["%s\t%s" % pair for pair in self.of.items()]
        self.path.parent.mkdir(exist_ok=True)
        self.path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


class Numbers:
    """The numbers of a folder's tables and outputs, by notebook."""

    def __init__(self, folder):
        self.folder = folder

    @cache
    def tables(self, notebook):
        return evidence.evidence(self.folder, notebook)

    @cache
    def named(self, notebook):
        return {one.name: one.number for one in self.tables(notebook)}

    @cache
    def outputs(self, notebook):
        """Numbers in outputs of a notebook that are no tables."""
        return {float(digits) for digits in LITERAL.findall(self._text(notebook, False))}

    @cache
    def _text(self, notebook, code):
        """Outputs that are text, or all of them with the code and the labels of tables."""
        found = []
        for path in evidence.notebooks(self.folder, notebook):
            for source, cell in prose.cells(path.read_text(encoding="utf-8")):
                found += [source] if code and cell["cell_type"] == "code" else []
                shown = [output.get("data", {}) for output in cell.get("outputs", [])]
                found += ["".join(data.get("text/plain", "")) for data in shown
                          if code or not {"text/html", "image/png"} & set(data)]
        if code:
            found += sorted({"%s %s" % label for one in self.tables(notebook) for label in one.labels})
        return re.sub(r"(?<=\d),(?=\d{3})|_", "", "\n".join(found))

    @cache
    def _settings(self, notebook, noun):
        """Numbers that stand in a line of code, text or labels near the noun."""
        near = set()
        for match in re.finditer(NEAR.get(noun, noun), self._text(notebook, True), re.IGNORECASE):
            text = match.string
            start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - 25)
            near |= {float(digits) for digits in LITERAL.findall(text[start:match.end() + 60].partition("\n")[0])}
        return near

    def sets(self, number, notebook):
        return abs(number.value) in self._settings(notebook, number.setting)

    def require(self, number, source, notebooks):
        """Raises Wrong where the source does not have the number."""
        if source.startswith("no result: "):
            return
        if source.startswith("= "):
            numbers = [self._formula(source[2:], notebooks)]
        elif source.startswith("correlation of "):
            numbers = [self._correlation(*source[len("correlation of "):].split(" · "), notebooks)]
        elif source.startswith("output of "):
            numbers = self.outputs(source[len("output of "):])
        else:
            name, percent = re.subn(r" × 100$", "", source)
            numbers = [self.named(notebook)[name] for notebook in notebooks if name in self.named(notebook)]
            numbers = [number * (100 if percent else 1) for number in numbers]
        if not numbers:
            raise Wrong("there is no " + source)
        if not any(map(number.rounds, numbers)):
            nearest = sorted(numbers, key=lambda one: abs(abs(one) - abs(number.value)))[:3]
            raise Wrong("%s has %s" % (source, ", ".join("%.6g" % one for one in nearest)))

    def _correlation(self, table, columns, notebooks):
        """Of two columns of a table over its corruptions, in means over seeds."""
        rows = defaultdict(dict)
        for one in (one for notebook in notebooks for one in self.tables(notebook) if one.table == table):
            labels = dict(one.labels)
            if labels.get("seed", "mean") == "mean" and labels["corruption"] not in ("mean", "least", "greatest"):
                rows[labels["corruption"]][one.column] = one.number
        pairs = [[columns_of[column] for column in columns.split(" | ")] for columns_of in rows.values()]
        return correlation(*zip(*pairs))

    def _formula(self, formula, notebooks):
        tree = ast.parse(formula, mode="eval").body
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and node.value not in (1, 2, 100):
                text = formula[node.col_offset:node.end_col_offset]
                half = 0.5 * 10.0 ** -len(text.partition(".")[2])
                if not any(abs(abs(number) - node.value) <= half + 1e-9
                           for notebook in notebooks for number in self.named(notebook).values()):
                    raise Wrong("the formula's %s is in no table" % text)
        return computed(tree)


def correlation(one, other):
    """Python 3.9 has none."""
    products = [sum((a - statistics.fmean(x)) * (b - statistics.fmean(y)) for a, b in zip(x, y))
                for x, y in ((one, other), (one, one), (other, other))]
    return products[0] / (products[1] * products[2]) ** 0.5


def computed(node):
    if isinstance(node, ast.BinOp):
        return OPERATIONS[type(node.op)](computed(node.left), computed(node.right))
    return float(node.value)
