"""How long functions take on pictures, one at a time, on one core: what the corruption peers share.

Times are the process's own (time.process_time), so that other programs do not count.
"""

import argparse
import statistics
import sys
import time

import numpy as np

SEVERITIES = (1, 3, 5)
IMAGES = 30
ROUNDS = 3


def arguments(text):
    parser = argparse.ArgumentParser(
        description=text, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=32, help="pixels a side (default: 32)")
    parser.add_argument("--images", help="file of size×size×3 bytes an image; random if not given")
    parser.add_argument(
        "--ask", action="store_true", help="reads names from standard input, answers each at once"
    )
    return parser


def run(options, names, corrupt, prepare):
    """Prints for each name microseconds an image, mean of severities 1, 3 and 5, or the error.

    prepare makes of H×W×3 bytes what corrupt takes.
    """
    images = [prepare(image) for image in pixels(options)]
    for name in (line.strip() for line in sys.stdin) if options.ask else names:
        try:
            times = [microseconds(images, name, severity, corrupt) for severity in SEVERITIES]
            print(f"{name},{options.size},{statistics.mean(times):.1f},", flush=True)
        except Exception as error:
            reason = f"{type(error).__name__}: {error}".replace(",", ";").replace("\n", " ")
            print(f"{name},{options.size},,{reason}", flush=True)


def pixels(options):
    shape = IMAGES, options.size, options.size, 3
    if options.images:
        return np.fromfile(options.images, np.uint8, count=np.prod(shape)).reshape(shape)
    return np.random.randint(0, 256, shape, np.uint8)


def microseconds(images, name, severity, corrupt):
    """The median of some rounds; a fifth of the pictures warms up."""
    for image in images[::5]:
        np.uint8(corrupt(name, image, severity))
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for image in images:
            np.uint8(corrupt(name, image, severity))
        times.append(time.process_time() - start)
    return 1e6 * statistics.median(times) / len(images)
