#!/usr/bin/env python3
"""Starts a standalone Apache Spark cluster on this machine, for trying studies on it.

    spark_cluster.py start [--workers 2] [--cores 1] [--port 7077]
    spark_cluster.py status
    spark_cluster.py stop

A master and workers listen on 127.0.0.1 only. Spark is that of SPARK_HOME, or else PyPI's pyspark,
installed into environment/.venv-spark (some 450 MB, once). Logs are in target/spark/.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / "environment" / ".venv-spark"
PINS = ROOT / "environment" / "requirements-spark.txt"
FOLDER = ROOT / "target" / "spark"
LOOPBACK = "127.0.0.1"
PATIENCE = 60
GRACE = 10


class Failure(Exception):
    """The cluster does not run; the message says why."""


def spark_home():
    """Spark's folder: the user's own, or the pinned one, installed when it is first needed."""
    if os.environ.get("SPARK_HOME"):
        return Path(os.environ["SPARK_HOME"])
    python = VENV / "bin" / "python"
    done = VENV / PINS.name
    # The copy is the last thing made, so an interrupted installation is done again.
    if not done.exists() or done.read_text() != PINS.read_text():
        print("installing Apache Spark into %s" % VENV, file=sys.stderr, flush=True)
        shutil.rmtree(VENV, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
        pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", str(PINS)], check=True)
        shutil.copy(PINS, done)
    code = "import importlib.util as u; print(u.find_spec('pyspark').submodule_search_locations[0])"
    found = subprocess.run([str(python), "-c", code], check=True, capture_output=True, text=True)
    return Path(found.stdout.strip())


def environment(home):
    """What programs need that talk to the cluster."""
    return dict(os.environ, SPARK_HOME=str(home), SPARK_LOCAL_IP=LOOPBACK)


def state(pid):
    """A process's state letter and the rest of its start, or None where there is no such process."""
    found = subprocess.run(
        ["ps", "-o", "state=,lstart=", "-p", str(pid)], capture_output=True, text=True
    ).stdout.strip()
    return None if not found or found.startswith("Z") else found.split(None, 1)


def members(group):
    """The processes of a process group."""
    found = subprocess.run(["ps", "-eo", "pid=,pgid=,state="], capture_output=True, text=True)
    rows = [line.split() for line in found.stdout.splitlines()]
    return [int(pid) for pid, pgid, letter in rows if int(pgid) == group and letter != "Z"]


