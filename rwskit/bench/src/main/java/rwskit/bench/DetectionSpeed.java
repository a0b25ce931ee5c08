package rwskit.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;
import rwskit.detect.AutoPatch;
import rwskit.detect.AutoPatchSettings;
import rwskit.detect.Detector;
import rwskit.detect.DetectorTraining;
import rwskit.detect.PatchSource;
import rwskit.detect.Strength;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.model.NetworkModel;
import rwskit.model.Torch;
import rwskit.study.NamedStudies;
import rwskit.study.Scale;
import rwskit.study.Study;
import rwskit.weights.StateDict;

/**
 * Prints what a batch takes in the network alone, in the detector, and in the network that patches
 * itself, VGG-11 at a quarter of the width, on one thread: medians over batches, of the clock and
 * of the thread's own time, which other work of the machine does not lengthen; of that the mean
 * too, since a detector looks at some batches longer than at others. Weights and signatures are
 * drawn, as times do not depend on them.
 */
@Command(name = "DetectionSpeed", sortOptions = false, mixinStandardHelpOptions = true)
public final class DetectionSpeed implements Runnable {
  private static final int LAYERS = 4;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @Option(
      names = "--batch",
      description = "Images of a batch.",
      defaultValue = "16",
      showDefaultValue = CommandLine.Help.Visibility.ALWAYS)
  private int batch;

  @Option(
      names = "--batches",
      description = "How many are measured; as many before do not count.",
      defaultValue = "500",
      showDefaultValue = CommandLine.Help.Visibility.ALWAYS)
  private int batches;

  private DetectionSpeed() {}

  /**
   * Measures.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new DetectionSpeed()).execute(arguments));
  }

  @Override
  public void run() {
    PrintStream out = new PrintStream(System.out, true, UTF_8);
    Study study = NamedStudies.get("shapes", Scale.QUICK).withCorruptions(Corruption.values());
    Detector detector = DetectorTraining.of(study).withImages(200).train();
    Network network =
        Network.of(Architecture.VGG11)
            .withWidthDivisor(4)
            .withNormalization(study.network().normalization());
    StateDict weights = network.initialWeights(1);
    List<Corruption> all = List.of(Corruption.values());
    List<ImageSet> some = DrawnSignatures.batches(batch, all);
    Torch.onThreads(
        1,
        () -> {
          try (NetworkModel model = NetworkModel.open(network, weights);
              AutoPatch patched =
                  AutoPatch.open(
                      network,
                      weights,
                      detector,
                      PatchSource.ofSignatures(weights, DrawnSignatures.of(weights, all, LAYERS)),
                      AutoPatchSettings.of(Strength.bySeverity(1, 1, 1, 1, 1)))) {
            out.printf(Locale.ROOT, "batches of %s, %s%n", batch, network);
            out.println("| | ms | ms of the thread | its mean |");
            out.println("|---|---|---|---|");
            out.println(line("network alone", some, model::predict));
            out.println(line("detector", some, detector::detect));
            out.println(line("network that patches itself", some, patched::predict));
          }
          return null;
        });
  }

  private interface Work {
    Object on(ImageSet images);
  }

  private String line(String name, List<ImageSet> some, Work work) {
    double[] clock = new double[batches];
    double[] own = new double[batches];
    for (int i = -batches; i < batches; i++) {
      ImageSet images = some.get(Math.floorMod(i, some.size()));
      long start = System.nanoTime();
      long ownStart = THREADS.getCurrentThreadCpuTime();
      work.on(images);
      if (i >= 0) {
        own[i] = (THREADS.getCurrentThreadCpuTime() - ownStart) / 1e6;
        clock[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    return String.format(
        Locale.ROOT,
        "| %s | %.3f | %.3f | %.3f |",
        name,
        median(clock),
        median(own),
        Arrays.stream(own).average().orElseThrow());
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
