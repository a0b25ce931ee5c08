"""Executes notebooks, tells on the terminal how far it is, and keeps what came out.

    execute.py --output DIR --figures DIR --records DIR [--scale SCALE] [--jobs N]
               [--train STUDY]... NOTEBOOK...

A notebook runs in its own folder with its own kernel, and up to N of them run at a time. Only a
notebook that ran to its end replaces the file in the output folder (which may be the file itself).
A record in the records folder remembers from which code, jar and scale it came, so that the same
work is not done twice.
"""

import argparse
import asyncio
import hashlib
import json
import os
import re
import signal
import sys
import time
from collections import deque
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from kernelspec import ALLOCATOR
from kit import KERNEL_PATIENCE
from terminal import duration, terminal

KERNELSPEC = {"display_name": "Java", "language": "java", "name": "java"}
# The outputs that rwskit.notebook.NotebookProgress renews; their plain text is one line.
PROGRESS_ID = "rwskit-progress-"
# A control lives as long as its kernel; without one a page shows what stands beside it.
LIVE = "application/vnd.jupyter.widget-view+json"
ANSI = re.compile(r"\x1b\[[0-9;]*m")
NUMBER = re.compile(r"\d+(?:-[a-z])?(?=-)")
LITERAL = re.compile(r'"([^"\n]*)"')
# A quick run is over before what Java's second compiler made has earned its time: a third of all.
JAVA_OPTIONS = {"quick": "-XX:TieredStopAtLevel=1"}


class Failure(Exception):
    """Something did not run to its end; the message is for the terminal."""


class Client(NotebookClient):
    """Passes on what cells tell while they run."""

    def __init__(self, nb, name, tell, **options):
        super().__init__(nb, **options)
        self.name = name
        self.tell = tell
        self.code_cell = 0
        self.current = None

    @asynccontextmanager
    async def async_setup_kernel(self, **options):
        """A kernel for the time of the execution.

        nbclient's own takes SIGINT and SIGTERM for this one kernel, and gives them up at its end.
        """
        self.km = self.create_kernel_manager()
        try:
            await self.async_start_new_kernel(**options)
            await self.async_start_new_kernel_client()
            yield
        finally:
            await to_its_end(self.end_kernel())

    async def end_kernel(self):
        if self.km is None:
            # It never answered, and nbclient has ended it.
            return
        try:
            # Once the kernel is gone, stopping waits a second for what was sent to it last.
            if self.kc:
                self.kc.stop_channels()
            if await self.km.is_alive():
                # Asked in Jupyter's way, JJava takes more than two seconds.
                await self.km.signal_kernel(signal.SIGTERM)
                await self.km.finish_shutdown()
        finally:
            await self.km.cleanup_resources()

    async def async_execute_cell(self, cell, cell_index, **options):
        if cell.cell_type != "code" or not cell.source.strip():
            return await super().async_execute_cell(cell, cell_index, **options)
        self.code_cell += 1
        self.current = cell
        count = sum(c.cell_type == "code" and bool(c.source.strip()) for c in self.nb.cells)
        label = "cell %d/%d" % (self.code_cell, count)
        self.tell.running(self.name, label)
        start = time.monotonic()
        try:
            result = await super().async_execute_cell(cell, cell_index, **options)
        except DeadKernelError:
            # nbclient takes a cancelled cell for one whose kernel died.
            if await self.km.is_alive():
                raise asyncio.CancelledError from None
            raise
        finally:
            self.tell.done(self.name)
        elapsed = duration(time.monotonic() - start)
        what = first_line(cell.source)
        self.tell.line("  %s %s · %s · %s" % (self.name, label, elapsed, what))
        return result

    def process_message(self, msg, cell, cell_index):
        if msg["msg_type"] in ("display_data", "update_display_data"):
            transient = msg["content"].get("transient") or {}
            if str(transient.get("display_id", "")).startswith(PROGRESS_ID):
                self.tell.progress(self.name, msg["content"]["data"].get("text/plain", ""))
                # Not kept: how long it took would make another file of each run.
                return None
            msg["content"]["data"].pop(LIVE, None)
        return super().process_message(msg, cell, cell_index)


def kernel_environment(scale):
    """This process's variables, and what the java command is to take besides."""
    environment = dict(os.environ)
    if scale in JAVA_OPTIONS:
        # Of two contrary options the last counts: the user's.
        given = environment.get("JDK_JAVA_OPTIONS", "")
        environment["JDK_JAVA_OPTIONS"] = ("%s %s" % (JAVA_OPTIONS[scale], given)).strip()
    return environment


async def to_its_end(work):
    """Awaits what has to reach its end however often all is cancelled meanwhile."""
    task = asyncio.ensure_future(work)
    cancelled = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    task.result()
    if cancelled:
        raise cancelled


