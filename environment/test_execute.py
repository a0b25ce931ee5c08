"""Tests of execute.py that need no kernel."""

import contextlib
import io
import tempfile
import types
import unittest
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import execute
import kernelspec
from terminal import Log, duration


def notebook(*sources, executed=None):
    cells = [new_code_cell(source, execution_count=executed) for source in sources]
    return new_notebook(cells=[new_markdown_cell("# Title"), *cells])


class UpToDate(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.jar = self.folder / "rwskit.jar"
        self.jar.write_bytes(b"classes")
        self.figure = self.folder / "a.svg"
        self.figure.write_text("<svg/>")
        self.target = self.folder / "01-a.ipynb"
        self.record = self.folder / "01-a.json"

    def keep(self, nb, scale="default"):
        execute.write(self.target, nbformat.writes(nb))
        source = execute.fingerprint(nb, self.jar, scale)
        execute.write(
            self.record,
            '{"source": "%s", "figures": ["%s"]}' % (source, self.figure.as_posix()),
        )

    def asked(self, nb, scale="default"):
        source = execute.fingerprint(nb, self.jar, scale)
        return execute.is_up_to_date(self.record, source, self.target)

    def test_the_same_work_is_not_done_twice(self):
        self.keep(notebook("1 + 1", executed=1))
        self.assertTrue(self.asked(notebook("1 + 1")))

    def test_prose_may_change(self):
        self.keep(notebook("1 + 1", executed=1))
        changed = notebook("1 + 1")
        changed.cells[0].source = "# Another title"
        self.assertTrue(self.asked(changed))

    def test_other_code_jar_or_scale_is_other_work(self):
        self.keep(notebook("1 + 1", executed=1))
        self.assertFalse(self.asked(notebook("1 + 2")))
        self.assertFalse(self.asked(notebook("1 + 1"), scale="quick"))
        self.jar.write_bytes(b"other classes")
        self.assertFalse(self.asked(notebook("1 + 1")))

    def test_lost_outputs_figures_or_records_are_made_again(self):
        self.assertFalse(self.asked(notebook("1 + 1")))
        self.keep(notebook("1 + 1"))
        self.assertFalse(self.asked(notebook("1 + 1")))
        self.keep(notebook("1 + 1", executed=1))
        self.figure.unlink()
        self.assertFalse(self.asked(notebook("1 + 1")))


class Tidy(unittest.TestCase):
    def test_nothing_that_changes_by_itself_is_kept(self):
        nb = notebook("1 + 1", executed=1)
        nb.metadata.widgets = {"state": {}}
        nb.metadata.language_info = {"name": "Java", "version": "17.0.15"}
        nb.cells[1].metadata.execution = {"iopub.status.busy": "2026-01-01T00:00:00Z"}
        nb = execute.tidy(nb)
        self.assertEqual(nb.metadata.language_info, {"name": "Java"})
        self.assertEqual(nb.metadata.kernelspec.name, "java")
        self.assertNotIn("widgets", nb.metadata)
        self.assertEqual(nb.cells[1].metadata, {})
        nbformat.validate(nb)


class Errors(unittest.TestCase):
    def test_the_message_is_kept_and_the_stack_is_not(self):
        cell = new_code_cell("boom()")
        traceback = ["\x1b[1m\x1b[31mjava.io.IOException: no disk\x1b[0m", "\tat .(#14:1)", ""]
        cell.outputs = [new_output("error", ename="E", evalue="", traceback=traceback)]
        self.assertEqual(execute.error_text(cell), "java.io.IOException: no disk")

    def test_a_missing_notebook_is_wrong_usage(self):
        arguments = ["--output", "o", "--figures", "f", "--records", "r", "nowhere.ipynb"]
        with self.assertRaises(SystemExit) as stopped, contextlib.redirect_stderr(io.StringIO()):
            execute.parse(arguments)
        self.assertEqual(stopped.exception.code, 2)


class Terminal(unittest.TestCase):
    def test_a_log_tells_progress_now_and_then(self):
        out, clock = io.StringIO(), types.SimpleNamespace(now=0.0)
        log = Log(out, lambda: clock.now)
        log.running("cell 1/2")
        for second in range(70):
            clock.now = float(second)
            log.progress("at %d s" % second)
        self.assertEqual(out.getvalue(), "    at 30 s\n    at 60 s\n")

    def test_durations_are_read_at_a_glance(self):
        self.assertEqual(duration(3.14), "3.1 s")
        self.assertEqual(duration(61), "1 min 01 s")
        self.assertEqual(duration(7265), "2 h 01 min")

    def test_the_first_line_of_code_names_a_cell(self):
        self.assertEqual(execute.first_line("\n// why\nvar x = 1;\nx"), "var x = 1;")
        self.assertEqual(len(execute.first_line("x" * 200)), 60)


class Kernelspec(unittest.TestCase):
    def test_the_kernel_keeps_its_memory_and_old_java_gets_no_new_option(self):
        old = kernelspec.kernelspec("java", 17, "jjava.jar")
        new = kernelspec.kernelspec("java", 25, "jjava.jar")
        self.assertEqual(old["env"]["MALLOC_ARENA_MAX"], "1")
        self.assertNotIn("--sun-misc-unsafe-memory-access=allow", old["argv"])
        self.assertIn("--sun-misc-unsafe-memory-access=allow", new["argv"])


if __name__ == "__main__":
    unittest.main()
