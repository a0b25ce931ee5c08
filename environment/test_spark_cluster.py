"""Tests of spark_cluster.py that need no Spark: processes in the place of its own."""

import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

from spark_cluster import Cluster, Failure, members

# A daemon that has started another process, as a worker starts executors.
SPARK_CLASS = """#!/bin/sh
trap '' TERM
echo "New state: ALIVE"
[ "$1" = org.apache.spark.deploy.worker.Worker ] && [ -e "%s" ] && exit 1
echo "Successfully registered with master"
sleep 1000 &
wait
sleep 1000
"""


class Lifetime(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.broken = self.folder / "broken"
        program = self.folder / "spark" / "bin" / "spark-class"
        program.parent.mkdir(parents=True)
        program.write_text(SPARK_CLASS % self.broken)
        program.chmod(0o755)
        self.cluster = Cluster(self.folder / "run", self.folder / "spark")
        patience = mock.patch("spark_cluster.GRACE", 1)
        patience.start()
        self.addCleanup(patience.stop)
        self.addCleanup(self.cluster.stop)

    def started(self):
        self.cluster.start(2, 1, 7077)
        return [group["pid"] for group in self.cluster.groups]

    def test_another_program_finds_the_cluster_again_and_stops_all_of_it(self):
        groups = self.started()
        self.assertEqual(len(groups), 3)
        found = Cluster.load(self.cluster.folder)
        self.assertEqual(found.master, "spark://127.0.0.1:7077")
        self.assertTrue(all(found.is_alive(group["name"]) for group in found.groups))
        self.assertTrue(all(len(members(group)) > 0 for group in groups))
        found.stop()
        self.assertEqual([members(group) for group in groups], [[], [], []])
        self.assertIsNone(Cluster.load(self.cluster.folder))

    def test_a_number_that_now_belongs_to_another_process_is_left_alone(self):
        self.started()
        stranger = Cluster.load(self.cluster.folder)
        for group in stranger.groups:
            group["started"] = "another time"
        stranger.stop()
        self.assertTrue(all(self.cluster.is_alive(group["name"]) for group in self.cluster.groups))

    def test_a_worker_that_does_not_start_is_named_at_once(self):
        self.broken.touch()
        begun = time.monotonic()
        with self.assertRaisesRegex(Failure, "worker-1 did not start, see .*worker-1.log"):
            self.started()
        self.assertLess(time.monotonic() - begun, 20)


if __name__ == "__main__":
    unittest.main()
