#!/usr/bin/env python3
"""Times a small study with one and with two workers, of this machine and of a Spark cluster on it.

    spark_speed.py [--study shapes] [--scale quick] [--jar JAR]     (the jar must have been built)

Each run trains into a store of its own; prints a table of whole processes' seconds.
"""

import subprocess
import sys
import time

from kit import Failure, Kit, in_a_folder, options
from spark_cluster import Cluster, environment, spark_home
from spark_cluster import Failure as NoCluster


def seconds(arguments, home, variables, *how):
    kit = Kit(arguments, home, variables)
    start = time.monotonic()
    done = subprocess.run(kit.study("--corruption", "contrast,pixelate,fog", *how), env=kit.environment,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        raise Failure("%s: status %d:\n%s" % (" ".join(how), done.returncode, done.stderr[-2000:]))
    return time.monotonic() - start


def measure(arguments, work):
    spark = spark_home()
    variables = environment(spark)
    print("| workers | of this machine, s | of a Spark cluster, s |\n|---:|---:|---:|")
    for workers in (1, 2):
        alone = seconds(arguments, work / ("alone-%d" % workers), variables, "--workers", str(workers))
        cluster = Cluster(work / ("cluster-%d" % workers), spark)
        try:
            cluster.start(workers, 1, 0)
            on_spark = seconds(arguments, work / ("spark-%d" % workers), variables, "--spark", cluster.master)
        finally:
            cluster.stop()
        print("| %d | %.1f | %.1f |" % (workers, alone, on_spark), flush=True)


def main():
    arguments = options("Times a small study alone and on Spark.").parse_args()
    return in_a_folder("spark-speed", lambda work: measure(arguments, work), (Failure, NoCluster))


if __name__ == "__main__":
    sys.exit(main())
