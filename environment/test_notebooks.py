"""Tests of what every notebook is to be: its code short and plain, its exercises with minutes and answers."""

import json
import re
import unittest

import answers
import navigation

NOTEBOOKS = sorted((navigation.ROOT / "notebooks").glob("*.ipynb"))
LONGEST = 99
MOST_LOOPS = 2
EXERCISE = re.compile(r"^\d\. ", re.MULTILINE)
MINUTES = re.compile(r"^\d\. \*\(\d+ (?:minute|hour)s?\)\* ", re.MULTILINE)
LOOP = re.compile(r"\b(?:for|while) ?\(")


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def code(notebook):
    """What each code cell and each answer is called, and its source."""
    cells = [(cell["id"], "".join(cell["source"])) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return cells + [("answer %d" % number, text) for number, text in enumerate(answers.answers(notebook), 1)]


def deepest_loops(source):
    """How many loops stand in one another where most do, by the indentation of their lines."""
    open_loops, deepest = [], 0
    for line in source.splitlines():
        indent = len(line) - len(line.lstrip())
        if line.strip():
            open_loops = [one for one in open_loops if one < indent]
        if LOOP.search(line):
            open_loops += [indent] * len(LOOP.findall(line))
            deepest = max(deepest, len(open_loops))
    return deepest


class Notebooks(unittest.TestCase):
    def test_loops_in_one_another_are_counted(self):
        self.assertEqual(deepest_loops("for (a) {\n    b;\n}\nfor (c) {\n    while (d) e;\n}"), 2)
        self.assertEqual(deepest_loops("for (a) {\n    for (b) {\n        c;\n        for (d) e;\n    }\n}"), 3)

    def test_code_is_short_and_plain(self):
        wrong = []
        for path in NOTEBOOKS:
            for name, source in code(read(path)):
                place = "%s, %s: " % (path.name, name)
                wrong += [place + line for line in source.splitlines() if len(line) > LONGEST]
                wrong += [place + "null"] if re.search(r"\bnull\b", source) else []
                wrong += [place + "loops"] if deepest_loops(source) > MOST_LOOPS else []
        self.assertEqual(wrong, [])

    def test_every_exercise_says_how_long_it_takes_and_has_an_answer(self):
        for path in NOTEBOOKS:
            notebook = read(path)
            texts = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
            exercises = [text.split("## Exercises")[1] for text in texts if "## Exercises\n" in text]
            with self.subTest(path.name):
                self.assertEqual(len(exercises), 1)
                count = len(EXERCISE.findall(exercises[0]))
                self.assertGreater(count, 0)
                self.assertEqual(len(MINUTES.findall(exercises[0])), count)
                self.assertEqual(len(answers.answers(notebook)), count)


if __name__ == "__main__":
    unittest.main()
