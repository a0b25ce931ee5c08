#!/usr/bin/env python3
"""Restarts the Java kernel again and again and looks for what is left over.

    restarts.py [--times 50]   (in the virtual environment; the jar must have been built)

In turns the kernel is asked to restart while it rests, while worker processes train for it, and is
killed. Each time it has libtorch and a network in memory before. Afterwards none of its processes
may be left, no lock may be held, and its folder for temporary files must be as empty as after the
first restart.
"""

import argparse
import fcntl
import os
import sys
import time
from pathlib import Path

from jupyter_client.manager import start_new_kernel

from kit import KERNEL_PATIENCE, Failure, in_a_folder, processes

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
WORK = """%classpath ../rwskit/target/rwskit.jar
import rwskit.corruption.*;
import rwskit.model.*;
import rwskit.study.*;
import rwskit.zoo.*;
var fog = Zoo.load("shapes/fog");
var images = Study.named("shapes").data().test().range(0, 10);
var model = NetworkModel.open(fog.network(), fog.patch(4, 1).weights());
model.predict(images);"""
TRAINING = 'Study.named("shapes").withCorruptions(Corruption.FOG).train(Compute.workers(2));'
WAYS = ("asked at rest", "asked in a training", "killed")


def execute(client, code):
    errors = []

    def take(message):
        if message["msg_type"] == "error":
            errors.append("\n".join(message["content"]["traceback"]))

    client.execute_interactive(code, timeout=KERNEL_PATIENCE, output_hook=take)
    if errors:
        raise Failure("a cell failed: " + errors[0])


def until(condition):
    """Whether it comes true within some time."""
    end = time.monotonic() + KERNEL_PATIENCE / 5
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.2)
    return True


class Left:
    """What kernels on a folder leave: all of them name it on their command line, or work in it."""

    def __init__(self, home, temporary):
        self.home = home
        self.temporary = temporary

    def processes(self):
        return [process for process in processes() if str(self.home) in process.words]

    def held_locks(self):
        return [str(lock) for lock in self.home.rglob("*.lock") if is_held(lock)]

    def files(self):
        return sorted(str(path) for path in self.temporary.rglob("*"))


def is_held(lock):
    with open(lock, "r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        return False


def restart(manager, client, left, way):
    execute(client, WORK)
    kernel = manager.provisioner.pid
    if way == "asked in a training":
        client.execute(TRAINING)
        if not until(left.processes):
            raise Failure("no worker process was started")
    manager.restart_kernel(now=way == "killed")
    client.wait_for_ready(timeout=KERNEL_PATIENCE)
    if not until(lambda: kernel not in [process.pid for process in processes()]):
        raise Failure("%s: the kernel's process %d is there still" % (way, kernel))
    if not until(lambda: not left.processes()):
        raise Failure("%s: left processes %s" % (way, left.processes()))
    if left.held_locks():
        raise Failure("%s: locks are held: %s" % (way, left.held_locks()))


def check(times, work):
    home, temporary = work / "home", work / "tmp"
    home.mkdir()
    temporary.mkdir()
    left = Left(home, temporary)
    environment = dict(
        os.environ,
        RWSKIT_HOME=str(home),
        RWSKIT_SCALE="quick",
        TMPDIR=str(temporary),
        JAVA_TOOL_OPTIONS="-Djava.io.tmpdir=%s" % temporary,
    )
    environment.pop("RWSKIT_DATA", None)
    manager, client = start_new_kernel(
        startup_timeout=KERNEL_PATIENCE, kernel_name="java", cwd=str(NOTEBOOKS), env=environment
    )
    try:
        files = None
        for i in range(times):
            way = WAYS[i % len(WAYS)]
            restart(manager, client, left, way)
            if files is not None and len(left.files()) > len(files):
                raise Failure("%s: more files than before: %s" % (way, left.files()))
            files = left.files() if files is None else files
            print("%d of %d: %s, %d temporary files" % (i + 1, times, way, len(files)), flush=True)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def main():
    parser = argparse.ArgumentParser(description="Restarts the kernel and looks for what is left.")
    parser.add_argument("--times", type=int, default=3)
    arguments = parser.parse_args()
    if arguments.times < 1:
        parser.error("--times %d: at least 1 was expected" % arguments.times)
    return in_a_folder("restarts", lambda work: check(arguments.times, work), Failure)


if __name__ == "__main__":
    sys.exit(main())
