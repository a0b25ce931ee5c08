"""Tests of measured.py: the page of what measure.sh printed."""

import unittest

import measured

MACHINE = "== Machine\n2026-11-27\nLinux x86_64\n2\nmodel name\t: AMD EPYC\nopenjdk version \"17\"\nabc1234\n"
METHODS = """
== methods (load before: 1.5 2 3)
1 robust networks:
rws               1 robust     0.200 s     0.300 processor seconds
ties              1 robust     0.100 s     0.200 processor seconds
rws               1 robust     0.100 s     0.150 processor seconds
ties              1 robust     0.400 s     0.500 processor seconds
iso-c             1 robust     0.400 s     0.500 processor seconds
"""
FIRST = MACHINE + METHODS + """
== signatures (load before: 1 2 3)
SignatureBenchmark.copy:p0.00    sample          5.448          ms/op
SignatureBenchmark.copy:p0.50    sample          8.864          ms/op
signature 58.4 ms (median)

== study (load before: 2 2 2)
program,seconds
"""
LATER = MACHINE + "\n== study (load before: 0 0 0)\nprogram,minutes\n"


class Measured(unittest.TestCase):
    def test_a_method_is_beside_its_peer(self):
        table = measured.methods(measured.sections(FIRST)["methods"][1])
        self.assertIn("| `rws` | 1 | 0.200 | 0.300 | 0.100 | 0.150 | 0.5 |", table)
        self.assertIn("| `ties` | 1 | 0.100 | 0.200 | 0.400 | 0.500 | 4.0 |", table)
        self.assertNotIn("iso-c", table)

    def test_a_benchmark_has_median_and_fastest(self):
        table = measured.signatures(measured.sections(FIRST)["signatures"][1])
        self.assertIn("| `copy` | 8.9 | 5.4 |\n| PyTorch, signature | 58.4 | |", table)

    def test_a_page_of_one_run_marks_nothing(self):
        page = measured.page(measured.sections(FIRST), {})
        self.assertIn("2 cores of AMD EPYC (Linux x86_64)", page)
        self.assertIn("## Methods\n\nLoad before: 1.5 2 3.", page)
        self.assertNotIn("*", page)

    def test_a_later_run_counts_and_the_rest_is_marked(self):
        page = measured.page(measured.sections(FIRST), measured.sections(LATER))
        self.assertIn("## A study of twenty models\n\nLoad before: 0 0 0.\n\n```text\nprogram,minutes\n```", page)
        self.assertIn("## Methods *", page)
        self.assertIn("Sections marked *", page)

    def test_tables_of_other_columns_stand_apart(self):
        self.assertEqual(measured.separated("| a |\n|---|\n| b | c |\nend"), "| a |\n|---|\n\n| b | c |\nend")


if __name__ == "__main__":
    unittest.main()
