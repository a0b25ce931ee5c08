"""Asks the kernel what a front end asks it: completions, and what an error looks like.

    kernel_test.py             (in the virtual environment; the jar must have been built)
"""

import os
import re
import tempfile
import unittest
from pathlib import Path

from jupyter_client.manager import start_new_kernel

from kit import KERNEL_PATIENCE

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
ANSI = re.compile(r"\x1b\[[0-9;]*m")
FIRST_CELL = """%classpath ../rwskit/target/rwskit.jar
import rwskit.checkpoint.*;
import rwskit.corruption.*;
import rwskit.data.*;
import rwskit.experiment.*;
import rwskit.figure.*;
import rwskit.model.*;
import rwskit.signature.*;
import rwskit.study.*;
import rwskit.weights.*;
import java.nio.file.*;
import static rwskit.corruption.Corruption.*;"""


class Kernel(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        home = tempfile.TemporaryDirectory()
        cls.addClassCleanup(home.cleanup)
        environment = dict(os.environ, RWSKIT_HOME=home.name, RWSKIT_SCALE="quick")
        environment.pop("RWSKIT_DATA", None)
        manager, cls.client = start_new_kernel(
            startup_timeout=KERNEL_PATIENCE, kernel_name="java", cwd=str(NOTEBOOKS), env=environment
        )
        cls.addClassCleanup(manager.shutdown_kernel, now=True)
        cls.addClassCleanup(cls.client.stop_channels)
        cls.execute(FIRST_CELL)

    @classmethod
    def execute(cls, code):
        """The lines of the error that a cell ends with; none where it ends well."""
        lines = []

        def take(message):
            if message["msg_type"] == "error":
                lines.extend(ANSI.sub("", "\n".join(message["content"]["traceback"])).splitlines())

        cls.client.execute_interactive(code, timeout=KERNEL_PATIENCE, output_hook=take)
        return [line for line in lines if line.strip()]

    def offered(self, code):
        reply = self.client.complete(code, reply=True, timeout=KERNEL_PATIENCE)["content"]
        self.assertEqual(reply["status"], "ok")
        return " ".join(reply["matches"])

    def require_offered(self, code, *names):
        matches = self.offered(code)
        for name in names:
            self.assertRegex(matches, r"\b%s\b" % name, code)

    def test_the_classes_names_lead_to_their_api(self):
        self.require_offered("Study.", "named")
        self.require_offered("Signature.", "extract", "read")
        self.require_offered("Figures.", "patching", "cosines", "layerDifferences", "strength")
        self.require_offered("Patch.", "of")
        self.require_offered("Checkpoint.", "read", "write")

    def test_a_study_leads_to_its_models(self):
        self.execute('var study = Study.named("shapes");')
        self.require_offered(
            "study.", "train", "evaluation", "withCorruptions", "withSeeds", "withSeverity"
        )
        self.require_offered("study.train().", "signature", "standard", "patched")
        self.require_offered("Patching.of(study.train()).", "layers", "alphas", "rows", "summary")

    def test_the_beginning_of_a_name_is_completed(self):
        self.require_offered("Study.na", "named")
        self.require_offered("CONT", "CONTRAST")

    def require_sentence(self, code, sentence):
        """The first line of an error says in words what is wrong and what there is instead."""
        lines = self.execute(code)
        self.assertNotEqual(lines, [], code)
        self.assertRegex(lines[0], "^rwskit.file.BadInputException: " + sentence, code)
        self.assertNotRegex("\n".join(lines), r"ForkJoin|java\.util\.stream", code)

    def test_an_error_begins_with_one_readable_sentence(self):
        self.require_sentence(
            'Study.named("shape");', r"no study named shape; there are .*; did you mean shapes.*\?"
        )
        self.require_sentence(
            'Corruption.named("fogg");',
            r'no corruption is named "fogg": expected one of .*; did you mean fog\?',
        )
        self.require_sentence(
            'Architecture.named("vgg12");', r"no architecture named vgg12; .*; did you mean vgg11.*\?"
        )
        self.require_sentence(
            'Study.named("shapes").withSeverity(9);', "severity 9: expected 1 to 5"
        )
        self.require_sentence(
            'Checkpoint.read(Path.of("nowhere.pth"));', "there is no file nowhere.pth"
        )
        self.require_sentence(
            'Study.named("cifar10-vgg16").train();', "the train images of CIFAR-10 are not in "
        )

    def test_names_may_be_written_in_any_case(self):
        self.assertEqual(self.execute('Study.named("Shapes"); Corruption.named("FOG");'), [])

    def test_an_error_of_work_that_threads_share_is_told_as_any_other(self):
        self.execute(
            'var folder = Files.createTempDirectory("pictures");'
            'for (int i = 0; i < 40; i++) {'
            '    var place = folder.resolve("test").resolve(i % 2 == 0 ? "a" : "b");'
            "    Files.createDirectories(place);"
            "    var picture = new java.awt.image.BufferedImage(32, 32, 1);"
            '    javax.imageio.ImageIO.write(picture, "png", place.resolve(i + ".png").toFile());'
            "}"
            'Files.writeString(folder.resolve("test").resolve("b").resolve("31.png"), "no picture");'
        )
        self.require_sentence("ImageFolder.read(folder, Split.TEST);", r".*31\.png")

    def test_a_slider_that_a_front_end_moves_is_heard_and_answers(self):
        opened = {}

        def take(message):
            content = message["content"]
            if message["msg_type"] == "comm_open":
                opened[content["data"]["state"]["_model_name"]] = content["comm_id"]

        self.client.execute_interactive(
            "import rwskit.widget.*;"
            'var dial = FloatSlider.of("α", 0, 2, 0.1, 1); var shown = Html.of("none");'
            'dial.onChange(value -> shown.set("now %.1f".formatted(value)));',
            timeout=KERNEL_PATIENCE, output_hook=take)
        moved = {"method": "update", "state": {"value": 1.5}, "buffer_paths": []}
        self.client.shell_channel.send(self.client.session.msg(
            "comm_msg", {"comm_id": opened["FloatSliderModel"], "data": moved}))
        while True:
            message = self.client.get_iopub_msg(timeout=KERNEL_PATIENCE)
            content = message["content"]
            if message["msg_type"] == "comm_msg" and content["comm_id"] == opened["HTMLModel"]:
                break
        self.assertEqual(content["data"]["state"], {"value": "now 1.5"})
        self.assertEqual(self.execute("if (dial.value() != 1.5) throw new IllegalStateException();"), [])

    def test_a_layer_that_is_misspelt_is_found(self):
        self.execute('var other = StateDict.of(Map.of("features.0.weight", Tensor.of(new float[1], 1)));')
        self.require_sentence(
            'other.get("feature.0.weight");', r"no tensor named .*; did you mean features\.0\.weight\?"
        )

    def test_a_wrong_count_of_layers_is_told_with_the_right_ones(self):
        self.execute(
            "var one = StateDict.of(Map.of("
            '"features.0.weight", Tensor.of(new float[9], 1, 1, 3, 3),'
            '"features.0.bias", Tensor.of(new float[1], 1)));'
        )
        self.require_sentence(
            "Signature.extract(one, one, one).firstLayers(99);",
            "99 layers were asked for; these weights have 1",
        )


if __name__ == "__main__":
    unittest.main(verbosity=2)
