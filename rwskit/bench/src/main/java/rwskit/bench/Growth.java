package rwskit.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import rwskit.checkpoint.SafeTensors;
import rwskit.corruption.Corruption;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.model.NetworkModel;
import rwskit.signature.Patch;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * Prints what extracting, patching, writing and reading take by the number of weights, and what
 * corrupting and predicting take by the number of images; medians and the slowest of five, on all
 * cores. What is reported of a size is per weight or image: what grows faster than its input would
 * show.
 */
public final class Growth {
  private static final int REPEATS = 5;
  private static final int TENSORS = 20;
  private static final int[] WEIGHTS = {1_000_000, 10_000_000, 100_000_000};
  private static final int[] IMAGES = {1_000, 10_000, 100_000};

  private Growth() {}

  /**
   * Measures.
   *
   * @param arguments none
   * @throws IOException if a file for writing and reading cannot be made
   */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, UTF_8);
    out.println("| weights | | median, ms | slowest | ns a weight |\n|---:|---|---:|---:|---:|");
    for (int count : WEIGHTS) {
      weights(out, count);
    }
    out.println("\n| images | | median, ms | slowest | µs an image |\n|---:|---|---:|---:|---:|");
    ImageSet all = DrawnSet.SHAPES.draw(IMAGES[IMAGES.length - 1], 0, Split.TEST);
    Network network = Network.of(Architecture.VGG11).withWidthDivisor(8);
    try (NetworkModel model = NetworkModel.open(network, network.initialWeights(0))) {
      for (int count : IMAGES) {
        ImageSet images = all.range(0, count);
        row(out, count, "fog, severity 5", 1e3, () -> Corruption.FOG.apply(images, 5, 0));
        row(out, count, "predict, VGG-11 at an eighth", 1e3, () -> model.predict(images));
      }
    }
    out.printf(Locale.ROOT, "%nPeak of the process: %.0f MiB%n", ProcessMemory.peak());
  }

  private static void weights(PrintStream out, int count) throws IOException {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    IntStream.range(0, TENSORS)
        .forEach(i -> shapes.put("features.%s.weight".formatted(i), new long[] {count / TENSORS}));
    StateDict pretrained = SyntheticWeights.draw(shapes, 0);
    StateDict standard = SyntheticWeights.draw(shapes, 1);
    StateDict robust = SyntheticWeights.draw(shapes, 2);
    Signature signature = Signature.extract(pretrained, standard, robust);
    Path file = Files.createTempFile("growth", ".safetensors");
    try {
      row(
          out,
          count,
          "extract",
          1e6,
          () -> Signature.extract(pretrained, standard, robust).weights());
      row(out, count, "patch", 1e6, () -> Patch.of(standard).add(signature, .5).weights());
      row(out, count, "write", 1e6, () -> SafeTensors.write(file, standard, Map.of()));
      row(out, count, "read every weight", 1e6, () -> read(file));
    } finally {
      Files.delete(file);
    }
  }

  private static void read(Path file) {
    double sum = 0;
    StateDict weights = SafeTensors.read(file);
    for (Tensor tensor : weights.tensors().values()) {
      for (float value : tensor.toFloats()) {
        sum += value;
      }
    }
    if (Double.isNaN(sum)) {
      throw new IllegalStateException("a weight that is none");
    }
  }

  private static void row(PrintStream out, int count, String what, double unit, Runnable work) {
    work.run();
    double[] seconds = new double[REPEATS];
    for (int i = 0; i < REPEATS; i++) {
      long start = System.nanoTime();
      work.run();
      seconds[i] = (System.nanoTime() - start) / 1e9;
    }
    Arrays.sort(seconds);
    double median = seconds[REPEATS / 2];
    out.printf(
        Locale.ROOT,
        "| %,d | %s | %.1f | %.1f | %.2f |%n",
        count,
        what,
        median * 1e3,
        seconds[REPEATS - 1] * 1e3,
        median * 1e3 * unit / count);
  }
}
