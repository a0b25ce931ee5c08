"""Runs the commands and the Java code of the pages, and compares the table reference with the tables.

    check_pages.py [--jar JAR] [--home FOLDER] [PAGE]...

A page is README.md, CONTRIBUTING.md or one of rwskit/docs/. Its fenced blocks are run from the first to the
last in an empty folder of the page's own, at the quick scale: `sh` by bash, where `rwskit` is the jar's
command line, and `java` as a notebook's cells, whose variables stay until the page ends (Snippets.java).
A block fails by a status that is not 0, by an error of the compiler or by an exception. Where a block of one
expression stands before a table whose head is "column | type", the value has to be a table with these
columns, of these types, in this order.

A comment before a block says why it is not run, <!-- not run: it needs a cluster -->, or how it is meant to
end, <!-- status 2 -->. Java that is not run is compiled, and commands that are not run are for a test of the
command line, which looks at their options.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections import namedtuple
from pathlib import Path

from kit import java_program

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$\n?", re.DOTALL | re.MULTILINE)
NOT_RUN = re.compile(r"<!-- not run: [^>]+ -->\n+\Z")
STATUS = re.compile(r"<!-- status (\d+) -->\n+\Z")
TABLE = re.compile(r"\s*\| column \| type \|.*\n\|[-:| ]+\|\n((?:\|.*\n)+)")
# Columns of one kind may share a row.
ROW = re.compile(r"^\| (`[^|]+`) \| (\w+) \|", re.MULTILINE)
NAME = re.compile(r"`([^`]+)`")
IMPORT = re.compile(r"^import .*\n", re.MULTILINE)
# What a notebook needs to find the kit.
MAGIC = re.compile(r"^%classpath .*\n", re.MULTILINE)
END = "== end of a block =="

Block = namedtuple("Block", "line language code is_run status columns")


class Failure(Exception):
    """A block did not do what the page says; the message is for the terminal."""


def blocks(text):
    """The blocks that are to be run or compiled."""
    found = []
    for match in FENCE.finditer(text):
        before, language = text[:match.start()], match[2]
        is_run = not NOT_RUN.search(before)
        if language == "java" or language == "sh" and is_run:
            status = STATUS.search(before)
            table = TABLE.match(text, match.end())
            indent = match[1]
            code = "".join(line[len(indent):] for line in match[3].splitlines(keepends=True))
            found.append(Block(before.count("\n") + 1, language, code, is_run, int(status[1]) if status else 0,
                               columns(table[1]) if table else None))
    return found


def columns(rows):
    return [(name, kind) for names, kind in ROW.findall(rows) for name in NAME.findall(names)]


def uncalled(code):
    """The code as a method that nobody calls, behind its imports."""
    imports = "".join(IMPORT.findall(code))
    return "%svoid notRun() throws Exception {\n%s\n}" % (imports, IMPORT.sub("", code))


class Session:
    """One page's shell and Java session, in a folder of its own."""

    def __init__(self, jar, home, folder):
        self.folder = folder
        programs = folder.parent / "bin"
        programs.mkdir(exist_ok=True)
        rwskit = programs / "rwskit"
        rwskit.write_text('#!/bin/sh\nexec "%s" -XX:TieredStopAtLevel=1 -jar "%s" "$@"\n' % (java_program("java"), jar))
        rwskit.chmod(0o755)
        self.environment = dict(os.environ, RWSKIT_SCALE="quick", RWSKIT_FIGURES=str(folder / "figures"),
                                PATH="%s%s%s" % (programs, os.pathsep, os.environ["PATH"]), **home)
        self.jar = jar
        self.shell = None

    def run(self, block):
        if block.language == "sh":
            self._sh(block)
        elif not block.is_run:
            self._java(uncalled(MAGIC.sub("", block.code)))
        elif block.columns is None:
            self._java(MAGIC.sub("", block.code))
        else:
            self._table(block)

    def _sh(self, block):
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", block.code], cwd=self.folder, env=self.environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              encoding="utf-8", errors="replace")
        if done.returncode != block.status:
            raise Failure("status %d in place of %d:\n%s" % (done.returncode, block.status, done.stdout[-3000:]))

    def _java(self, code):
        """What it printed."""
        if self.shell is None:
            command = [java_program("java"), "-Xmx3g", "-XX:TieredStopAtLevel=1", "-cp", str(self.jar),
                       str(ROOT / "environment" / "Snippets.java"), str(self.jar), END]
            self.shell = subprocess.Popen(command, cwd=self.folder, env=self.environment, stdin=subprocess.PIPE,
                                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
                                          errors="replace")
            self._java(IMPORTS)
        self.shell.stdin.write("%s\n%s\n" % (code, END))
        self.shell.stdin.flush()
        lines = []
        for line in self.shell.stdout:
            if line.rstrip() == END:
                break
            lines.append(line)
        else:
            raise Failure("Java ended:\n" + "".join(lines[-40:]))
        if any(line.startswith("| ") for line in lines):
            raise Failure("".join(lines)[-3000:])
        return lines

    def _table(self, block):
        expression = re.sub(r"\s*//.*$", "", block.code, flags=re.MULTILINE).strip().rstrip(";")
        told = self._java("for (var c : (%s).columns()) System.out.println(c.name() + \"\\t\" + c.type().name());"
                          % expression.replace("\n", " "))
        found = [tuple(line.rstrip("\n").split("\t")) for line in told if "\t" in line]
        found = [(name, kind.lower()) for name, kind in found]
        if found != block.columns:
            missing = ["%s %s" % column for column in found if column not in block.columns]
            wrong = ["%s %s" % column for column in block.columns if column not in found]
            raise Failure("the table has other columns: the page lacks %s, and has wrongly %s; all are\n%s" % (
                missing, wrong, "\n".join("| `%s` | %s | |" % column for column in found)))

    def close(self):
        if self.shell is not None:
            self.shell.stdin.close()
            self.shell.wait()
            self.shell.stdout.close()


