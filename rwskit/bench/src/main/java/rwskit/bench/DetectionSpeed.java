package rwskit.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import rwskit.corruption.Corruption;
import rwskit.corruption.Setting;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
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
import rwskit.signature.Provenance;
import rwskit.signature.Signature;
import rwskit.study.NamedStudies;
import rwskit.study.Scale;
import rwskit.study.Study;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * Prints what a batch takes in the network alone, in the detector, and in the network that patches
 * itself, VGG-11 at a quarter of the width, on one thread: medians over batches, of the clock and
 * of the thread's own time, which other work of the machine does not lengthen. Weights and
 * signatures are drawn, as times do not depend on them.
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
    Detector detector = DetectorTraining.of(study).withImages(50).train();
    Network network =
        Network.of(Architecture.VGG11)
            .withWidthDivisor(4)
            .withNormalization(study.network().normalization());
    StateDict weights = network.initialWeights(1);
    List<ImageSet> some = batches();
    Torch.onThreads(
        1,
        () -> {
          try (NetworkModel model = NetworkModel.open(network, weights);
              AutoPatch patched =
                  AutoPatch.open(
                      network,
                      weights,
                      detector,
                      PatchSource.ofSignatures(weights, signatures(weights)),
                      AutoPatchSettings.of(Strength.bySeverity(1, 1, 1, 1, 1)))) {
            out.printf(Locale.ROOT, "batches of %s, %s%n", batch, network);
            out.println("| | ms | ms of the thread |");
            out.println("|---|---|---|");
            out.println(line("network alone", some, model::predict));
            out.println(line("detector", some, detector::detect));
            out.println(line("network that patches itself", some, patched::predict));
          }
          return null;
        });
  }

  /** Of all kinds by turns, so that patches change. */
  private List<ImageSet> batches() {
    ImageSet clean = DrawnSet.SHAPES.draw(batch, 3, Split.TEST);
    List<ImageSet> some = new ArrayList<>(List.of(clean));
    for (Corruption corruption : Corruption.values()) {
      some.add(corruption.apply(clean, Setting.nearest(clean, 5), 0));
    }
    return some;
  }

  private static List<Signature> signatures(StateDict weights) {
    List<String> names =
        weights.names().stream().filter(name -> name.endsWith("weight")).limit(LAYERS).toList();
    List<Signature> signatures = new ArrayList<>();
    for (Corruption corruption : Corruption.values()) {
      Random random = new Random(corruption.ordinal());
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (String name : names) {
        float[] values = weights.get(name).toFloats();
        for (int i = 0; i < values.length; i++) {
          values[i] *= .1f * (float) random.nextGaussian();
        }
        tensors.put(name, Tensor.of(values, weights.get(name).shape()));
      }
      signatures.add(
          Signature.ofWeights(StateDict.of(tensors))
              .withProvenance(
                  Provenance.unknown().withCorruption(corruption.label()).withSeverity(5)));
    }
    return signatures;
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
    return String.format(Locale.ROOT, "| %s | %.3f | %.3f |", name, median(clock), median(own));
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
