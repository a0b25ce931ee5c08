"""Tests of check_pages.py on pages of their own; Java runs without the kit."""

import contextlib
import io
import tempfile
import unittest
from pathlib import Path

import check_pages

PAGE = """# Page

```sh
echo one > file
```

1. In a list:

   ```sh
   test "$(cat file)" = one
   ```

<!-- not run: it never ends -->

```sh
sleep 1000000
```

<!-- status 2 -->
```sh
exit 2
```

```text
not a program
```

<!-- not run: it exits -->
```java
import java.util.random.RandomGenerator;
System.exit(RandomGenerator.getDefault().nextInt());
```

```java
%classpath ../rwskit/target/rwskit.jar
int twice(int number) {

    return 2 * number;
}
var found = List.of(twice(2));
```

```java
if (found.get(0) != 4) throw new IllegalStateException();
Files.readString(Path.of("file"));
```
"""
TABLE = """
```java
record Type(String name) {}
record Column(String name, Type type) {}
record Table(List<Column> columns) {}
var table = new Table(List.of(new Column("seed", new Type("LONG")), new Column("α", new Type("DOUBLE")),
    new Column("β", new Type("DOUBLE"))));
```

```java
table;    // what a reader sees
```

| column | type | |
|---|---|---|
| `seed` | long | |
| `α`, `β` | double | of the patch |

The end.
"""


class Pages(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.page = Path(folder.name) / "page.md"

    def check(self, text):
        self.page.write_text(text, encoding="utf-8")
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            failures = check_pages.check(self.page, self.page.parent, {})
        return failures, out.getvalue(), err.getvalue()

    def test_shell_and_java_share_a_folder_and_what_is_left_out_is_not_run(self):
        self.assertEqual(self.check(PAGE), (0, "page.md: 6 blocks, 0 failed\n", ""))

    def test_a_wrong_status_an_exception_and_an_error_of_the_compiler_are_told_with_the_line(self):
        text = PAGE.replace("exit 2", "exit 3").replace("!= 4", "!= 5").replace('Path.of("file")', "file")
        failures, out, err = self.check(text)
        self.assertEqual((failures, out), (2, "page.md: 6 blocks, 2 failed\n"))
        self.assertIn("page.md:20: status 3 in place of 2", err)
        self.assertIn("page.md:43: ", err)
        self.assertIn("IllegalStateException", err)
        self.assertIn("cannot find symbol", err)

    def test_a_command_that_fails_ends_its_block(self):
        failures, _, err = self.check("```sh\nfalse\ntrue\n```\n")
        self.assertEqual(failures, 1)
        self.assertIn("status 1 in place of 0", err)

    def test_java_that_is_not_run_is_compiled(self):
        failures, _, err = self.check(PAGE.replace("nextInt", "nextNothing"))
        self.assertEqual(failures, 1)
        self.assertIn("nextNothing", err)

    def test_columns_of_a_table_are_those_of_the_page(self):
        self.assertEqual(self.check(TABLE)[0], 0)

    def test_another_type_or_order_of_columns_is_told(self):
        seed, alpha = "| `seed` | long | |\n", "| `α`, `β` | double | of the patch |\n"
        for changed in (TABLE.replace("| long |", "| string |"), TABLE.replace(seed + alpha, alpha + seed)):
            failures, _, err = self.check(changed)
            self.assertEqual(failures, 1)
            self.assertIn("the table has other columns", err)


class Repository(unittest.TestCase):
    def test_pages_have_blocks_to_run(self):
        for page in (check_pages.ROOT / "rwskit" / "docs").glob("*.md"):
            if page.name not in ("README.md", "architecture.md"):
                self.assertNotEqual(check_pages.blocks(page.read_text(encoding="utf-8")), [], page.name)