# What a kernel has by itself.
IMPORTS = "\n".join("import %s.*;" % package for package in (
    "java.io", "java.math", "java.net", "java.nio.file", "java.util", "java.util.concurrent", "java.util.function",
    "java.util.prefs", "java.util.regex", "java.util.stream"))


def check(page, jar, home):
    """Runs a page; how many blocks failed."""
    failures = 0
    with tempfile.TemporaryDirectory(prefix="rwskit-page-") as work:
        folder = Path(work) / "folder"
        folder.mkdir()
        session = Session(jar, home, folder)
        found = blocks(page.read_text(encoding="utf-8"))
        for block in found:
            try:
                session.run(block)
            except Failure as failure:
                failures += 1
                name = page.relative_to(ROOT) if ROOT in page.parents else page
                print("%s:%d: %s\n%s" % (name, block.line, failure, block.code), file=sys.stderr, flush=True)
        session.close()
    print("%s: %d blocks, %d failed" % (page.name, len(found), failures), flush=True)
    return failures


def pages():
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "rwskit" / "docs").glob("*.md"))]


def main(argv):
    parser = argparse.ArgumentParser(description="Runs the commands and the Java code of the pages.")
    parser.add_argument("--jar", type=Path, default=ROOT / "rwskit" / "target" / "rwskit.jar")
    parser.add_argument("--home", help="in place of RWSKIT_HOME")
    parser.add_argument("pages", type=Path, nargs="*")
    arguments = parser.parse_args(argv)
    if not arguments.jar.exists():
        parser.error("there is no %s: environment/reproduce.sh builds it" % arguments.jar)
    home = {"RWSKIT_HOME": arguments.home} if arguments.home else {}
    chosen = [page.resolve() for page in arguments.pages] or pages()
    return 1 if sum(check(page, arguments.jar.resolve(), home) for page in chosen) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
