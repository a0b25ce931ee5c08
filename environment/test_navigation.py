"""Tests of navigation.py, and that the notebooks' links are those of their places."""

import json
import re
import unittest

import navigation

NOTEBOOKS = navigation.ROOT / "notebooks"


def notebook(heading, *others):
    first = {"cell_type": "markdown", "id": "c00", "metadata": {}, "source": ["# %s\n" % heading, "\n", "Why."]}
    return {"cells": [first, *others], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def anchors(page):
    """What links into a page can name: its ids, and its headings as they are written in links."""
    headings = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    written = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return written | set(re.findall(r'id="([^"]+)"', page))


class Navigation(unittest.TestCase):
    def test_a_title_is_told_without_its_number(self):
        self.assertEqual(navigation.title(notebook("03 · The main table")), "The main table")
        self.assertEqual(navigation.title(notebook("Start · One line")), "One line")

    def test_cells_are_put_in_their_places_and_nothing_else_changes(self):
        code = {"cell_type": "code", "id": "c01", "metadata": {}, "source": ["1"], "outputs": [], "execution_count": 1}
        made = navigation.tied("03-x.ipynb", notebook("03 · X", code), ("", ""), ("04-y.ipynb", "Y"))
        self.assertEqual([cell["id"] for cell in made["cells"]], ["c00", "symbols", "c01", "answers", "next"])
        self.assertEqual(made["cells"][2], code)
        self.assertIn("[3](claims.md#claim-3)", "".join(made["cells"][1]["source"]))
        end = "".join(made["cells"][4]["source"])
        self.assertIn("Next: [Y](04-y.ipynb)", end)
        self.assertNotIn("Before", end)
        self.assertEqual(navigation.tied("03-x.ipynb", made, ("", ""), ("04-y.ipynb", "Y")), made)

    def test_every_notebook_has_the_links_of_its_place(self):
        wrong = [path.name for path, found, made in navigation.notebooks(navigation.ROOT) if found != made]
        self.assertEqual(wrong, [], "run environment/navigation.py")

    def test_every_link_between_pages_leads_somewhere(self):
        for path in [*NOTEBOOKS.glob("*.ipynb"), *NOTEBOOKS.glob("*.md")]:
            text = path.read_text(encoding="utf-8")
            if path.suffix == ".ipynb":
                cells = json.loads(text)["cells"]
                text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
            for link, anchor in re.findall(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)", text):
                target = path.parent / link if link else path
                self.assertTrue(target.exists(), "%s: %s" % (path.name, link))
                if anchor and target.suffix == ".md":
                    self.assertIn(anchor, anchors(target.read_text(encoding="utf-8")), path.name)


if __name__ == "__main__":
    unittest.main()
