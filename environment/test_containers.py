"""Tests of what Docker and Binder are told, as far as that goes without either."""

import json
import os
import re
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCKERFILE = ROOT / "environment" / "Dockerfile"
BINDER = ROOT / ".binder"
SETUP = (ROOT / "environment" / "setup.sh").read_text(encoding="utf-8")
SCRIPTS = [
    ROOT / ".ci" / "run",
    BINDER / "postBuild",
    BINDER / "start",
    *(ROOT / "environment").glob("*.sh"),
]

NEEDED = [
    "pom.xml",
    "rwskit/pom.xml",
    "rwskit/core/pom.xml",
    "rwskit/src/main/java/rwskit/study/Study.java",
    "data-recipes/index.json",
    "environment/kernelspec.py",
    "environment/lab.sh",
    "environment/requirements.txt",
    "environment/setup.sh",
    "notebooks/01-layer-differences.ipynb",
]


def instructions(name):
    """What follows an instruction's name, for each time that it is given."""
    lines = DOCKERFILE.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    return [line[len(name) + 1 :].strip() for line in lines if line.startswith(name + " ")]


def commands():
    return [part.strip() for run in instructions("RUN") for part in run.split(";")]


class Docker(unittest.TestCase):
    def test_everything_that_is_copied_is_there(self):
        copies = instructions("COPY")
        self.assertNotEqual(copies, [])
        for copy in copies:
            *sources, _ = [word for word in copy.split() if not word.startswith("--")]
            for source in sources:
                self.assertTrue((ROOT / source).exists(), source)

    def test_what_the_set_up_needs_is_not_left_out(self):
        text = (DOCKERFILE.parent / "Dockerfile.dockerignore").read_text(encoding="utf-8")
        for pattern in text.split():
            form = re.escape(pattern).replace(r"\*\*/", "(.*/)?").replace(r"\*", "[^/]*")
            for needed in NEEDED:
                self.assertTrue((ROOT / needed).exists(), needed)
                left_out = re.match(form + "(/|$)", needed)
                self.assertIsNone(left_out, "%s leaves %s out" % (pattern, needed))

    def test_the_steps_of_the_set_up_exist(self):
        called = [command for command in commands() if re.fullmatch(r"\w+", command)]
        self.assertEqual(called, ["need_tools", "set_up"])
        for function in called:
            self.assertIn("\n%s() {\n" % function, SETUP)

    def test_the_program_that_is_started_is_there(self):
        (entry,) = instructions("ENTRYPOINT")
        program = ROOT / json.loads(entry)[0]
        self.assertTrue(os.access(program, os.X_OK), program)

    def test_the_commands_are_bash(self):
        for run in instructions("RUN"):
            subprocess.run(["bash", "-n", "-c", run], check=True)


class Binder(unittest.TestCase):
    def test_its_packages_are_those_of_the_set_up(self):
        packages = (BINDER / "apt.txt").read_text(encoding="utf-8").split()
        self.assertEqual(packages, sorted(packages))
        for package in packages:
            self.assertRegex(SETUP, r"[ (=]%s\b" % re.escape(package))

    def test_its_scripts_can_be_run(self):
        for name in ("postBuild", "start"):
            self.assertTrue(os.access(BINDER / name, os.X_OK), name)

    def test_the_kernel_is_found_beside_the_kernels_that_were_known(self):
        for before, after in (("", ""), ("/known", ":/known")):
            shown = subprocess.run(
                [BINDER / "start", "printenv", "JUPYTER_PATH"],
                env=dict(os.environ, JUPYTER_PATH=before),
                capture_output=True, text=True, check=True,
            )
            kernels = str(ROOT / "environment" / ".venv" / "share" / "jupyter")
            self.assertEqual(shown.stdout.strip(), kernels + after)


class Scripts(unittest.TestCase):
    def test_the_scripts_are_bash(self):
        for script in SCRIPTS:
            subprocess.run(["bash", "-n", script], check=True)


if __name__ == "__main__":
    unittest.main()
