"""Executes notebooks, tells on the terminal how far it is, and keeps what came out.

    execute.py --output DIR --figures DIR --records DIR [--scale SCALE] NOTEBOOK...

A notebook runs in its own folder with its own kernel. Only a notebook that ran to its end replaces
the file in the output folder (which may be the file itself). A record in the records folder
remembers from which code, jar and scale it came, so that the same work is not done twice.
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
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from terminal import duration, terminal

KERNELSPEC = {"display_name": "Java", "language": "java", "name": "java"}
# The outputs that rwskit.notebook.NotebookProgress renews; their plain text is one line.
PROGRESS_ID = "rwskit-progress-"
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class Failure(Exception):
    """A notebook did not run to its end; the message is for the terminal."""


class Client(NotebookClient):
    """Passes on what cells tell while they run."""

    def __init__(self, nb, tell, **options):
        super().__init__(nb, **options)
        self.tell = tell
        self.code_cell = 0
        self.current = None
        self.stopped = False

    async def async_start_new_kernel_client(self):
        # nbclient's own handler takes the kernel away and leaves the execution to trip over that.
        execution = asyncio.current_task()

        def stop():
            self.stopped = True
            execution.cancel()

        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop)
        return await super().async_start_new_kernel_client()

    async def async_execute_cell(self, cell, cell_index, **options):
        if cell.cell_type != "code" or not cell.source.strip():
            return await super().async_execute_cell(cell, cell_index, **options)
        self.code_cell += 1
        self.current = cell
        count = sum(c.cell_type == "code" and bool(c.source.strip()) for c in self.nb.cells)
        label = "cell %d/%d" % (self.code_cell, count)
        self.tell.running(label)
        start = time.monotonic()
        try:
            result = await super().async_execute_cell(cell, cell_index, **options)
        finally:
            self.tell.done()
        elapsed = duration(time.monotonic() - start)
        self.tell.line("  %s · %s · %s" % (label, elapsed, first_line(cell.source)))
        return result

    def process_message(self, msg, cell, cell_index):
        if msg["msg_type"] in ("display_data", "update_display_data"):
            transient = msg["content"].get("transient") or {}
            if str(transient.get("display_id", "")).startswith(PROGRESS_ID):
                self.tell.progress(msg["content"]["data"].get("text/plain", ""))
        return super().process_message(msg, cell, cell_index)


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
    if jar.exists():
        sha.update(b"\0" + jar.read_bytes())
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


def run(nb, folder, tell, timeout, log):
    """Executes the cells; raises Failure with a message that names the cell and its error."""
    client = Client(
        nb,
        tell,
        kernel_name="java",
        timeout=timeout,
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    )
    client.log.disabled = True
    try:
        # What the Java process itself writes would tear the terminal's line.
        client.execute(stdout=log, stderr=log)
    except (asyncio.CancelledError, DeadKernelError):
        # nbclient takes a cancelled cell for one whose kernel died.
        if client.stopped:
            raise KeyboardInterrupt from None
        what = "the kernel died; what Java said last is in %s" % log.name
    except CellExecutionError:
        what = error_text(client.current)
    except CellTimeoutError:
        what = "it ran longer than %s" % duration(timeout)
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


def execute(notebook, options, tell):
    """Brings one notebook's outputs up to date."""
    nb = nbformat.read(notebook, as_version=4)
    source = fingerprint(nb, options.jar, options.scale)
    record = options.records / options.scale / (notebook.stem + ".json")
    target = options.output / notebook.name
    if not options.force and is_up_to_date(record, source, target):
        tell.line("%s: up to date" % notebook.name)
        return
    tell.line(notebook.name)
    start = time.time()
    record.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(record.with_suffix(".kernel.log"), "w", encoding="utf-8") as log:
            run(nb, notebook.parent.resolve(), tell, options.timeout, log)
    except Failure as failure:
        partial = record.with_suffix(".failed.ipynb")
        write(partial, nbformat.writes(tidy(nb)) + "\n")
        raise Failure(
            "%s: %s\n\nThe cells before it, with their outputs: %s" % (notebook.name, failure, partial)
        ) from None
    write(target, nbformat.writes(tidy(nb)) + "\n")
    figures = sorted(
        str(path)
        for path in options.figures.rglob("*")
        if path.is_file() and path.stat().st_mtime >= start
    )
    write(record, json.dumps({"source": source, "figures": figures}, indent=2) + "\n")
    tell.line("  %s in all" % duration(time.time() - start))


def parse(arguments):
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description="Executes notebooks in order.")
    parser.add_argument("notebooks", nargs="+", type=Path, metavar="NOTEBOOK")
    parser.add_argument("--scale", choices=("default", "quick"), default="default")
    parser.add_argument("--output", type=Path, required=True, metavar="DIR")
    parser.add_argument("--figures", type=Path, required=True, metavar="DIR")
    parser.add_argument("--records", type=Path, required=True, metavar="DIR")
    parser.add_argument("--jar", type=Path, default=root / "rwskit" / "target" / "rwskit.jar")
    parser.add_argument("--force", action="store_true", help="execute what is up to date, too")
    parser.add_argument(
        "--timeout", type=int, default=6 * 3600, metavar="SECONDS", help="longest time of one cell"
    )
    options = parser.parse_args(arguments)
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
    tell = terminal()
    try:
        for notebook in options.notebooks:
            execute(notebook, options, tell)
    except Failure as failure:
        tell.done()
        print("\n%s" % failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        tell.done()
        print("\nstopped; the notebook that ran is as it was", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