def short_name(notebook):
    """What the terminal calls a notebook: its number, 00-a is one too, or its whole name."""
    number = NUMBER.match(notebook.name)
    return number.group() if number else notebook.stem


def first_line(source):
    """The first line of a cell that is not a comment, short enough for a terminal."""
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    line = next((line for line in lines if not line.startswith("//")), lines[0])
    return line if len(line) <= 60 else line[:59] + "…"


def fingerprint(nb, jar, scale):
    """What the outputs of a notebook depend on: its code, the jar and the scale."""
    sha = hashlib.sha256(scale.encode())
    for cell in nb.cells:
        if cell.cell_type == "code":
            sha.update(b"\0" + cell.source.encode())
    for part in [jar, *sorted((jar.parent / "lib").glob("rwskit-*.jar"))]:
        if part.exists():
            sha.update(b"\0" + part.read_bytes())
    return sha.hexdigest()


def is_up_to_date(record, print_of_source, target):
    try:
        known = json.loads(record.read_text(encoding="utf-8"))
        nb = nbformat.read(target, as_version=4)
    except (OSError, ValueError):
        return False
    ran = all(c.execution_count for c in nb.cells if c.cell_type == "code" and c.source.strip())
    figures = all(Path(figure).exists() for figure in known["figures"])
    return known["source"] == print_of_source and ran and figures


def tidy(nb):
    """Leaves nothing in the notebook that differs between two executions of the same code."""
    version = {k: v for k, v in nb.metadata.get("language_info", {}).items() if k != "version"}
    nb.metadata = nbformat.from_dict({"kernelspec": KERNELSPEC, "language_info": version})
    for cell in nb.cells:
        cell.metadata.pop("execution", None)
        cell.metadata.pop("collapsed", None)
    return nb


def write(path, text):
    """Replaces a file as a whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name("." + path.name + ".part")
    aside.write_text(text, encoding="utf-8")
    os.replace(aside, path)


async def run(nb, notebook, options, tell, log):
    """Executes the cells; raises Failure with a message that names the cell and its error."""
    client = Client(
        nb,
        short_name(notebook),
        tell,
        kernel_name="java",
        timeout=options.timeout,
        startup_timeout=KERNEL_PATIENCE,
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(notebook.parent.resolve())}},
    )
    client.log.disabled = True
    try:
        # What the Java process itself writes would tear the terminal's lines.
        await client.async_execute(stdout=log, stderr=log, env=kernel_environment(options.scale))
    except DeadKernelError:
        what = "the kernel died; what Java said last is in %s" % log.name
    except RuntimeError as silent:
        what = "%s: %s; what Java said last is in %s" % (notebook.name, silent, log.name)
    except CellExecutionError:
        what = error_text(client.current)
    except CellTimeoutError:
        what = "it ran longer than %s" % duration(options.timeout)
    else:
        return
    cell = client.current
    if cell is None:
        raise Failure(what)
    source = "\n".join("    " + line for line in cell.source.splitlines())
    raise Failure("cell %d failed:\n%s\n\nIt reads:\n\n%s" % (client.code_cell, what, source))


def error_text(cell):
    """What the kernel says about the cell's error, without where in Java it was thrown."""
    errors = [output for output in cell.outputs if output.output_type == "error"]
    lines = [ANSI.sub("", line) for error in errors for line in error.traceback]
    kept = [line for line in lines if line.strip() and not line.startswith("\tat ")]
    return "\n".join(kept[:20])


def record_of(notebook, options):
    return options.records / options.scale / (notebook.stem + ".json")


def has_to_run(notebook, options):
    if options.force:
        return True
    nb = nbformat.read(notebook, as_version=4)
    source = fingerprint(nb, options.jar, options.scale)
    target = options.output / notebook.name
    return not is_up_to_date(record_of(notebook, options), source, target)


def figures_of(nb, folder, start):
    """The figures that a notebook has written since it was begun: its code names them."""
    named = {name for cell in nb.cells if cell.cell_type == "code" for name in LITERAL.findall(cell.source)}
    return sorted(
        str(path)
        for path in folder.rglob("*")
        if path.stem in named and path.is_file() and path.stat().st_mtime >= start
    )