class Cluster:
    """A master and workers, each with all that it starts in a process group of its own."""

    def __init__(self, folder, home, groups=()):
        self.folder = folder
        self.home = home
        self.groups = list(groups)
        self.master = None
        self.processes = []

    def start(self, workers, cores, port):
        self.folder.mkdir(parents=True, exist_ok=True)
        port = port or free_port()
        self.master = "spark://%s:%d" % (LOOPBACK, port)
        self._launch("master", "master.Master", "--port", str(port))
        self._await("master", "New state: ALIVE")
        for number in range(1, workers + 1):
            name = "worker-%d" % number
            work = str(self.folder / name)
            sizes = ["--cores", str(cores), "--memory", "1g", "--work-dir", work]
            self._launch(name, "worker.Worker", *sizes, self.master)
        for number in range(1, workers + 1):
            self._await("worker-%d" % number, "Successfully registered with master")

    def _launch(self, name, program, *arguments):
        log = self.folder / (name + ".log")
        command = [str(self.home / "bin" / "spark-class"), "org.apache.spark.deploy." + program]
        with open(log, "wb") as out:
            process = subprocess.Popen(
                [*command, "--host", LOOPBACK, "--webui-port", "0", *arguments],
                env=dict(environment(self.home), SPARK_LOCAL_DIRS=str(self.folder / "local")),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        self.processes.append(process)
        started = (state(process.pid) or ("Z", "gone at once"))[1]
        self.groups.append({"name": name, "pid": process.pid, "started": started})
        self._save()

    def _await(self, name, words):
        log = self.folder / (name + ".log")
        deadline = time.monotonic() + PATIENCE
        while words not in log.read_text(errors="replace"):
            if time.monotonic() > deadline or not self.is_alive(name):
                raise Failure("%s did not start, see %s" % (name, log))
            time.sleep(0.2)

    def _save(self):
        record = {"home": str(self.home), "master": self.master, "groups": self.groups}
        (self.folder / "cluster.json").write_text(json.dumps(record, indent=1))

    @staticmethod
    def load(folder):
        """The cluster that was started into a folder, or None."""
        file = folder / "cluster.json"
        if not file.exists():
            return None
        record = json.loads(file.read_text())
        cluster = Cluster(folder, Path(record["home"]), record["groups"])
        cluster.master = record["master"]
        return cluster

    def group(self, name):
        return next(group for group in self.groups if group["name"] == name)

    def is_alive(self, name):
        """Whether it runs; a number that the system has given to another process does not count."""
        group = self.group(name)
        found = state(group["pid"])
        return found is not None and found[1] == group["started"]

    def stop(self):
        """Ends all processes, and those that they have started, and removes their files except logs."""
        alive = [g for g in self.groups if self.is_alive(g["name"])]
        for group in reversed(alive):
            os.killpg(group["pid"], signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        while any(members(group["pid"]) for group in alive) and time.monotonic() < deadline:
            time.sleep(0.2)
        for group in alive:
            if members(group["pid"]):
                os.killpg(group["pid"], signal.SIGKILL)
        for process in self.processes:
            process.wait()
        # What executors have fetched, and what they leave behind when they are killed.
        for work in [*self.folder.glob("worker-*/"), self.folder / "local"]:
            if work.is_dir():
                shutil.rmtree(work)
        (self.folder / "cluster.json").unlink(missing_ok=True)


def free_port():
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


def start(arguments):
    running = Cluster.load(FOLDER)
    if running and any(running.is_alive(group["name"]) for group in running.groups):
        raise Failure("%s runs already; spark_cluster.py stop ends it" % running.master)
    cluster = Cluster(FOLDER, spark_home())
    try:
        cluster.start(arguments.workers, arguments.cores, arguments.port)
    except BaseException:
        cluster.stop()
        raise
    print("%s with %d workers; use it with" % (cluster.master, arguments.workers))
    print("  export SPARK_HOME=%s SPARK_LOCAL_IP=%s" % (cluster.home, LOOPBACK))
    print("  java -jar rwskit/target/rwskit.jar study run shapes --spark %s" % cluster.master)


def status():
    cluster = Cluster.load(FOLDER)
    if not cluster:
        raise Failure("no cluster runs")
    print(cluster.master)
    for group in cluster.groups:
        alive = "runs" if cluster.is_alive(group["name"]) else "is gone"
        print("%s (process %d) %s" % (group["name"], group["pid"], alive))


def stop():
    cluster = Cluster.load(FOLDER)
    if cluster:
        cluster.stop()


def parse(argv):
    parser = argparse.ArgumentParser(description="A Spark cluster on this machine.")
    commands = parser.add_subparsers(dest="command", required=True)
    starting = commands.add_parser("start", help="start a master and workers")
    starting.add_argument("--workers", type=int, default=2)
    starting.add_argument("--cores", type=int, default=1, help="of each worker")
    starting.add_argument("--port", type=int, default=7077, help="of the master; 0 takes a free one")
    commands.add_parser("status", help="say what runs")
    commands.add_parser("stop", help="end them all")
    return parser.parse_args(argv)


def main(argv):
    arguments = parse(argv)
    try:
        if arguments.command == "start":
            start(arguments)
        elif arguments.command == "status":
            status()
        else:
            stop()
    except (Failure, subprocess.CalledProcessError) as failure:
        print("spark_cluster.py: %s" % failure, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
