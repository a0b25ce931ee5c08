"""The numbers in Markdown, and which of them are no results.

No results are numbers in code, addresses and formulas, in names (VGG-11), versions and years, after
words such as "notebook", and settings: numbers after or before words such as "seed", "α =", "layers"
or "images". A setting has to occur in the notebook's code, its outputs or its tables' labels.
"""

import json
import re
from dataclasses import dataclass, replace

WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
         "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
         "twenty"]
NUMBER = re.compile(
    r"(?<![\w.,/×^])(?P<sign>[+−-]?)(?P<digits>\d{1,3}(?:,\d{3})+|\d*\.\d+|\d+)(?![\w]|[.,]\d|/\d)|"
    r"\b(?P<word>%s)(?= (?:points|times)\b)" % "|".join(WORDS), re.IGNORECASE)
# Blanked out before numbers are looked for.
HIDDEN = [re.compile(pattern, re.DOTALL | re.MULTILINE) for pattern in (
    r"`[^`]*`", r"\$\$.*?\$\$", r"\$[^$]*\$", r"<!--.*?-->", r"<[^>]*>", r"\[\d\d?\](?=\()", r"\]\([^)]*\)",
    r"https?://\S+", r"\b[^\W\d]+-\d+(?:/\d+)*\b", r"\b\d+(?:\.\d+){2,}\b", r"\barXiv\s+[\d.]+", r"\b\d+/\d+\b",
    r"\b\d+×\d+\b", r"\b(?:19|20)\d\d\b(?!,\d)", r"\b95 %\s+(?:intervals?|bootstrap|of cases)", r"^\s*\d+\. ",
    r"\b\d\d-[a-z][\w.-]*", r"\(\d+ (?:minute|hour)s?\)",
    r"\(1 − κ\)", r"\b\d–\d\b")]
REFERENCE = re.compile(
    r"\b(?:[Nn]otebooks?|[Ee]xercises?|[Ss]ections?|[Cc]laims?|[Pp]ython|JDK|Java|Maven|Spark|DJL|ICLR|ICML)\s(?:\s?\d+,)*"
    r"\s?(?:\d+\s(?:and|or|to)\s)?$")
SETTING = [re.compile(pattern) for pattern in (
    r"(\b[Ss]everit(?=y|ies)|\bseed|\bclass|\bepoch|[ακε](?=\*? =)|\bk(?=\* =))\w*\*?(?: =)?(?: than)?(?: at)?"
    r"\s(?:[\d.−][\s\d,./–−]*)?(?:(?:and|or|to)\s)?−?$",
    r"(?:\s*(?:,|and|or|to|–)\s*[\d.,]+)*\s(?:of the |further |labelled |test |training )*"
    r"(layer|convolution|bit|epoch|image|drawing|class|corruption|seed|network|model)(?:e?s)?\b")]
ENDS = re.compile(r"(?<=[.:;?!])\**\)?\s+")
MARKER = re.compile(r"<!-- (?:table (\S+)|end) -->")
NAMED = re.compile(
    r"[Nn]otebooks?\s+((?:\d\d(?:,\s+|\s+and\s+|\b))+)"
    r"|\]\((?:\.\./)?(?:notebooks/)?(\d\d)-|(storage|strangers)\b"
)


def number_of(name):
    """The number that a notebook's name begins with: 03, or 00-a where several share one."""
    return re.match(r"\d\d(?:-[a-z](?=-))?", name).group()


@dataclass(frozen=True)
class Stated:
    """A number as prose states it: its last digit is worth a step. Its setting is the noun
    that makes it one, its place the words around it."""

    text: str
    value: float
    step: float
    sign: str
    part: str
    setting: str
    place: str
    sentence: str
    block: str
    before: str
    after: str

    def rounds(self, number):
        """Whether a number, rounded to the digits of this one, is this one."""
        number, own = (number, self.value) if self.sign else (abs(number), abs(self.value))
        return abs(number - own) <= self.step / 2 + 1e-9

    def changed(self):
        """This number with its last digit one up and one down."""
        return [replace(self, value=self.value + by) for by in (self.step, -self.step)]


def cells(text):
    return [("".join(cell["source"]), cell) for cell in json.loads(text)["cells"]]


def blocks(markdown):
    """Paragraphs, headings, list items and rows of tables, without fenced code."""
    made, lines = [], []
    markdown = re.sub(r"^```.*?^```", "", markdown, flags=re.DOTALL | re.MULTILINE)
    for line in [*markdown.splitlines(), ""]:
        if lines and (not line.strip() or re.match(r"\s*(?:[-*]|\d+\.) |#|\||<!--", line)):
            made.append("\n".join(lines))
            lines = []
        if line.strip():
            lines.append(line)
    return made


def notebooks(block):
    """The notebooks that a block names, by their two digits."""
    named = [digits for numbers, link, storage in NAMED.findall(block)
             for digits in [*re.findall(r"\d\d", numbers), link, storage] if digits]
    return tuple(dict.fromkeys(named))


def stated(block):
    """The numbers of a block that are results or settings."""
    if block.startswith("#"):
        return []
    shown = block
    for pattern in HIDDEN:
        shown = pattern.sub(lambda match: " " * len(match.group()), shown)
    ends = [0, *(match.end() for match in ENDS.finditer(block)), len(block)]
    numbers = []
    for match in NUMBER.finditer(shown):
        if not REFERENCE.search(shown[:match.start()]):
            start = max(end for end in ends if end <= match.start())
            sentence = block if block.startswith("|") else block[start:min(end for end in ends if end > match.start())]
            numbers.append(of_match(match, shown, " ".join(sentence.split()), block))
    return numbers


def of_match(match, shown, sentence, block):
    before, after = shown[:match.start()], shown[match.end():]
    digits = match["digits"]
    value = float(digits.replace(",", "")) if digits else WORDS.index(match["word"].lower()) + 1.0
    sign = match["sign"] and ("+" if match["sign"] == "+" else "-")
    step = 10.0 ** -len(digits.split(".")[1]) if "." in (digits or "") else 1.0
    part = ""
    if re.search(r"±\s*$", before):
        part = " ±"
    elif re.search(r"\[[^\]]*$", before) and re.match(r"[^\[]*\](?!\()", after):
        part = " low" if before.endswith("[") else " high"
    setting = digits and (SETTING[1].match(after) or not re.match(r"\s*%", after) and SETTING[0].search(before))
    return Stated(match.group(), -value if sign == "-" else value, step, sign, part,
                  setting[1].lower() if setting else "",
                  place(block[:match.start()], block[match.end():]), sentence, block,
                  " ".join(block[:match.start()].split()), " ".join(block[match.end():].split()))


def place(before, after):
    """The words around a number, with other numbers left out, so that it stays when these change."""
    before = re.sub(r"\d[\d.,]*", "#", " ".join(before.split()) + " " * before[-1:].isspace())
    after = re.sub(r"\d[\d.,]*", "#", " " * after[:1].isspace() + " ".join(after.split()))
    return (" ".join(before.split(" ")[-6:]) + "[]" + " ".join(after.split(" ")[:4])).replace("\t", " ")
