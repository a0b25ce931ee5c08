"""Tests of check_claims.py, and of the bounds in claims.py: tampered numbers must violate them."""

import csv
import json
import shutil
import tempfile
import unittest
from pathlib import Path

from bounds import Bound, Figure, Mean, Shown, Shows
from check_claims import violations
from claims import BOUNDS

ROOT = Path(__file__).resolve().parent.parent


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)


class Measuring(Folder):
    def setUp(self):
        super().setUp()
        (self.folder / "figures").mkdir()
        (self.folder / "notebooks").mkdir()
        self.figure("ra", "weights,layers,RA", "standard,,40.5", "patched,4,80", "patched,2,60")

    def figure(self, name, *lines):
        path = self.folder / "figures" / (name + ".csv")
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def notebook(self, name, *outputs):
        content = {"cells": [{"outputs": [{"data": data} for data in outputs]}]}
        path = self.folder / "notebooks" / (name + ".ipynb")
        path.write_text(json.dumps(content), encoding="utf-8")

    def told(self, value, **ends):
        return Bound("a claim", value, **ends).violation(self.folder)

    def test_a_bound_that_holds_tells_nothing(self):
        patched = Mean(Figure("ra"), "RA", {"weights": "patched"})
        standard = Mean(Figure("ra"), "RA", {"weights": "standard"})
        self.assertIsNone(self.told(patched, least=70, most=70))
        self.assertIsNone(self.told(patched - standard, least=29.5, most=29.5))
        self.assertIsNone(self.told(patched / standard, least=1.7, most=1.8))

    def test_a_violated_bound_tells_file_row_expected_and_found(self):
        four = Mean(Figure("ra"), "RA", {"weights": "patched", "layers": 4})
        self.assertEqual(
            self.told(four, least=90),
            "figures/ra.csv: RA, weights patched, layers 4: "
            "expected at least 90, found 80 (a claim)",
        )
        told = self.told(four, least=1, most=2)
        self.assertIn("expected at least 1 and at most 2, found 80", told)

    def test_several_values_of_a_column_are_taken_together(self):
        both = Mean(Figure("ra"), "RA", {"layers": [2, 4]})
        self.assertIsNone(self.told(both, least=70, most=70))

    def test_what_is_absent_violates_a_bound(self):
        absent = self.told(Mean(Figure("nothing"), "RA"), least=1)
        self.assertRegex(
            absent, "^figures/nothing.csv: RA: expected at least 1, found none: .*No such"
        )
        self.assertIn("no such row", self.told(Mean(Figure("ra"), "RA", {"layers": 3}), least=1))
        self.assertIn('no column "α"', self.told(Mean(Figure("ra"), "RA", {"α": 1}), least=1))
        self.assertIn("no number", self.told(Mean(Figure("ra"), "TA"), least=1))

    def test_a_number_that_is_none_violates_a_bound(self):
        self.figure("nan", "RA", "NaN")
        self.assertIn("no number", self.told(Mean(Figure("nan"), "RA"), least=1))

    def test_a_notebooks_table_is_found_by_its_caption(self):
        form = (
            "<table><caption>%s</caption><thead><tr><th>images</th><th>RA</th></tr></thead>"
            "<tbody><tr><td>both &lt;</td><td>%s</td></tr></tbody></table>"
        )
        other, wanted = form % ("other", "1"), form % ("RA, %", "−48.9 ± 0.4")
        self.notebook("05", {"text/html": other}, {"text/html": [wanted]})
        value = Mean(Shown("05", "RA, %"), "RA", {"images": "both <"})
        self.assertIsNone(self.told(value, least=-48.9, most=-48.9))
        told = self.told(Mean(Shown("05", "x"), "RA"), least=1)
        self.assertIn("only the tables ['other', 'RA, %']", told)

    def test_a_shown_text_is_required_as_a_whole(self):
        self.notebook("06", {"text/plain": "untrue"})
        told = Shows("exact", "06", "true").violation(self.folder)
        self.assertIn("expected an output true", told)
        self.notebook("06", {"text/plain": "true"})
        self.assertIsNone(Shows("exact", "06", "true").violation(self.folder))


class Tampered(Folder):
    """The committed figures, at the default scale, satisfy the bounds; their contrary does not."""

    def setUp(self):
        super().setUp()
        for name in ("figures", "notebooks"):
            shutil.copytree(ROOT / name, self.folder / name)

    def change(self, name, change):
        path = self.folder / "figures" / (name + ".csv")
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            change(row)
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)

    def require_violations(self, name, change):
        self.change(name, change)
        told = violations(self.folder, BOUNDS)
        self.assertNotEqual(told, [])
        for line in told:
            self.assertTrue(line.startswith("figures/%s.csv: " % name), line)

    def test_the_committed_figures_hold(self):
        self.assertEqual(violations(self.folder, BOUNDS), [])

    def test_severity_that_costs_nothing(self):
        self.require_violations("00-accuracy", lambda row: row.update(accuracy="95"))

    def test_layers_that_differ_equally(self):
        for data in ("shapes", "textures"):
            self.setUp()
            self.require_violations(
                "01-layer-differences-" + data,
                lambda row: row.update({"relative difference": "0.1"}),
            )

    def test_signatures_that_are_all_alike(self):
        for name in ("02-cosines", "04-cosines"):
            self.setUp()
            self.require_violations(name, lambda row: row.update({"mean cosine": "0.9"}))

    def test_a_patch_that_does_nothing(self):
        def nothing(row):
            if row["weights"] == "patched":
                row["RA"] = "69"

        self.require_violations("03-patching-shapes", nothing)

    def test_a_signature_that_is_no_better_than_a_wrong_one(self):
        def wrong(row):
            row["RA other set's signature"] = row["RA other set's wrong signatures"]

        self.require_violations("04-transfer-to-shapes", wrong)

    def test_strength_that_changes_nothing(self):
        self.require_violations("06-strength", lambda row: row.update(RA="50"))

    def test_a_small_signature_that_lost_its_gain(self):
        self.require_violations("07-lightweight", lambda row: row.update(RA=row["RA standard"]))

    def test_a_notebook_that_did_not_run(self):
        path = self.folder / "notebooks" / "05-composition.ipynb"
        content = json.loads(path.read_text(encoding="utf-8"))
        for cell in content["cells"]:
            cell.pop("outputs", None)
        path.write_text(json.dumps(content), encoding="utf-8")
        told = violations(self.folder, BOUNDS)
        notebooks = [line.split(",")[0] for line in told]
        self.assertEqual(notebooks, ["notebooks/05-composition.ipynb"] * 4)


if __name__ == "__main__":
    unittest.main()
