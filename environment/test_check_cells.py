"""Tests of check_cells.py on a notebook of its own; Java compiles without the kit."""

import json
import tempfile
import unittest
from pathlib import Path

import check_cells

CODE = ["%classpath nowhere.jar\nimport java.time.*;", "var day = LocalDate.of(2023, 7, 23);\nSystem.exit(1);",
        "day.getYear() + 1", "absent.getYear()"]
ANSWER = "<details><summary>An answer</summary>\n\n```java\nday.getYeer()\n```\n\n</details>"


class Cells(unittest.TestCase):
    def test_what_does_not_compile_is_told_and_nothing_is_run(self):
        cells = [{"cell_type": "code", "id": "c%d" % i, "source": text} for i, text in enumerate(CODE)]
        cells.append({"cell_type": "markdown", "id": "answers", "source": ANSWER})
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "01-x.ipynb"
            path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
            told = check_cells.problems(path, folder)
        self.assertEqual([one.split(":")[0] for one in told], ["01-x.ipynb, cell c3", "01-x.ipynb, answer 1"])
        self.assertIn("absent", told[0])
        self.assertIn("getYeer", told[1])


if __name__ == "__main__":
    unittest.main()
