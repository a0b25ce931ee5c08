"""Tests of check_prose.py and what it is made of: a wrong number must be found."""

import csv
import json
import tempfile
import unittest
from pathlib import Path

import prose
from check_prose import documents
from evidence import of_table
from sources import Numbers

ROWS = [
    {"corruption": "fog", "seed": "0", "weights": "standard", "RA": "40", "RA low": "38"},
    {"corruption": "fog", "seed": "1", "weights": "standard", "RA": "42", "RA low": "39"},
    {"corruption": "fog", "seed": "0", "weights": "patched", "RA": "71.25", "RA low": "70"},
    {"corruption": "fog", "seed": "1", "weights": "patched", "RA": "72.25", "RA low": "70"},
    {"corruption": "snow", "seed": "0", "weights": "standard", "RA": "50", "RA low": "48"},
    {"corruption": "snow", "seed": "1", "weights": "standard", "RA": "54", "RA low": "50"},
]
SHOWN = ("<table><caption>RA, %</caption><thead><tr><th>method</th><th>RA</th></tr></thead>"
         "<tbody><tr><td>rws</td><td>80.1 ± 0.4</td></tr></tbody></table>")
PROSE = ("RA under fog rises from 41 to 72 %, by 30.8 points, with the table's 80.1 ± 0.4; "
         "notebook 07 and VGG-11 are no results, nor are 2 seeds.")
SOURCES = {
    "RA under fog rises from [] to # %,": "03-ra.csv · RA · corruption fog, weights standard, seed mean",
    "fog rises from # to [] %, by #": "03-ra.csv · RA · corruption fog, weights patched, seed mean",
    "# to # %, by [] points, with the": "03-ra.csv · RA · corruption fog, weights patched − standard, seed mean",
    "# points, with the table's [] ± #; notebook": "03 \"RA, %\" · RA · method rws",
    "with the table's # ± []; notebook # and": "03 \"RA, %\" · RA ± · method rws",
}


