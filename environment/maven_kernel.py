#!/usr/bin/env python3
"""Has a Java kernel take the kit from a repository by %maven, as a notebook elsewhere would.

    maven_kernel.py REPOSITORY VERSION      (in the virtual environment)

REPOSITORY is a folder, such as stage.sh's target/staged. The kernel works in a folder of its own, where
no jar of this checkout is in reach. rwskit-core comes first and then all of the kit; a signature of the
zoo is read, added and taken off again, and a table and a network are asked for.
"""

import sys
import tempfile
from pathlib import Path

from jupyter_client.manager import start_new_kernel

from kit import KERNEL_PATIENCE

CELLS = (
    ("%mavenRepo staged {repository}\n%maven io.github.rwskit:rwskit-core:{version}", None),
    ("import rwskit.signature.*;\nimport rwskit.weights.*;\n"
     'var base = StateDict.of(java.util.Map.of("a.weight", Tensor.of(new float[] {{1, 2}}, 2)));\n'
     'var half = Signature.ofWeights(StateDict.of(java.util.Map.of("a.weight", Tensor.of(new float[] {{2, 4}}, 2))));\n'
     "var patch = Patch.of(base).add(half, .5);\n"
     'patch.weights().get("a.weight").toFloats()[1] + " " + patch.without(half).weights().equals(base)', "4.0 true"),
    ("%maven io.github.rwskit:rwskit:{version}", None),
    ("import rwskit.zoo.*;\n"
     'var fog = Zoo.load("shapes/fog");\nfog.patch(4, 1).weights().names().size() + " " + fog.network()',
     "18 vgg11/8, 10 classes"),
    ("import rwskit.notebook.Notebook;\nNotebook.install();\nZoo.shipped().table().rowCount()", "40"),
)


def run(client, code):
    """The text of a cell's value; ends the program where the cell fails."""
    told = []

    def take(message):
        content = message["content"]
        if message["msg_type"] == "error":
            raise SystemExit("maven_kernel.py: %s\n%s" % (code, "\n".join(content["traceback"])))
        if message["msg_type"] == "execute_result":
            told.append(content["data"]["text/plain"])

    client.execute_interactive(code, timeout=KERNEL_PATIENCE, output_hook=take)
    return "".join(told)


def main(argv):
    if len(argv) != 2:
        raise SystemExit(__doc__)
    repository, version = Path(argv[0]).resolve().as_uri(), argv[1]
    with tempfile.TemporaryDirectory() as elsewhere:
        manager, client = start_new_kernel(startup_timeout=KERNEL_PATIENCE, kernel_name="java", cwd=elsewhere)
        try:
            for code, expected in CELLS:
                found = run(client, code.format(repository=repository, version=version))
                if expected is not None and found != expected:
                    raise SystemExit("maven_kernel.py: expected %s, found %s of\n%s" % (expected, found, code))
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
    print("by %%maven: %d cells as expected" % len(CELLS))


if __name__ == "__main__":
    main(sys.argv[1:])
