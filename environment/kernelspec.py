"""Tells Jupyter how to start the JJava kernel of this virtual environment.

    kernelspec.py JAVA MAJOR_VERSION

The wheel's own kernel.json starts Java through a launcher, a second Java process, and with glibc's
usual memory allocation. This one starts Java at once, with the settings below.
"""

import json
import os
import sys
from pathlib import Path

# libtorch asks for and frees the same tens of megabytes at every training step. glibc would give
# them back to the system each time and have them cleared again at the next step. These make it
# keep them: one heap, no allocation by mmap, nothing trimmed. Other systems ignore them.
ALLOCATOR = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": str(1 << 40),
}


def kernelspec(java, major, kernel_jar):
    options = [
        # JJava interrupts a running cell through a class that jdk.jshell keeps to itself.
        "--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED",
        "-Djava.awt.headless=true",
    ]
    if major >= 24:
        # Without these, libraries that load native code print warnings into the first cells.
        options += ["--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"]
    return {
        "argv": [java, *options, "-jar", str(kernel_jar), "{connection_file}"],
        "display_name": "Java (rwskit)",
        "language": "java",
        "interrupt_mode": "message",
        "env": ALLOCATOR,
    }


def main():
    java, major = sys.argv[1], int(sys.argv[2])
    folder = Path(sys.prefix) / "share" / "jupyter" / "kernels" / "java"
    text = json.dumps(kernelspec(java, major, folder / "jjava.jar"), indent=2) + "\n"
    aside = folder / "kernel.json.part"
    aside.write_text(text, encoding="utf-8")
    os.replace(aside, folder / "kernel.json")


if __name__ == "__main__":
    main()
