package rwskit.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import rwskit.data.ImageSet;
import rwskit.detect.AutoPatch;
import rwskit.detect.AutoPatchSettings;
import rwskit.detect.Detector;
import rwskit.detect.DetectorTraining;
import rwskit.detect.PatchSource;
import rwskit.detect.Strength;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.model.Torch;
import rwskit.study.NamedStudies;
import rwskit.study.Scale;
import rwskit.study.Study;
import rwskit.weights.StateDict;

/**
 * Predicts many batches with a network that patches itself, of which the condition changes all the
 * time, and prints what memory the process holds meanwhile: Java's heap after a collection, and all
 * of it, native memory with it, as Linux counts it. Neither may grow.
 */
@Command(name = "PatchingMemory", sortOptions = false, mixinStandardHelpOptions = true)
public final class PatchingMemory implements Runnable {
  private static final int LINES = 10;
  private static final int NARROW = 32;

  @Option(
      names = "--batch",
      description = "Images of a batch.",
      defaultValue = "1",
      showDefaultValue = CommandLine.Help.Visibility.ALWAYS)
  private int batch;

  @Option(
      names = "--batches",
      description = "How many; after each tenth of them a line is printed.",
      defaultValue = "100000",
      showDefaultValue = CommandLine.Help.Visibility.ALWAYS)
  private int batches;

  private PatchingMemory() {}

  /**
   * Measures.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new PatchingMemory()).execute(arguments));
  }

  @Override
  public void run() {
    PrintStream out = new PrintStream(System.out, true, UTF_8);
    Study study = NamedStudies.get("shapes", Scale.QUICK);
    Detector detector = DetectorTraining.of(study).withImages(50).train();
    Network network = Network.of(Architecture.VGG11).withWidthDivisor(NARROW);
    StateDict weights = network.initialWeights(1);
    PatchSource patches =
        PatchSource.ofSignatures(weights, DrawnSignatures.of(weights, study.corruptions(), 4));
    List<ImageSet> some = DrawnSignatures.batches(batch, study.corruptions());
    Torch.onThreads(
        1,
        () -> {
          try (AutoPatch patched =
              AutoPatch.open(
                  network,
                  weights,
                  detector,
                  patches,
                  AutoPatchSettings.of(Strength.bySeverity(.2, .4, .6, .8, 1)).withPatience(1))) {
            out.println("| batches | patches loaded | heap, MiB | process, MiB |");
            out.println("|---|---|---|---|");
            for (int i = 1; i <= batches; i++) {
              patched.predict(some.get(i % some.size()));
              if (i % (batches / LINES) == 0) {
                out.printf(
                    Locale.ROOT,
                    "| %,d | %d | %.1f | %.1f |%n",
                    i,
                    patched.loadedPatches(),
                    ProcessMemory.collected(),
                    ProcessMemory.resident());
              }
            }
          }
          return null;
        });
  }
}
