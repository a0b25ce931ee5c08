"""Tests of answers.py."""

import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import answers

PAGE = """## Answers

<details><summary>An answer</summary>

```java
1 + 1
```

Two.

</details>

<details><summary>An answer</summary>

<!-- not run: it takes hours -->

```java
train()
```

</details>

<details><summary>An answer</summary>

```java
table
```

</details>
"""
TABLE = ("<table><caption>c</caption><tr><th>data</th><th>RA</th></tr>"
         "<tr><td>a</td><td>9.1</td></tr><tr><td>long</td><td>10.0</td></tr></table>")


def cell(name, **output):
    return {"cell_type": "code", "id": name, "source": [], "outputs": [output]}


class Answers(unittest.TestCase):
    def test_a_copy_finds_the_files_beside_its_notebook(self):
        with tempfile.TemporaryDirectory() as folder:
            answers.main([folder, str(answers.ROOT / "notebooks" / "10-your-own-model.ipynb")])
            for name in ("10-your-own-model.ipynb", "10-small-net.pt"):
                self.assertTrue((Path(folder) / "notebooks" / name).exists(), name)

    def test_all_are_told_or_those_that_run(self):
        notebook = {"cells": [{"cell_type": "markdown", "source": PAGE.splitlines(True)}]}
        self.assertEqual(answers.answers(notebook), ["1 + 1\n", "train()\n", "table\n"])
        self.assertEqual(answers.answers(notebook, False), ["1 + 1\n", "table\n"])

    def test_what_came_out_stands_behind_its_answer_and_is_replaced_by_the_next(self):
        executed = {"cells": [
            cell("c01", output_type="stream", text="not an answer"),
            cell("answer-1", output_type="stream", text=["0.123456789\n"]),
            cell("answer-2", output_type="execute_result", data={"text/html": TABLE, "text/plain": "c"})]}
        with tempfile.TemporaryDirectory() as folder, mock.patch("answers.ANSWERS", Path(folder)):
            (Path(folder) / "03.md").write_text(PAGE, encoding="utf-8")
            (Path(folder) / "03-x.ipynb").write_text(json.dumps(executed), encoding="utf-8")
            answers.main(["--record", folder])
            once = (Path(folder) / "03.md").read_text(encoding="utf-8")
            answers.main(["--record", folder])
            self.assertEqual((Path(folder) / "03.md").read_text(encoding="utf-8"), once)
        parts = once.split("</details>")
        self.assertIn("1 + 1\n```\n\nIt prints", parts[0])
        self.assertIn("```text\n      0.123\n```", parts[0])
        self.assertNotIn("It prints", parts[1])
        self.assertIn("```text\ndata    RA\n   a   9.1\nlong  10.0\n```", parts[2])


if __name__ == "__main__":
    unittest.main()
