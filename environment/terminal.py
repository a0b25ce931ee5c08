"""What a run tells on the terminal: whole lines, and below them a line that renews itself for
each notebook that runs."""

import os
import sys
import threading
import time

CLEAR = "\r\x1b[J"
# Without wrapping, a line wider than the terminal is cut and can still be drawn over.
WRAP_OFF, WRAP_ON = "\x1b[?7l", "\x1b[?7h"


def duration(seconds):
    if seconds < 60:
        return "%.1f s" % seconds
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return "%d min %02d s" % (minutes, rest)
    return "%d h %02d min" % divmod(minutes, 60)


class LiveTerminal:
    """A terminal on which the running cells' lines are drawn over themselves twice a second."""

    def __init__(self, out):
        self.out = out
        self.lock = threading.Lock()
        self.cells = {}
        self.drawn = 0
        threading.Thread(target=self._redraw, daemon=True).start()

    def line(self, text):
        with self.lock:
            self._draw(text + "\n")

    def running(self, name, label):
        with self.lock:
            self.cells[name] = (label, time.monotonic(), "running")
            self._draw()

    def progress(self, name, text):
        with self.lock:
            if name in self.cells:
                self.cells[name] = (*self.cells[name][:2], text)
                self._draw()

    def done(self, name):
        with self.lock:
            self.cells.pop(name, None)
            self._draw()

    def _redraw(self):
        while True:
            time.sleep(0.5)
            with self.lock:
                if self.cells:
                    self._draw()

    def _draw(self, whole=""):
        """Replaces the lines drawn last; a whole line goes above them and stays."""
        up = "\x1b[%dA" % (self.drawn - 1) if self.drawn > 1 else ""
        now = time.monotonic()
        lines = [
            "  %s %s · %s · %s" % (name, label, duration(now - start), text)
            # In this order a line keeps its place while cells begin and end.
            for name, (label, start, text) in sorted(self.cells.items())
        ]
        self.out.write(up + CLEAR + whole + WRAP_OFF + "\n".join(lines) + WRAP_ON)
        self.out.flush()
        self.drawn = len(lines)


class Log:
    """A file or a pipe: no line is taken back, and progress is told now and then."""

    period = 30

    def __init__(self, out, clock=time.monotonic):
        self.out = out
        self.clock = clock
        self.cells = {}

    def line(self, text):
        print(text, file=self.out, flush=True)

    def running(self, name, label):
        self.cells[name] = (label, self.clock())

    def progress(self, name, text):
        label, told = self.cells.get(name, ("", self.clock()))
        if self.clock() - told >= self.period:
            self.cells[name] = (label, self.clock())
            self.line("    %s %s · %s" % (name, label, text))

    def done(self, name):
        self.cells.pop(name, None)


def terminal():
    live = sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"
    return LiveTerminal(sys.stdout) if live else Log(sys.stdout)