async def execute(notebook, options, tell):
    """Makes one notebook's outputs anew."""
    nb = nbformat.read(notebook, as_version=4)
    source = fingerprint(nb, options.jar, options.scale)
    record = record_of(notebook, options)
    tell.line(notebook.name)
    start = time.time()
    record.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(record.with_suffix(".kernel.log"), "w", encoding="utf-8") as log:
            await run(nb, notebook, options, tell, log)
    except Failure as failure:
        tell.line("  %s · failed after %s" % (short_name(notebook), duration(time.time() - start)))
        partial = record.with_suffix(".failed.ipynb")
        write(partial, nbformat.writes(tidy(nb)) + "\n")
        raise Failure(
            "%s: %s\n\nThe cells before it, with their outputs: %s" % (notebook.name, failure, partial)
        ) from None
    write(options.output / notebook.name, nbformat.writes(tidy(nb)) + "\n")
    figures = figures_of(nb, options.figures, start)
    write(record, json.dumps({"source": source, "figures": figures}, indent=2) + "\n")
    tell.line("  %s · %s in all" % (short_name(notebook), duration(time.time() - start)))


async def execute_all(notebooks, options, tell):
    """Executes notebooks, begun in order, options.jobs at a time, and returns the exit status.

    After a failure none is begun; those that run are left to end.
    """
    waiting = deque(notebooks)
    failures = []

    async def one_after_another():
        while waiting:
            try:
                await execute(waiting.popleft(), options, tell)
            except BaseException as error:
                waiting.clear()
                if not isinstance(error, Failure):
                    raise
                failures.append(error)

    jobs = [one_after_another() for _ in range(options.jobs)]
    try:
        # This waits for all of them, also when one raises an error and when all are cancelled.
        errors = await asyncio.gather(*jobs, return_exceptions=True)
    finally:
        for failure in failures:
            print("\n%s" % failure, file=sys.stderr)
    for error in filter(None, errors):
        raise error
    return 1 if failures else 0


async def train(options):
    """Trains what the store lacks of the studies, so that notebooks at once need not."""
    studies = " ".join(options.train)
    command = [options.java, "-jar", options.jar, "study", "run", *options.train]
    try:
        java = await asyncio.create_subprocess_exec(
            *command, "--scale", options.scale, env={**os.environ, **ALLOCATOR}
        )
    except OSError as error:
        raise Failure("training %s: %s does not start: %s" % (studies, options.java, error)) from None
    try:
        status = await java.wait()
    except asyncio.CancelledError:
        # Ctrl-C may have ended it already.
        with suppress(ProcessLookupError):
            java.terminate()
        await to_its_end(java.wait())
        raise
    if status:
        raise Failure("training %s ended with exit status %d" % (studies, status))


async def bring_up_to_date(options, tell):
    """Trains and executes what is not up to date, and returns the exit status.

    SIGINT and SIGTERM cancel it.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, asyncio.current_task().cancel)
    notebooks = []
    for notebook in options.notebooks:
        if has_to_run(notebook, options):
            notebooks.append(notebook)
        else:
            tell.line("%s: up to date" % notebook.name)
    if notebooks and options.train:
        tell.line("Training what the store lacks of %s" % " and ".join(options.train))
        await train(options)
    return await execute_all(notebooks, options, tell)


def parse(arguments):
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description="Executes notebooks.")
    parser.add_argument("notebooks", nargs="+", type=Path, metavar="NOTEBOOK")
    parser.add_argument("--scale", choices=("default", "quick"), default="default")
    parser.add_argument("--output", type=Path, required=True, metavar="DIR")
    parser.add_argument("--figures", type=Path, required=True, metavar="DIR")
    parser.add_argument("--records", type=Path, required=True, metavar="DIR")
    parser.add_argument("--jar", type=Path, default=root / "rwskit" / "target" / "rwskit.jar")
    parser.add_argument(
        "--jobs",
        type=int,
        choices=range(1, 33),
        default=1,
        metavar="N",
        help="how many notebooks run at a time, at most one a core (default: 1)",
    )
    parser.add_argument(
        "--train",
        action="append",
        default=[],
        metavar="STUDY",
        help="train this study first where a notebook is to be executed; may be repeated",
    )
    parser.add_argument("--java", default="java", help="the command that trains (default: java)")
    parser.add_argument("--force", action="store_true", help="execute what is up to date, too")
    parser.add_argument(
        "--timeout", type=int, default=6 * 3600, metavar="SECONDS", help="longest time of one cell"
    )
    options = parser.parse_args(arguments)
    options.jobs = min(options.jobs, os.cpu_count() or 1)
    for notebook in options.notebooks:
        if not notebook.is_file():
            parser.error("there is no notebook %s" % notebook)
    return options


def main(arguments=None):
    options = parse(arguments)
    options.figures = options.figures.resolve()
    options.figures.mkdir(parents=True, exist_ok=True)
    os.environ["RWSKIT_SCALE"] = options.scale
    os.environ["RWSKIT_FIGURES"] = str(options.figures)
    try:
        return asyncio.run(bring_up_to_date(options, terminal()))
    except Failure as failure:
        print("\n%s" % failure, file=sys.stderr)
        return 1
    except (asyncio.CancelledError, KeyboardInterrupt):
        print("\nstopped; notebooks that had not ended are as they were", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
