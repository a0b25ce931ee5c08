"""What a run tells on the terminal: whole lines, and below them one line that renews itself."""

import os
import sys
import threading
import time

CLEAR = "\r\x1b[K"
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
    """A terminal on which the running cell's line is drawn over itself twice a second."""

    def __init__(self, out):
        self.out = out
        self.lock = threading.Lock()
        self.state = None
        threading.Thread(target=self._redraw, daemon=True).start()

    def line(self, text):
        with self.lock:
            self.out.write(CLEAR + text + "\n")
            self.out.flush()

    def running(self, label):
        with self.lock:
            self.state = (label, time.monotonic(), "")
            self._draw()

    def progress(self, text):
        with self.lock:
            if self.state:
                self.state = (*self.state[:2], text)
                self._draw()

    def done(self):
        with self.lock:
            self.state = None
            self.out.write(CLEAR)
            self.out.flush()

    def _redraw(self):
        while True:
            time.sleep(0.5)
            with self.lock:
                self._draw()

    def _draw(self):
        if self.state:
            label, start, progress = self.state
            elapsed = duration(time.monotonic() - start)
            text = "  %s · %s · %s" % (label, elapsed, progress or "running")
            self.out.write(CLEAR + WRAP_OFF + text + WRAP_ON)
            self.out.flush()


class Log:
    """A file or a pipe: no line is taken back, and progress is told now and then."""

    period = 30

    def __init__(self, out, clock=time.monotonic):
        self.out = out
        self.clock = clock
        self.told = None

    def line(self, text):
        print(text, file=self.out, flush=True)

    def running(self, label):
        self.told = self.clock()

    def progress(self, text):
        if self.clock() - self.told >= self.period:
            self.told = self.clock()
            self.line("    " + text)

    def done(self):
        pass


def terminal():
    live = sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"
    return LiveTerminal(sys.stdout) if live else Log(sys.stdout)
