#!/usr/bin/env python3
"""Times what somebody waits for who begins: the command line, and a notebook up to its first answer.

    cold_start.py [--times 5]   (in the virtual environment; the jar must have been built)

Prints a table: medians and the slowest, in seconds.
"""

import argparse
import statistics
import subprocess
import sys
import time

from jupyter_client.manager import start_new_kernel

from kit import KERNEL_PATIENCE, ROOT, java_program

JAR = ROOT / "rwskit" / "target" / "rwskit.jar"
FIRST = """%classpath ../rwskit/target/rwskit.jar
import rwskit.corruption.*;
import rwskit.notebook.Notebook;
import rwskit.study.*;
Notebook.install();
Study.named("shapes").data().test().range(0, 10).size()"""
PREDICTION = """import rwskit.model.*;
import rwskit.zoo.*;
var fog = Zoo.load("shapes/fog");
NetworkModel.open(fog.network(), fog.standard()).predict(Study.named("shapes").data().test().range(0, 10))"""


def command(*words):
    start = time.monotonic()
    subprocess.run([java_program("java"), "-jar", str(JAR), *words], check=True, stdout=subprocess.DEVNULL)
    return [time.monotonic() - start]


def notebook():
    """Seconds to a kernel, to the first cell's value from there, and to a prediction from there."""
    seconds = []
    start = time.monotonic()
    manager, client = start_new_kernel(
        startup_timeout=KERNEL_PATIENCE, kernel_name="java", cwd=str(ROOT / "notebooks"))
    try:
        seconds.append(time.monotonic() - start)
        for code in (FIRST, PREDICTION):
            start = time.monotonic()
            reply = client.execute_interactive(code, timeout=KERNEL_PATIENCE, output_hook=lambda message: None)
            if reply["content"]["status"] != "ok":
                raise SystemExit("cold_start.py: a cell failed: %s" % reply["content"])
            seconds.append(time.monotonic() - start)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return [*seconds, sum(seconds)]


WAITS = (
    (("rwskit --version",), lambda: command("--version")),
    (("rwskit zoo list",), lambda: command("zoo", "list")),
    (("a kernel", "its first cell: classpath, imports, ten images", "its second: libtorch, a prediction",
      "from nothing to that prediction"), notebook),
)


def main():
    parser = argparse.ArgumentParser(description="Times what somebody waits for who begins.")
    parser.add_argument("--times", type=int, default=5)
    times = parser.parse_args().times
    print("| | median, s | slowest, s |\n|---|---:|---:|")
    for names, wait in WAITS:
        for name, seconds in zip(names, zip(*(wait() for _ in range(times)))):
            print("| %s | %.2f | %.2f |" % (name, statistics.median(seconds), max(seconds)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
