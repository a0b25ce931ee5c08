package rwskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import rwskit.checkpoint.Checkpoint;
import rwskit.checkpoint.TorchScript;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.model.NetworkModel;
import rwskit.model.OneThread;
import rwskit.model.RunningStatistics;
import rwskit.random.RandomStream;
import rwskit.signature.Patch;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** A TorchScript file in, a TorchScript file out. */
@ExtendWith(OneThread.class)
class PatchTorchScriptTest {
  private static final Path MODEL = Path.of("src/test/resources/fixtures/torchscript/vgg.pt");
  private static final Network KNOWN = Network.of(Architecture.VGG11_BN).withWidthDivisor(32);

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final StateDict standard = Checkpoint.read(MODEL);
  private Signature signature;

  @BeforeEach
  void extractFromTheFile() {
    Checkpoint.write(file("pretrained.pth"), KNOWN.initialWeights(3), Map.of());
    Checkpoint.write(file("robust.pth"), KNOWN.initialWeights(2), Map.of());
    run(
        "extract",
        "--pretrained",
        file("pretrained.pth").toString(),
        "--standard",
        MODEL.toString(),
        "--robust",
        file("robust.pth").toString(),
        "--layers",
        "4",
        "--out",
        file("fog.safetensors").toString());
    signature = Signature.read(file("fog.safetensors"));
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private void run(String... arguments) {
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    assertThat(code).as(err.toString()).isZero();
  }

  @Test
  void thePatchIsInTheProgramWithItsStatisticsAndComesOffAgain() {
    run(
        "patch",
        "--model",
        MODEL.toString(),
        "--signature",
        file("fog.safetensors") + "=0.5",
        "--statistics",
        "shapes",
        "--normalization",
        "cifar10",
        "--undo",
        file("undo.safetensors").toString(),
        "--out",
        file("patched.pt").toString());
    Patch patch = Patch.of(standard).add(signature, .5);
    ImageSet images = DrawnSet.SHAPES.draw(6000, 0, Split.TRAIN).shuffled(RandomStream.of(0));
    StateDict before = patch.weights();
    Network program = Network.ofTorchScript("program", 10, MODEL);
    StateDict expected =
        RunningStatistics.blend(
            before, RunningStatistics.reestimate(program, before, images, 128), .5);
    TorchScript patched = TorchScript.open(file("patched.pt"));
    assertThat(patched.weights()).isEqualTo(expected);
    assertThat(expected.get("features.1.running_var"))
        .isNotEqualTo(standard.get("features.1.running_var"));

    ImageSet few = images.range(0, 50);
    try (NetworkModel mine =
            NetworkModel.open(
                Network.ofTorchScript("patched", 10, file("patched.pt")), patched.weights());
        NetworkModel known = NetworkModel.open(KNOWN, expected)) {
      assertThat(mine.predict(few)).isEqualTo(known.predict(few));
    }

    run(
        "unpatch",
        "--model",
        file("patched.pt").toString(),
        "--undo",
        file("undo.safetensors").toString(),
        "--out",
        file("restored.pt").toString());
    assertThat(TorchScript.open(file("restored.pt")).weights()).isEqualTo(standard);
    assertThat(Checkpoint.readMetadata(file("restored.pt"))).isEmpty();
  }

  @Test
  void imagesOfOtherClassesAreRefused() {
    Path odd = MODEL.resolveSibling("odd.pt");
    StateDict weights = Checkpoint.read(odd);
    float[] stem = new float[weights.get("stem.weight").size()];
    Signature.extract(
            weights.with("stem.weight", Tensor.of(stem, 4, 3, 3, 3)),
            weights,
            weights.with("stem.weight", Tensor.of(stem, 4, 3, 3, 3)))
        .firstLayers(1)
        .write(file("odd.safetensors"));
    int code =
        Main.run(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            "patch",
            "--model",
            odd.toString(),
            "--signature",
            file("odd.safetensors").toString(),
            "--statistics",
            "shapes",
            "--normalization",
            "cifar10",
            "--out",
            file("patched.pt").toString());
    assertThat(code).isNotZero();
    assertThat(err.toString())
        .contains("odd.pt computes [(128, 3)] from images (128, 3, 32, 32): expected one tensor");
    assertThat(file("patched.pt")).doesNotExist();
  }
}
