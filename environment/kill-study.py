#!/usr/bin/env python3
"""Kills a study at random moments, again and again, and compares what comes out in the end.

    kill-study.py [--kills 30] [--study shapes] [--scale quick] [--workers 2] [--seed N]

One run is left alone. Others are killed with SIGKILL (their parent process, one worker, or all at
once) and started again on the same store until they finish; then every weight must equal those of
the undisturbed run bit for bit, `store verify` must find nothing, and neither processes nor files
may be left over. At last the study meets a full disk and a read-only store (on systems that let a
user make mounts of her own, as most Linux systems do).
"""

import os
import random
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from kit import Failure, Kit, in_a_folder, options, processes

# Of the undisturbed run's time; short enough for several kills a run, long enough for an epoch.
LONGEST_LIFE = 0.25
PATIENCE = 20


class Study(Kit):
    """A study that is started again and again."""

    # It has a process group of its own: nobody else ends one that this script leaves.
    started = []

    def run(self):
        return self.study("--workers", str(self.arguments.workers))

    def start(self):
        process = self.launch(self.run())
        self.started.append(process)
        return process


def children(pid):
    """The processes that a process has started."""
    return [process.pid for process in processes() if process.parent == pid]


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    try:
        state = Path("/proc/%d/stat" % pid).read_text().rpartition(")")[2].split()[0]
    except OSError:
        return os.path.exists("/proc") is False
    return state != "Z"


def require_gone(pids):
    deadline = time.monotonic() + PATIENCE
    while any(map(is_alive, pids)):
        if time.monotonic() > deadline:
            raise Failure("processes %s outlive their parent" % list(filter(is_alive, pids)))
        time.sleep(0.05)


def kill(process, rng):
    """Kills the parent, everything at once, or one worker; returns what it was."""
    workers = children(process.pid)
    target = rng.choice(["parent", "group", "worker"])
    if target == "worker" and workers:
        os.kill(rng.choice(workers), signal.SIGKILL)
        return "a worker"
    if target == "group":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
    require_gone(workers)
    return "everything" if target == "group" else "the parent"


def wait(process, seconds):
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None


def require_same(kit, whole):
    kit.verify()
    if kit.weights() != whole:
        raise Failure("the weights in %s differ from the undisturbed run's" % kit.home)
    if kit.left_overs():
        raise Failure("left over: " + ", ".join(kit.left_overs()))


def undisturbed(arguments, work):
    kit = Study(arguments, work / "whole")
    start = time.monotonic()
    kit.require_success(kit.start().wait())
    seconds = time.monotonic() - start
    kit.verify()
    print("undisturbed: %d weight files in %.0f s" % (len(kit.weights()), seconds), flush=True)
    return kit, seconds


def killed(arguments, work, whole, seconds, rng):
    """Runs the study to its end as often as it takes to have killed it often enough."""
    kills = runs = 0
    while kills < arguments.kills:
        runs += 1
        kit = Study(arguments, work / ("killed-%d" % runs))
        process = kit.start()
        while True:
            wanted = kills < arguments.kills
            status = wait(process, rng.uniform(0.5, LONGEST_LIFE * seconds) if wanted else None)
            if status is not None:
                kit.require_success(status)
                break
            what = kill(process, rng)
            kills += 1
            print("kill %d: %s" % (kills, what), flush=True)
            if what != "a worker":
                process = kit.start()
        require_same(kit, whole)
        print("run %d ended with the same weights" % runs, flush=True)
        shutil.rmtree(kit.home)


def in_own_mounts(script):
    """Runs a shell script that may mount."""
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script]
    return subprocess.run(command, capture_output=True, text=True)


def without_some_models(whole, home, count):
    shutil.copytree(whole.home / "store", home / "store")
    models = sorted(path.parent for path in (home / "store").glob("*/record.json"))
    # θ₀ would be trained first; the others are enough to meet the obstacle.
    robust = [m for m in models if '"ROBUST"' in (m / "record.json").read_text()]
    for model in robust[:count]:
        shutil.rmtree(model)


def obstacle(arguments, work, whole, name, mount, words):
    """The study fails with one clear line and loses nothing; afterwards it goes on."""
    kit = Study(arguments, work / name)
    without_some_models(whole, kit.home, 2)
    before = kit.weights()
    place = work / (name + "-mount")
    place.mkdir()
    run = " ".join(map(shlex.quote, kit.run()))
    script = "set -e; %s; RWSKIT_HOME=%s %s && status=0 || status=$?; %s; exit $status" % (
        mount.format(home=kit.home, place=place),
        place,
        run,
        "cp -a %s/store/. %s/store" % (place, kit.home) if name == "full" else "true",
    )
    done = in_own_mounts(script)
    line = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else ""
    if done.returncode != 2 or not any(word in line for word in words):
        raise Failure("%s: status %d, %s" % (name, done.returncode, done.stderr[-2000:]))
    print("%s: %s" % (name, line[:300]), flush=True)
    kit.verify()
    after = kit.weights()
    if any(after.get(file) != sha for file, sha in before.items()):
        raise Failure("%s: models were lost" % name)
    kit.require_success(kit.start().wait())
    require_same(kit, whole.weights())


def obstacles(arguments, work, whole):
    if shutil.which("unshare") is None or in_own_mounts("true").returncode != 0:
        print("full disk and read-only store: this system lets no user make mounts, left out")
        return
    # Room for the models that are there, and for less than one more.
    store = whole.home / "store"
    biggest = max(file.stat().st_size for file in store.glob("*/best-*.safetensors"))
    used = sum(-(-f.stat().st_size // 4096) * 4096 + 4096 for f in store.rglob("*"))
    size = used - 4 * biggest + biggest // 2
    obstacle(
        arguments,
        work,
        whole,
        "full",
        "mount -t tmpfs -o size=%d none {place}; cp -a {home}/. {place}" % size,
        ["No space left", "cannot write"],
    )
    obstacle(
        arguments,
        work,
        whole,
        "read-only",
        "mount --bind {home} {place}; mount -o remount,bind,ro {place}",
        ["Read-only file system", "cannot write to the store"],
    )


def parse(argv):
    parser = options("Kills a study at random moments.")
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=None, help="of the moments and victims")
    return parser.parse_args(argv)


def check(arguments, work):
    seed = random.randrange(1 << 32) if arguments.seed is None else arguments.seed
    print("seed %d" % seed, flush=True)
    try:
        whole, seconds = undisturbed(arguments, work)
        killed(arguments, work, whole.weights(), seconds, random.Random(seed))
        obstacles(arguments, work, whole)
    finally:
        for process in Study.started:
            if process.poll() is None:
                process.kill()
    print("nothing was lost in %d kills" % arguments.kills)


def main(argv):
    arguments = parse(argv)
    return in_a_folder("kill-study", lambda work: check(arguments, work), Failure)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
