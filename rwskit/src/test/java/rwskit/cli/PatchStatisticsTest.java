package rwskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import rwskit.checkpoint.Checkpoint;
import rwskit.corruption.Corruption;
import rwskit.corruption.FrostPictures;
import rwskit.corruption.Setting;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.evaluation.Evaluation;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.model.Normalization;
import rwskit.model.OneThread;
import rwskit.model.RunningStatistics;
import rwskit.random.RandomStream;
import rwskit.signature.Patch;
import rwskit.signature.Signature;
import rwskit.training.Mixture;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** {@code patch --statistics}: what the library does, on the command line. */
@ExtendWith(OneThread.class)
class PatchStatisticsTest {
  private static final Network NETWORK =
      Network.of(Architecture.RESNET20)
          .withWidthDivisor(4)
          .withNormalization(Normalization.IMAGENET);

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final StateDict standard = withoutCounters(NETWORK.initialWeights(1));
  private final StateDict robust = withoutCounters(NETWORK.initialWeights(2));
  private Signature signature;

  private static StateDict withoutCounters(StateDict weights) {
    Map<String, Tensor> rest = new LinkedHashMap<>(weights.tensors());
    rest.keySet().removeIf(name -> name.endsWith("num_batches_tracked"));
    return StateDict.of(rest);
  }

  @BeforeEach
  void writeNetworks() {
    Checkpoint.write(folder.resolve("standard.pth"), standard, Map.of());
    Checkpoint.write(folder.resolve("robust.pth"), robust, Map.of());
    StateDict pretrained = withoutCounters(NETWORK.initialWeights(3));
    signature = Signature.extract(pretrained, standard, robust).firstLayers(4);
    signature.write(folder.resolve("fog.safetensors"));
  }

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private String[] patch(String... more) {
    return Stream.concat(
            Stream.of(
                "patch",
                "--model",
                file("standard.pth"),
                "--signature",
                file("fog.safetensors") + "=0.5",
                "--robust",
                file("robust.pth"),
                "--out",
                file("patched.pth")),
            Arrays.stream(more))
        .toArray(String[]::new);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private static StateDict expected(Patch patch, ImageSet images) {
    StateDict weights = NETWORK.withCounters(patch.weights());
    return withoutCounters(
        RunningStatistics.blend(
            weights, RunningStatistics.reestimate(NETWORK, weights, images, 128), .5));
  }

  @Test
  void theStatisticsAreThoseOfTheLibraryAndComeOffAgain() {
    assertThat(
            run(
                patch(
                    "--statistics",
                    "shapes",
                    "--corruption",
                    "contrast,fog",
                    "--severity",
                    "3",
                    "--normalization",
                    ".485,.456,.406,.229,.224,.225",
                    "--undo",
                    file("undo.safetensors"))))
        .as(err.toString())
        .isZero();
    ImageSet clean = DrawnSet.SHAPES.draw(6000, 0, Split.TRAIN).shuffled(RandomStream.of(0));
    ImageSet corrupted =
        Mixture.of(
            clean,
            List.of(Corruption.CONTRAST, Corruption.FOG),
            Setting.nearest(clean, 3).withFrost(FrostPictures.drawn()),
            Evaluation.CORRUPTION_SEED);
    Patch patch = Patch.of(standard).add(signature, .5).withBatchNormOf(List.of(robust));
    StateDict patched = Checkpoint.read(folder.resolve("patched.pth"));
    assertThat(patched).isEqualTo(expected(patch, corrupted));
    assertThat(patched).isNotEqualTo(expected(patch, clean));
    assertThat(patched.get("bn1.running_mean"))
        .isNotEqualTo(patch.weights().get("bn1.running_mean"));

    assertThat(
            run(
                "unpatch",
                "--model",
                file("patched.pth"),
                "--undo",
                file("undo.safetensors"),
                "--out",
                file("restored.pth")))
        .as(err.toString())
        .isZero();
    assertThat(Checkpoint.read(folder.resolve("restored.pth"))).isEqualTo(standard);
  }

  @Test
  void whatIsMissingIsSaid() {
    assertRefused("needs --normalization", patch("--statistics", "shapes"));
    for (String wrong : List.of("cifar", ".5,.5,.5", ".5,.5,.5,.2,.2,.2,.2", ".5,.5,.5,.2,.2,x")) {
      assertRefused(
          "one of cifar10, cifar100, imagenet, none, tiny-imagenet or six numbers with commas were"
              + " expected; found "
              + wrong,
          patch("--statistics", "shapes", "--normalization", wrong));
    }
    assertRefused(
        "std [0.2, 0.2, 0.0]: expected three numbers each, the latter positive",
        patch("--statistics", "shapes", "--normalization", ".5,.5,.5,.2,.2,0"));
    assertRefused("--statistics IMAGES, which is missing", patch("--corruption", "fog"));
    Checkpoint.write(
        folder.resolve("standard.pth"),
        Network.of(Architecture.VGG11).withWidthDivisor(32).initialWeights(0),
        Map.of());
    assertRefused("signature", patch("--statistics", "shapes", "--normalization", "none"));
  }

  private void assertRefused(String message, String... command) {
    err.getBuffer().setLength(0);
    assertThat(run(command)).isNotZero();
    assertThat(err.toString()).contains(message);
    assertThat(folder.resolve("patched.pth")).doesNotExist();
  }
}
