"""A JupyterLab of its own for tests: own port, settings, notebooks and, where wanted, own store."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from kit import KERNEL_PATIENCE

ROOT = Path(__file__).resolve().parent.parent
JUPYTER = ROOT / "environment" / ".venv" / "bin" / "jupyter"
PATIENCE = 60
SETTINGS = {
    # Follows the browser's preference, so that a test can ask for either theme.
    "apputils-extension/themes": {"adaptive-theme": True},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    # Otherwise the page holds only the cells that can be seen.
    "notebook-extension/tracker": {"windowingMode": "none"},
}


def notebook(*sources):
    """A notebook of code cells that have not run."""
    cells = [
        {"cell_type": "code", "id": "cell-%d" % i, "metadata": {}, "source": source,
         "execution_count": None, "outputs": []}
        for i, source in enumerate(sources)
    ]
    spec = {"display_name": "Java", "language": "java", "name": "java"}
    return {"cells": cells, "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5}


def without_outputs(path):
    """A notebook as it is before it runs: what a page shows of it later was made by the run."""
    content = json.loads(path.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
    return content


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class LabServer:
    """JupyterLab on copies of notebooks; a context manager, which also removes the copies."""

    def __init__(self, notebooks, home=None):
        """notebooks: contents by name; home: RWSKIT_HOME, where it is not to be the user's."""
        self.port = free_port()
        self.token = secrets.token_hex(16)
        self.folder = Path(tempfile.mkdtemp(prefix="rwskit-lab-"))
        (self.folder / "notebooks").mkdir()
        for name, content in notebooks.items():
            self._write("notebooks/" + name, content)
        # The notebooks take the jar from ../rwskit/target, and the shipped network from ../data-recipes.
        for name in ("rwskit", "data-recipes"):
            (self.folder / name).symlink_to(ROOT / name)
        for name, content in SETTINGS.items():
            self._write("settings/@jupyterlab/%s.jupyterlab-settings" % name, content)
        self.environment = dict(
            os.environ,
            JUPYTER_TOKEN=self.token,
            JUPYTER_CONFIG_DIR=str(self.folder / "config"),
            JUPYTERLAB_SETTINGS_DIR=str(self.folder / "settings"),
            JUPYTERLAB_WORKSPACES_DIR=str(self.folder / "workspaces"),
            RWSKIT_SCALE="quick",
            RWSKIT_FIGURES=str(self.folder / "figures"),
        )
        if home is not None:
            self.environment["RWSKIT_HOME"] = str(home)

    def _write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")

    def url(self, path):
        return "http://127.0.0.1:%d/%s?token=%s" % (self.port, path, self.token)

    def __enter__(self):
        command = [JUPYTER, "lab", "--no-browser", "--ip=127.0.0.1", "--port=%d" % self.port,
                   "--ServerApp.port_retries=0", "--ServerApp.root_dir=%s" % self.folder,
                   # On a machine with other work a kernel may be slow to come.
                   "--MappingKernelManager.kernel_info_timeout=%d" % KERNEL_PATIENCE]
        if os.getuid() == 0:
            command.append("--allow-root")
        self.log = open(self.folder / "server.log", "wb")
        self.process = subprocess.Popen(
            command, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=self.log, stderr=subprocess.STDOUT,
        )
        try:
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _wait(self):
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with urllib.request.urlopen(self.url("api/status"), timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                if self.process.poll() is not None or time.monotonic() > deadline:
                    said = (self.folder / "server.log").read_text(errors="replace")
                    raise RuntimeError("JupyterLab does not start:\n" + said[-2000:]) from None
                time.sleep(0.2)

    def __exit__(self, *_):
        # The server ends its kernels first.
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
