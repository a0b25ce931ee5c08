"""Requires that every number of the prose is the number of its table.

    check_prose.py [--record | --strictness] [FOLDER]

Prose is the Markdown of notebooks/, README.md and the pages of figures/ in the folder, which is the
repository where none is given. prose.py says which numbers are looked at; prose-sources/ lists for each
document where its numbers are from, see sources.py. A number that is not what its source says, or
that has none, is told with its file, its sentence and the nearest numbers.

--record writes into prose-sources/ a source for each number that has none or a wrong one, if it can that of
the sentence before it was reworded: to be read before it is committed. --strictness adds one to the last
digit of each number, takes one off, and says how many of these changes are found.
"""

import csv
import difflib
import sys
from pathlib import Path

import prose
from propose import proposal
from sources import Numbers, Sources, Wrong

ROOT = Path(__file__).resolve().parent.parent


class Document:
    def __init__(self, folder, path, notebook, markdown):
        self.folder, self.name, self.notebook = folder, str(path.relative_to(folder)), notebook
        self.blocks = [block for part in markdown for block in prose.blocks(part)]
        listed = notebook or self.name.replace("/", "-").replace(".md", "")
        self.sources = Sources(folder / "environment" / "prose-sources" / (listed + ".tsv"))

    def numbers(self):
        """Each number as (place, number, notebooks): a place that comes again is counted."""
        named, table, again, left_out = (), None, {}, False
        for block in self.blocks:
            if block.startswith("## "):
                left_out = block[3:] in self.sources.sections
            marker = prose.MARKER.match(block)
            table = marker[1] if marker else table
            of_block = prose.notebooks(block)
            if self.notebook:
                named = (self.notebook, *of_block)
            else:
                named = tuple(dict.fromkeys(of_block if block.startswith("# ") else of_block + named))
            for number in prose.stated(block) if not table and not left_out else ():
                count = again[number.place] = again.get(number.place, 0) + 1
                yield number.place + (" (%d)" % count if count > 1 else ""), number, named

    def problem(self, place, number, notebooks, numbers):
        """What is wrong with a number, or None."""
        try:
            if number.setting and place not in self.sources.of:
                if not any(numbers.sets(number, notebook) for notebook in notebooks):
                    raise Wrong("neither code nor a table has this setting")
            elif place not in self.sources.of:
                likely = proposal(number, notebooks, numbers)
                raise Wrong("prose-sources/ has no source for it; likely %s" % (likely or "there is none"))
            else:
                numbers.require(number, self.sources.of[place], notebooks)
        except Wrong as wrong:
            return "%s: %s in \"%s\": %s" % (self.name, number.text, number.sentence, wrong)
        return None

    def told(self, numbers):
        places = {place for place, _, _ in self.numbers()}
        told = [self.problem(*each, numbers) for each in self.numbers()]
        told += ["%s: prose-sources/ has a source for \"%s\", which is not there" % (self.name, place)
                 for place in self.sources.of if place not in places]
        return [line for line in [*told, *self.changed_tables()] if line]

    def changed_tables(self):
        """Rows in Markdown that a notebook wrote, and that are not those of its CSV file."""
        table = head = None
        rows = []
        for block in self.blocks:
            marker = prose.MARKER.match(block)
            if marker:
                table, head = marker[1], None
                rows = read(self.folder / "figures" / (table + ".csv")) if table else []
            elif table and block.startswith("|"):
                texts = [text.strip() for text in block.strip().strip("|").split("|")]
                is_row, head = head and set(block) - set("|-: "), head or texts
                if is_row and not any(same_row(dict(zip(head, texts)), row) for row in rows):
                    yield "%s: no row of figures/%s.csv: %s" % (self.name, table, block)

    def record(self, numbers):
        stated = list(self.numbers())
        places = {place for place, _, _ in stated}
        gone = {place: source for place, source in self.sources.of.items() if place not in places}
        found = {}
        for place, number, notebooks in stated:
            source = self.sources.of.get(place)
            if source and not self.problem(place, number, notebooks, numbers):
                found[place] = source
            elif self.problem(place, number, notebooks, numbers):
                kept = reworded(place, number, notebooks, numbers, gone)
                found[place] = kept or proposal(number, notebooks, numbers) or "?"
        self.sources.of = found
        self.sources.write()

    def strictness(self, numbers):
        """How many changes are found, and of how many; settings and others apart."""
        counts = {True: [0, 0], False: [0, 0]}
        for place, number, notebooks in self.numbers():
            if self.sources.of.get(place, "").startswith("no result"):
                continue
            for changed in number.changed():
                counts[bool(number.setting)][0] += self.problem(place, changed, notebooks, numbers) is not None
                counts[bool(number.setting)][1] += 1
        return counts


def reworded(place, number, notebooks, numbers, gone):
    """The source of a sentence that is no longer there, where this is the same number in other words."""
    for near in difflib.get_close_matches(place, gone, n=5):
        try:
            numbers.require(number, gone[near], notebooks)
        except Wrong:
            continue
        return gone[near]
    return None


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def same_row(texts, row):
    return all(head in row and same_cell(text, row[head]) for head, text in texts.items())


def same_cell(text, full):
    if text == full or text == "–" and not full:
        return True
    try:
        return abs(float(text) - float(full)) <= 0.5 * 10.0 ** -len(text.partition(".")[2]) + 1e-9
    except ValueError:
        return False


def documents(folder):
    for path in sorted((folder / "notebooks").glob("*.ipynb")):
        cells = prose.cells(path.read_text(encoding="utf-8"))
        yield Document(folder, path, prose.number_of(path.name),
                       [source for source, cell in cells if cell["cell_type"] == "markdown"])
    for path in (folder / "README.md", *sorted((folder / "figures").glob("*.md"))):
        if path.exists():
            yield Document(folder, path, None, [path.read_text(encoding="utf-8")])


def tell_strictness(folder):
    numbers = Numbers(folder)
    total = {True: [0, 0], False: [0, 0]}
    for document in documents(folder):
        for setting, (found, of) in document.strictness(numbers).items():
            total[setting] = [total[setting][0] + found, total[setting][1] + of]
    for setting, (found, of) in total.items():
        print("%s: %d of %d changes of a last digit are found, %.0f %%" % (
            "settings" if setting else "results", found, of, 100 * found / max(of, 1)))


def main(arguments):
    folders = [Path(argument) for argument in arguments if not argument.startswith("--")]
    folder = folders[0] if folders else ROOT
    if "--strictness" in arguments:
        tell_strictness(folder)
        return 0
    numbers = Numbers(folder)
    if "--record" in arguments:
        for document in documents(folder):
            document.record(numbers)
    told = [line for document in documents(folder) for line in document.told(numbers)]
    for line in told:
        print(line, file=sys.stderr)
    print("%d problems with numbers in prose" % len(told) if told else "every number in prose is its table's")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