class Folder(unittest.TestCase):
    """A repository of one notebook, with a table that it shows and one that it saves."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        for name in ("figures", "notebooks", "environment/prose-sources"):
            (self.folder / name).mkdir(parents=True)
        self.save(ROWS)
        self.say(PROSE)
        self.list(SOURCES)

    def save(self, rows):
        with open(self.folder / "figures" / "03-ra.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)

    def say(self, markdown):
        shown = {"output_type": "execute_result", "data": {"text/html": SHOWN}}
        content = {"cells": [{"cell_type": "code", "source": "study.withSeeds(0, 2)", "outputs": [shown]},
                             {"cell_type": "markdown", "source": [markdown]}]}
        (self.folder / "notebooks" / "03-x.ipynb").write_text(json.dumps(content), encoding="utf-8")

    def list(self, sources):
        path = self.folder / "environment" / "prose-sources" / "03.tsv"
        path.write_text("".join("%s\t%s\n" % pair for pair in sources.items()), encoding="utf-8")

    def told(self):
        numbers = Numbers(self.folder)
        return [line for document in documents(self.folder) for line in document.told(numbers)]


class Checking(Folder):
    def test_prose_that_says_what_its_tables_say_tells_nothing(self):
        self.assertEqual(self.told(), [])

    def test_a_wrong_number_is_told_with_file_sentence_and_what_is_there(self):
        self.say(PROSE.replace("72", "73"))
        told, = self.told()
        self.assertTrue(told.startswith("notebooks/03-x.ipynb: 73 in \"RA under fog rises"), told)
        self.assertTrue(told.endswith("weights patched, seed mean has 71.75"), told)

    def test_each_digit_is_looked_at(self):
        for right, wrong in (("41", "40"), ("30.8", "30.9"), ("80.1", "80.2"), ("± 0.4", "± 0.5")):
            self.say(PROSE.replace(right, wrong))
            self.assertEqual(len(self.told()), 1, wrong)

    def test_a_table_that_changed_is_told(self):
        self.save([dict(row, RA="72.4") if row["weights"] == "patched" else row for row in ROWS])
        self.assertEqual(len(self.told()), 1, self.told())

    def test_a_setting_that_the_code_lacks_is_told(self):
        self.say(PROSE.replace("2 seeds", "5 seeds"))
        self.assertIn("neither code nor a table has this setting", self.told()[0])

    def test_a_number_without_a_source_is_told_with_a_likely_one(self):
        self.say(PROSE + " For snow it is 52 %.")
        told, = self.told()
        self.assertIn("likely 03-ra.csv · RA · corruption snow, weights standard, seed mean", told)

    def test_a_source_without_a_number_is_told(self):
        self.list({**SOURCES, "RA is [] %": "no result: a test"})
        self.assertIn("\"RA is [] %\", which is not there", self.told()[0])

    def test_formulas_are_of_numbers_that_tables_have(self):
        self.say(PROSE + " It closes 25 %.")
        places = [place for document in documents(self.folder) for place, _, _ in document.numbers()]
        place, = [at for at in places if at.endswith("closes [] %.")]
        self.list({**SOURCES, place: "= 100 * (72 - 41) / 124"})
        self.assertIn("the formula's 124 is in no table", self.told()[0])
        self.list({**SOURCES, place: "= 100 * (52 - 41) / 41"})
        self.assertIn("has 26.8293", self.told()[0])
        self.list({**SOURCES, place: "= 100 * (72 - 41) / (100 + 20)"})
        self.assertIn("the formula's 20", self.told()[0])

    def test_a_table_in_markdown_is_that_of_its_file(self):
        table = "<!-- table 03-ra -->\n| corruption | seed | RA |\n|---|---|---|\n| fog | 0 | %s |\n<!-- end -->\n"
        path = self.folder / "figures" / "README.md"
        path.write_text(table % "40.0", encoding="utf-8")
        self.assertEqual(self.told(), [])
        path.write_text(table % "40.1", encoding="utf-8")
        self.assertIn("no row of figures/03-ra.csv: | fog | 0 | 40.1 |", self.told()[0])

    def test_recording_finds_the_sources(self):
        (self.folder / "environment" / "prose-sources" / "03.tsv").unlink()
        for document in documents(self.folder):
            document.record(Numbers(self.folder))
        self.assertEqual(self.told(), [])


    def test_recording_keeps_the_source_of_a_sentence_in_other_words(self):
        # 72 is in two places of the tables, of which the likeliest by its words is another.
        self.save([*ROWS, {**ROWS[0], "corruption": "rises", "seed": "7", "weights": "upwards", "RA": "72"}])
        self.say(PROSE.replace("RA under fog rises from 41 to 72 %", "RA under fog rises upwards from 41 to 72 %"))
        for document in documents(self.folder):
            document.record(Numbers(self.folder))
        kept = (self.folder / "environment" / "prose-sources" / "03.tsv").read_text(encoding="utf-8")
        self.assertIn("upwards from # to [] %, by #\t03-ra.csv · RA · corruption fog, weights patched, seed mean", kept)
        self.assertEqual(self.told(), [])


class Reading(unittest.TestCase):
    def texts(self, block):
        return [number.text for number in prose.stated(block)]

    def test_names_addresses_code_and_references_are_no_numbers(self):
        self.assertEqual(self.texts(
            "`add(3)` of VGG-11 on 32×32 images in 2023, [notebook 04](04-x.ipynb), notebooks 05 and 06, $x_2$, "
            "version 2.7.1; 95 % intervals. "), [])

    def test_signs_points_and_brackets(self):
        self.assertEqual(self.texts("RA falls by −3.5 to +0.2, .84 and 1,000 or five points, [1.5, 2] ± 7."),
                         ["−3.5", "+0.2", ".84", "1,000", "five", "1.5", "2", "7"])
        self.assertEqual([number.part for number in prose.stated("5 ± 2 [3, 7]")], ["", " ±", " low", " high"])

    def test_settings_are_told_from_results(self):
        numbers = prose.stated("Severity 5, α = 0.5 and 4 layers: RA 61 % at α = 1.")
        self.assertEqual([number.text for number in numbers if not number.setting], ["61"])

    def test_a_place_stays_when_numbers_change(self):
        one, other = (prose.stated("RA goes from %s to 80 %%." % start)[1].place for start in ("41.5", "7"))
        self.assertEqual(one, other)


class Evidence(unittest.TestCase):
    def numbers(self):
        return {one.name: one.number for one in of_table("t", ROWS)}

    def test_means_over_seeds_and_over_corruptions(self):
        numbers = self.numbers()
        self.assertEqual(numbers["t · RA · corruption fog, weights standard, seed mean"], 41)
        self.assertAlmostEqual(numbers["t · RA ± · corruption fog, weights standard, seed mean"], 2 ** 0.5)
        self.assertEqual(numbers["t · RA · weights standard, seed mean, corruption mean"], 46.5)
        self.assertEqual(numbers["t · RA · weights standard, seed mean, corruption greatest"], 52)

    def test_differences_of_rows_and_columns(self):
        self.assertEqual(self.numbers()["t · RA · corruption fog, weights patched − standard, seed mean"], 30.75)
        row = {"data": "shapes", "RA standard": "40", "RA own": "70", "RA robust": "80"}
        numbers = {one.name: one.number for one in of_table("t", [row])}
        self.assertEqual(numbers["t · RA own − RA standard · data shapes"], 30)
        self.assertEqual(numbers["t · gap closed by RA own, % · data shapes"], 75)


if __name__ == "__main__":
    unittest.main()
