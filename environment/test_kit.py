"""Tests of what the programs that take parts of a run away have in common."""

import contextlib
import io
import os
import re
import unittest
from pathlib import Path

from kit import Failure, in_a_folder, processes


class Programs(unittest.TestCase):
    def test_what_the_page_starts_by_its_name_can_be_started_so(self):
        page = (Path(__file__).parent / "README.md").read_text(encoding="utf-8")
        named = sorted(set(re.findall(r"^ {4}environment/([\w-]+\.(?:py|sh))", page, re.MULTILINE)))
        self.assertGreater(len(named), 5)
        self.assertEqual([name for name in named if not os.access(Path(__file__).parent / name, os.X_OK)], [])


class Folder(unittest.TestCase):
    def run_in_a_folder(self, failure):
        def check(work):
            self.work = work
            (work / "output.txt").write_text("what happened")
            if failure:
                raise failure

        err = io.StringIO()
        with contextlib.redirect_stderr(err):
            status = in_a_folder("kill-test", check, Failure)
        return status, err.getvalue()

    def test_is_gone_where_all_was_well(self):
        self.assertEqual(self.run_in_a_folder(None), (0, ""))
        self.assertFalse(self.work.exists())

    def test_is_kept_and_named_where_something_failed(self):
        status, told = self.run_in_a_folder(Failure("weights differ"))
        self.addCleanup(os.rmdir, self.work)
        self.addCleanup((self.work / "output.txt").unlink)
        self.assertEqual(status, 1)
        self.assertEqual(told, "kill-test.py: weights differ\nkept: %s\n" % self.work)
        self.assertTrue((self.work / "output.txt").exists())


class Processes(unittest.TestCase):
    def test_have_numbers_parents_groups_and_words(self):
        own = next(process for process in processes() if process.pid == os.getpid())
        self.assertEqual((own.parent, own.group), (os.getppid(), os.getpgrp()))
        self.assertIn("python", own.words.lower())
