"""Tests of execute.py that need no kernel."""

import asyncio
import contextlib
import io
import os
import re
import signal
import tempfile
import time
import types
import unittest
from pathlib import Path
from unittest import mock

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import execute
import kernelspec
from terminal import LiveTerminal, Log, duration


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

    def test_another_core_beside_the_jar_is_other_work(self):
        self.keep(notebook("1 + 1", executed=1))
        (self.folder / "lib").mkdir()
        (self.folder / "lib" / "rwskit-core-1.jar").write_bytes(b"classes")
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
    def test_a_kernel_that_never_answered_needs_no_end(self):
        client = execute.Client(nbformat.v4.new_notebook(), "01", None)
        client.km = None
        asyncio.run(client.end_kernel())

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


class Jobs(unittest.TestCase):
    """Runs of execute.py with something else in place of the kernels."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.begun, self.ended, self.most, self.running = [], [], 0, 0

    async def run_cells(self, nb, notebook, options, tell, log):
        """Takes longer the smaller the number; source "boom" fails, "signal" is a Ctrl-C."""
        number = execute.short_name(notebook)
        self.begun.append(number)
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            (options.figures / (number + "-a.svg")).write_text("<svg/>")
            source = nb.cells[1].source
            if source == "signal":
                os.kill(os.getpid(), signal.SIGINT)
            await asyncio.sleep(0 if source == "boom" else 0.1 / (1 + int(number)))
            if source == "boom":
                raise execute.Failure("boom")
            nb.cells[1].execution_count = 1
            self.ended.append(number)
        finally:
            await execute.to_its_end(self.end(number))

    async def end(self, number):
        await asyncio.sleep(0.05 / (1 + int(number)))
        self.running -= 1

    def execute(self, sources, *arguments):
        for number, source in enumerate(sources):
            text = nbformat.writes(notebook(source))
            execute.write(self.folder / "in" / ("%02d-a.ipynb" % number), text)
        folders = {name: str(self.folder / name) for name in ("output", "figures", "records")}
        options = [text for name, path in folders.items() for text in ("--" + name, path)]
        notebooks = [str(path) for path in sorted((self.folder / "in").iterdir())]
        jar = ["--jar", str(self.folder / "rwskit.jar")]
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), \
                mock.patch("execute.run", self.run_cells), mock.patch("os.cpu_count", lambda: 4):
            status = execute.main([*options, *jar, *arguments, *notebooks])
        self.out, self.err = out.getvalue(), err.getvalue()
        return status

    def outputs(self):
        return sorted(path.name[:2] for path in (self.folder / "output").glob("*.ipynb"))

    def test_two_run_at_a_time_and_begin_in_order(self):
        self.assertEqual(self.execute(["1"] * 5, "--jobs", "2"), 0)
        self.assertEqual(self.most, 2)
        self.assertEqual(self.begun, ["00", "01", "02", "03", "04"])
        self.assertEqual(self.ended[0], "01", "01 is the shorter of the first two")
        self.assertEqual(self.outputs(), self.begun)

    def test_one_after_another_unless_told(self):
        self.assertEqual(self.execute(["1"] * 3), 0)
        self.assertEqual(self.most, 1)
        self.assertEqual(self.ended, ["00", "01", "02"])

    def test_no_more_at_a_time_than_cores(self):
        with mock.patch("os.cpu_count", lambda: 1):
            arguments = ["--output=o", "--figures=f", "--records=r", "--jobs=2", __file__]
            self.assertEqual(execute.parse(arguments).jobs, 1)

    def test_a_failure_lets_the_others_end_and_begins_no_more(self):
        self.assertEqual(self.execute(["1", "boom", "1"], "--jobs", "2"), 1)
        self.assertEqual(self.begun, ["00", "01"])
        self.assertEqual(self.outputs(), ["00"])
        self.assertIn("01-a.ipynb: boom", self.err)
        self.assertTrue((self.folder / "records/default/01-a.failed.ipynb").exists())

    def test_each_failure_is_told(self):
        self.assertEqual(self.execute(["boom", "boom"], "--jobs", "2"), 1)
        self.assertIn("00-a.ipynb: boom", self.err)
        self.assertIn("01-a.ipynb: boom", self.err)

    def test_ctrl_c_stops_all_that_run(self):
        self.assertEqual(self.execute(["1", "signal", "1"], "--jobs", "2"), 130)
        self.assertEqual(self.begun, ["00", "01"])
        self.assertEqual(self.ended, [])
        self.assertEqual(self.running, 0)
        self.assertEqual(self.outputs(), [])
        self.assertIn("stopped", self.err)

    def test_ctrl_c_again_and_again_does_not_cut_short_how_they_end(self):
        async def end(number):
            for _ in range(3):
                os.kill(os.getpid(), signal.SIGTERM)
                await asyncio.sleep(0.01)
            self.running -= 1

        self.end = end
        self.assertEqual(self.execute(["1", "1"], "--jobs", "2"), 130)
        self.assertEqual(self.running, 0)

    def test_of_a_control_is_kept_what_stands_beside_it(self):
        nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
        client = execute.Client(nb, "00", None)
        client.reset_execution_trackers()
        client.clear_before_next_output = False
        data = {execute.LIVE: {"model_id": "1"}, "text/html": "<p>still</p>"}
        message = {"msg_type": "display_data", "header": {"msg_type": "display_data"}, "parent_header": {},
                   "content": {"data": data, "metadata": {}}}
        client.process_message(message, nb.cells[0], 0)
        self.assertEqual(nb.cells[0].outputs[0]["data"], {"text/html": "<p>still</p>"})

    def test_notebooks_of_one_number_are_told_apart(self):
        names = ["00-a-start.ipynb", "00-b-x.ipynb", "00-corruptions.ipynb", "03-a.ipynb", "mine.ipynb"]
        self.assertEqual([execute.short_name(Path(name)) for name in names],
                         ["00-a", "00-b", "00", "03", "mine"])

    def test_a_figure_belongs_to_the_notebook_whose_code_names_it(self):
        figures = self.folder / "figures"
        figures.mkdir()
        for name in ("11-main.csv", "11-main.svg", "11-depth.csv", "11-old.csv", "README.md"):
            (figures / name).write_text("")
        os.utime(figures / "11-old.csv", (0, 0))
        main = notebook('figures.save("11-main", table);', 'figures.save("11-old", table);')
        main.cells[0].source = 'In prose "11-depth" is only spoken of.'
        depth = notebook('rows = figures.measured("11-depth", () -> rows())')
        self.assertEqual([Path(name).name for name in execute.figures_of(main, figures, start=1)],
                         ["11-main.csv", "11-main.svg"])
        self.assertEqual([Path(name).name for name in execute.figures_of(depth, figures, start=1)],
                         ["11-depth.csv"])

    def test_a_record_names_only_the_figures_of_its_notebook(self):
        self.execute(['save("00-a")', 'save("01-a")'], "--jobs", "2")
        for number in ("00", "01"):
            record = (self.folder / "records/default" / (number + "-a.json")).read_text()
            self.assertEqual(re.findall(r"\d\d-\w+\.svg", record), [number + "-a.svg"])

    def java(self, script):
        """A program in place of Java, which notes its arguments in a file."""
        java = self.folder / "java"
        java.write_text('#!/bin/sh\necho "$*" >>"%s/trained"\n%s\n' % (self.folder, script))
        java.chmod(0o755)
        return ["--java", str(java), "--train", "shapes", "--train", "textures"]

    def test_studies_are_trained_before_the_first_notebook_and_only_if_one_runs(self):
        arguments = [*self.java("exit 0"), "--scale", "quick"]
        self.assertEqual(self.execute(["1", "1"], *arguments), 0)
        self.assertEqual(self.execute(["1", "1"], *arguments), 0)
        trained = (self.folder / "trained").read_text()
        jar = self.folder / "rwskit.jar"
        self.assertEqual(trained, "-jar %s study run shapes textures --scale quick\n" % jar)
        self.assertEqual(self.begun, ["00", "01"])
        self.assertEqual(self.out, "00-a.ipynb: up to date\n01-a.ipynb: up to date\n")

    def test_a_failed_training_ends_the_run(self):
        self.assertEqual(self.execute(["1"], *self.java("exit 3")), 1)
        self.assertEqual(self.begun, [])
        self.assertEqual(self.err, "\ntraining shapes textures ended with exit status 3\n")

    def test_a_java_that_is_not_there_ends_the_run(self):
        self.assertEqual(self.execute(["1"], "--train", "shapes", "--java", "no-such-java"), 1)
        self.assertIn("no-such-java does not start", self.err)

    def test_ctrl_c_stops_a_training(self):
        interrupt = "kill -INT %d\nexec sleep 60" % os.getpid()
        start = time.monotonic()
        self.assertEqual(self.execute(["1"], *self.java(interrupt)), 130)
        self.assertLess(time.monotonic() - start, 30)
        self.assertEqual(self.begun, [])


def screen(text):
    """The lines that a terminal shows after it got this text."""
    lines, row = [""], 0
    for token in re.findall(r"\x1b\[\??\d*[A-Za-z]|\r|\n|[^\x1b\r\n]+", text):
        if re.fullmatch(r"\x1b\[\d+A", token):
            row -= int(token[2:-1])
        elif token == "\x1b[J":
            lines[row:] = [""]
        elif token == "\n":
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif token != "\r" and not token.startswith("\x1b[?7"):
            lines[row] += token
    return [re.sub(r"\d+\.\d s", "0.0 s", line) for line in lines]


class Terminal(unittest.TestCase):
    def test_a_live_line_for_each_notebook_below_the_whole_lines(self):
        out = io.StringIO()
        live = LiveTerminal(out)
        live.line("03-patching.ipynb")
        live.running("04", "cell 1/8")
        live.running("03", "cell 2/10")
        live.progress("03", "fog 7/10")
        running = ["  03 cell 2/10 · 0.0 s · fog 7/10", "  04 cell 1/8 · 0.0 s · running"]
        self.assertEqual(screen(out.getvalue()), ["03-patching.ipynb", *running])
        live.line("05-composition.ipynb: up to date")
        above = ["03-patching.ipynb", "05-composition.ipynb: up to date"]
        self.assertEqual(screen(out.getvalue()), [*above, *running])
        live.done("03")
        self.assertEqual(screen(out.getvalue()), [*above, running[1]])
        live.done("04")
        self.assertEqual(screen(out.getvalue()), [*above, ""])

    def test_a_log_tells_progress_of_each_notebook_now_and_then(self):
        out, clock = io.StringIO(), types.SimpleNamespace(now=0.0)
        log = Log(out, lambda: clock.now)
        log.running("03", "cell 1/2")
        for second in range(70):
            clock.now = float(second)
            if second == 20:
                log.running("04", "cell 5/8")
            log.progress("03", "at %d s" % second)
            if second >= 20:
                log.progress("04", "at %d s" % second)
        told = ["03 cell 1/2 · at 30 s", "04 cell 5/8 · at 50 s", "03 cell 1/2 · at 60 s"]
        self.assertEqual(out.getvalue().splitlines(), ["    " + line for line in told])

    def test_durations_are_read_at_a_glance(self):
        self.assertEqual(duration(3.14), "3.1 s")
        self.assertEqual(duration(61), "1 min 01 s")
        self.assertEqual(duration(7265), "2 h 01 min")

    def test_the_first_line_of_code_names_a_cell(self):
        self.assertEqual(execute.first_line("\n// why\nvar x = 1;\nx"), "var x = 1;")
        self.assertEqual(len(execute.first_line("x" * 200)), 60)


class Progress(unittest.TestCase):
    def test_a_line_of_progress_is_told_and_not_kept(self):
        tell = mock.Mock()
        client = execute.Client(new_notebook(cells=[new_code_cell("x")]), "03", tell)
        client.reset_execution_trackers()
        client.clear_before_next_output = False
        message = {
            "msg_type": "display_data",
            "header": {"msg_type": "display_data"},
            "parent_header": {},
            "content": {
                "data": {"text/plain": "shapes: 61 models, 3 s"},
                "metadata": {},
                "transient": {"display_id": execute.PROGRESS_ID + "1"},
            },
        }
        cell = client.nb.cells[0]
        client.process_message(message, cell, 0)
        tell.progress.assert_called_once_with("03", "shapes: 61 models, 3 s")
        self.assertEqual(cell.outputs, [])
        message["content"]["transient"] = {}
        client.process_message(message, cell, 0)
        self.assertEqual(len(cell.outputs), 1)


class KernelEnvironment(unittest.TestCase):
    def test_only_a_quick_run_does_without_the_second_compiler(self):
        with mock.patch.dict(os.environ, {"JDK_JAVA_OPTIONS": "-Xmx1g"}):
            quick = execute.kernel_environment("quick")["JDK_JAVA_OPTIONS"]
            full = execute.kernel_environment("default")["JDK_JAVA_OPTIONS"]
        self.assertEqual(quick, "-XX:TieredStopAtLevel=1 -Xmx1g")
        self.assertEqual(full, "-Xmx1g")


class Kernelspec(unittest.TestCase):
    def test_the_kernel_keeps_its_memory_and_old_java_gets_no_new_option(self):
        old = kernelspec.kernelspec("java", 17, "jjava.jar")
        new = kernelspec.kernelspec("java", 25, "jjava.jar")
        self.assertEqual(old["env"]["MALLOC_ARENA_MAX"], "1")
        self.assertNotIn("--sun-misc-unsafe-memory-access=allow", old["argv"])
        self.assertIn("--sun-misc-unsafe-memory-access=allow", new["argv"])


if __name__ == "__main__":
    unittest.main()
