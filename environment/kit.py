"""What the programs that take parts of a run away have in common: the command line on a store of its
own, options, a folder that is kept where something failed, and what processes there are."""

import argparse
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import namedtuple
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Seconds within which a kernel answers, on however busy a machine.
KERNEL_PATIENCE = 300


def java_program(name):
    return os.path.join(os.environ["JAVA_HOME"], "bin", name) if "JAVA_HOME" in os.environ else name


class Failure(Exception):
    """The study did not survive; the message says what is wrong."""


def options(description):
    """The options that all have: which study, at which scale, by which jar."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--study", default="shapes")
    parser.add_argument("--scale", default="quick", choices=["quick", "default"])
    parser.add_argument("--jar", type=Path, default=ROOT / "rwskit" / "target" / "rwskit.jar")
    return parser


def in_a_folder(program, check, failures):
    """Calls the check with a new folder; one that ends by a failure is kept. Returns the exit status."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))
    work = Path(tempfile.mkdtemp(prefix="rwskit-%s-" % program))
    try:
        check(work)
    except failures as failure:
        print("%s.py: %s\nkept: %s" % (program, failure, work), file=sys.stderr)
        return 1
    shutil.rmtree(work)
    return 0


Process = namedtuple("Process", "pid parent group words")


def processes():
    """All that run."""
    found = subprocess.run(["ps", "-eo", "pid=,ppid=,pgid=,args="], capture_output=True, text=True)
    rows = [line.split(None, 3) for line in found.stdout.splitlines()]
    return [Process(int(pid), int(parent), int(group), words) for pid, parent, group, words in rows]


class Kit:
    """Runs the command line on the store of a folder."""

    def __init__(self, arguments, home, environment=os.environ):
        self.arguments = arguments
        self.home = home
        self.store = home / "store"
        self.environment = dict(environment, RWSKIT_HOME=str(home))

    def command(self, *words):
        return [java_program("java"), "-jar", str(self.arguments.jar), *words]

    def study(self, *options):
        a = self.arguments
        return self.command("study", "run", a.study, "--scale", a.scale, *options)

    def launch(self, command):
        """Starts it in a process group of its own; what it tells is added to output.txt."""
        self.home.mkdir(parents=True, exist_ok=True)
        with open(self.home / "output.txt", "ab") as out:
            return subprocess.Popen(
                command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def require_success(self, status):
        """The last line that was told."""
        text = (self.home / "output.txt").read_text(errors="replace")
        if status != 0:
            raise Failure("the study ended with status %d:\n%s" % (status, text[-2000:]))
        return text.strip().splitlines()[-1]

    def verify(self):
        done = subprocess.run(
            self.command("store", "verify"), env=self.environment, capture_output=True, text=True
        )
        if done.returncode != 0:
            raise Failure("store verify: " + done.stderr.strip())

    def weights(self):
        """SHA-256 by model and file."""
        files = sorted(self.store.glob("*/best-*.safetensors"))
        return {
            "/".join(file.parts[-2:]): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in files
        }

    def left_overs(self):
        unfinished = [*self.store.glob("partial/*"), *self.store.glob("scratch/*")]
        return [str(path) for path in [*self.store.rglob(".*.part"), *unfinished]]
