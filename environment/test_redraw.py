"""Tests of redraw.py that draw nothing."""

import base64
import copy
import tempfile
import unittest
from pathlib import Path

import redraw

PICTURE = {"data": {"image/png": "old", "text/plain": ["[old]"]}, "metadata": {"image/png": {"height": 1, "width": 1}}}


def code(source, *outputs):
    return {"cell_type": "code", "source": source.splitlines(keepends=True), "outputs": copy.deepcopy(list(outputs))}


class Shown(unittest.TestCase):
    def test_a_figure_is_shown_where_it_is_saved_last(self):
        cells = [{"cell_type": "markdown", "source": ['a.save("00-no")']},
                 code('var rows = 1;\nFigures.map(rows, "a; title")\n    .save("01-map")')]
        self.assertEqual(redraw.shown_by(cells), {1: "01-map"})

    def test_a_variable_is_shown_where_it_stands_last(self):
        first = code('var map = Figures.map(rows).save("02-map");\nvar table = rows;\ntable')
        cells = [first, code("map"), code("other")]
        self.assertEqual(redraw.shown_by(cells), {1: "02-map"})

    def test_what_is_saved_on_the_way_is_not_shown(self):
        self.assertEqual(redraw.shown_by([code('a.figure("t").save("03-a");\nfigures.save("03-b", b);\nb')]), {})

    def test_only_the_picture_of_an_output_changes(self):
        cell = code('a.figure("t").save("04-a")', PICTURE, {"name": "stdout", "text": ["text"]})
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "04-a.png").write_bytes(b"new")
            names = redraw.put({"cells": [cell]}, {"04-a": (30, 20, "[t, 30 × 20]")}, Path(folder))
        self.assertEqual(names, ["04-a"])
        self.assertEqual(base64.b64decode(cell["outputs"][0]["data"]["image/png"]), b"new")
        self.assertEqual(cell["outputs"][0]["data"]["text/plain"], ["[t, 30 × 20]"])
        self.assertEqual(cell["outputs"][0]["metadata"], {"image/png": {"height": 20, "width": 30}})
        self.assertEqual(cell["outputs"][1], {"name": "stdout", "text": ["text"]})

    def test_a_figure_of_images_stays_as_it_was(self):
        cell = code('a.figure("t").save("04-a")', PICTURE)
        self.assertEqual(redraw.put({"cells": [cell]}, {}, Path()), [])


if __name__ == "__main__":
    unittest.main()
