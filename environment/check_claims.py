"""Requires of the quick run's numbers what the paper's claims imply.

    check_claims.py [FOLDER]

The folder holds figures/ (CSV files) and notebooks/ (executed ones, whose tables are read by their
captions); it is target/quick where none is given. The bounds are far from what is measured at the
quick scale, so that noise does not violate them, and on the side of the claim, so that its contrary
does. A violated bound is told with its file, its row, what was expected and what was found.
"""

import sys
from pathlib import Path

from claims import BOUNDS

ROOT = Path(__file__).resolve().parent.parent


def violations(folder, bounds):
    return [told for told in (bound.violation(folder) for bound in bounds) if told]


def main(arguments):
    folder = Path(arguments[0]) if arguments else ROOT / "target" / "quick"
    told = violations(folder, BOUNDS)
    for line in told:
        print(line, file=sys.stderr)
    print("%d of %d bounds hold in %s" % (len(BOUNDS) - len(told), len(BOUNDS), folder))
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
