#!/usr/bin/env python3
"""Trains a study on a Spark cluster of this machine, takes parts of it away, and compares.

    kill-spark.py [--study shapes] [--scale quick] [--corruption contrast,pixelate,fog]

One run is left alone, in worker processes of this machine. Another is given to a standalone cluster
of a master and two workers (spark_cluster.py). In the middle of a training an executor is killed with
SIGKILL, and in the middle of another one worker with all its processes, as if the machine were
gone. The run must finish, both trainings must have gone on after their last epoch, every weight must
be the same bits, `store verify` must find nothing, and neither processes nor unfinished files may be
left over. Needs Linux.
"""

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from kit import Failure, Kit, in_a_folder, options, processes
from spark_cluster import Cluster, environment, members, spark_home
from spark_cluster import Failure as NoCluster

PATIENCE = 600


class Run(Kit):
    """A study of some corruptions, started once."""

    def __init__(self, arguments, home):
        super().__init__(arguments, home, environment(arguments.spark))
        self.process = None

    def start(self, *options):
        self.process = self.launch(
            self.study("--corruption", self.arguments.corruption, *options)
        )

    def finish(self):
        return self.require_success(self.process.wait())

    def unfinished(self):
        """Trainings that have at least one epoch behind them, by model."""
        return {file.stem: file for file in self.store.glob("partial/*.safetensors")}


def training(run, group):
    """The trainings of a process group: the executor, and the log of the model."""
    for process in [process for process in processes() if process.group == group]:
        if "rwskit.worker.Worker" in process.words and str(run.store) in process.words:
            # It may have just ended.
            with suppress(OSError):
                yield process.parent, Path(os.readlink("/proc/%d/fd/2" % process.pid))


def epochs(log):
    """The epochs that each attempt at a model began, as numbers."""
    told = []
    for line in log.read_text().splitlines():
        words = line.split()
        if words[1:2] == ["attempt"]:
            told.append([])
        elif words[1:2] == ["epoch"] and told:
            told[-1].append(int(words[2]))
    return told


def in_the_middle(run, cluster, name):
    """Waits until a worker is in a model's second epoch; returns the executor and the log."""
    group = cluster.group(name)["pid"]
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and run.process.poll() is None:
        for executor, log in training(run, group):
            kept = any(log.stem.endswith(model[:12]) for model in run.unfinished())
            if kept and epochs(log) and epochs(log)[-1][-1:] == [2]:
                return executor, log
        time.sleep(0.1)
    raise Failure("%s was never in the middle of a training, see %s" % (name, run.home))


def require_resumed(log):
    begun = epochs(log)
    last = begun[-1][:1]
    if len(begun) < 2 or last <= [1]:
        raise Failure("%s: not gone on with, but begun with epochs %s" % (log, begun))
    print("  %s: begun %d times, at last from epoch %d" % (log.stem, len(begun), last[0]))


def on_cluster(arguments, work, cluster):
    run = Run(arguments, work / "spark")
    start = time.monotonic()
    run.start("--spark", cluster.master)
    try:
        executor, first = in_the_middle(run, cluster, "worker-2")
        os.kill(executor, signal.SIGKILL)
        print("killed an executor of worker-2, %.0f s" % (time.monotonic() - start), flush=True)
        _, second = in_the_middle(run, cluster, "worker-1")
        os.killpg(cluster.group("worker-1")["pid"], signal.SIGKILL)
        print("killed worker-1 and all its own, %.0f s" % (time.monotonic() - start), flush=True)
        last = run.finish()
    finally:
        if run.process.poll() is None:
            run.process.kill()
    print("on Spark: %s (%.0f s in all)" % (last, time.monotonic() - start), flush=True)
    for log in sorted({first, second}):
        require_resumed(log)
    return run


def require_gone(cluster, work):
    deadline = time.monotonic() + 30
    while True:
        left = [process.pid for process in processes() if str(work) in process.words]
        left += [pid for group in cluster.groups for pid in members(group["pid"])]
        if not left:
            return
        if time.monotonic() > deadline:
            raise Failure("processes %s are left over" % left)
        time.sleep(0.2)


def compare(arguments, work):
    alone = Run(arguments, work / "alone")
    start = time.monotonic()
    alone.start("--workers", "2")
    print("alone: %s (%.0f s in all)" % (alone.finish(), time.monotonic() - start), flush=True)
    cluster = Cluster(work / "cluster", arguments.spark)
    try:
        cluster.start(2, 1, 0)
        run = on_cluster(arguments, work, cluster)
    finally:
        cluster.stop()
    run.verify()
    require_gone(cluster, work)
    if run.left_overs():
        raise Failure("left over: " + ", ".join(run.left_overs()))
    if run.weights() != alone.weights():
        raise Failure("the weights in %s and %s differ" % (run.store, alone.store))
    for file, sha in sorted(run.weights().items()):
        print("%s  %s" % (sha, file))
    print("%d weight files are the same, bit for bit" % len(run.weights()))


def parse(argv):
    parser = options("Takes parts of a Spark cluster away.")
    parser.add_argument("--corruption", default="contrast,pixelate,fog")
    return parser.parse_args(argv)


def main(argv):
    arguments = parse(argv)
    arguments.spark = spark_home()
    return in_a_folder("kill-spark", lambda work: compare(arguments, work), (Failure, NoCluster))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
