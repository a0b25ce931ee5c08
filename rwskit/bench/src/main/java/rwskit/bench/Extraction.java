package rwskit.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rwskit.checkpoint.Checkpoint;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.weights.StateDict;

/**
 * Times whole processes that read 21 checkpoints of VGG-16 at full width (θ₀, θ_std and 19 θ_c,
 * .pth files of 58.9 MB), extract 19 signatures and write them: rwskit's command line, and beside
 * it, if there is a Python, {@code peers/extraction.py}, with the fingerprints that signature files
 * carry and without. The runs alternate, and what they wrote is forced to the disk and deleted in
 * between. On Linux it also samples how many changed pages each Java process has: its heap and all
 * else that is not a file's content.
 */
public final class Extraction {
  private static final int ROBUST = 19;
  private static final int[] LAYERS = {7, 13};

  private final Path folder;
  private final int repeats;
  private final List<String> checkpoints;

  private Extraction(Path folder, int repeats, List<String> checkpoints) {
    this.folder = folder;
    this.repeats = repeats;
    this.checkpoints = checkpoints;
  }

  /**
   * Prints a row for each number of layers: median seconds and PyTorch's ratio to rwskit's.
   *
   * @param arguments a folder with 3 GB of space for checkpoints and signatures, the number of
   *     repetitions and, if PyTorch is to be timed too, a Python with torch and safetensors and the
   *     script
   * @throws IOException if the folder cannot be written to
   * @throws InterruptedException if it is stopped
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Path.of(arguments[0]);
    Extraction benchmark =
        new Extraction(folder, Integer.parseInt(arguments[1]), draw(folder.resolve("networks")));
    List<String> python = List.of(arguments).subList(2, arguments.length);
    for (int layers : LAYERS) {
      benchmark.measure(layers, python);
    }
  }

  private static List<String> draw(Path folder) {
    List<String> files = new ArrayList<>();
    Network network = Network.of(Architecture.VGG16);
    for (int seed = 0; seed < 2 + ROBUST; seed++) {
      Path file = folder.resolve("network" + seed + ".pth");
      if (!Files.exists(file)) {
        StateDict weights = SyntheticWeights.draw(network.shapes(), seed);
        Checkpoint.write(file, weights, Map.of());
      }
      files.add(file.toString());
    }
    return files;
  }

  private void measure(int layers, List<String> python) throws IOException, InterruptedException {
    List<Double> kit = new ArrayList<>();
    List<Double> same = new ArrayList<>();
    List<Double> bare = new ArrayList<>();
    for (int i = 0; i < repeats; i++) {
      kit.add(seconds(kit(layers)));
      if (!python.isEmpty()) {
        same.add(seconds(python(python, layers, List.of())));
        bare.add(seconds(python(python, layers, List.of("--no-sha256"))));
      }
    }
    print("%d layers: rwskit %s, changed pages %d MB", layers, text(kit), dirty(kit(layers)));
    if (!python.isEmpty()) {
      double median = median(kit);
      print("  PyTorch %s, ratio %.2f", text(same), median(same) / median);
      print("  PyTorch without sha256 %s, ratio %.2f", text(bare), median(bare) / median);
    }
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  private static String text(List<Double> seconds) {
    String all =
        seconds.stream()
            .map(one -> String.format(Locale.ROOT, "%.2f", one))
            .collect(Collectors.joining(" "));
    return String.format(Locale.ROOT, "%.2f s (%s)", median(seconds), all);
  }

  private static double median(List<Double> seconds) {
    return seconds.stream().sorted().toList().get(seconds.size() / 2);
  }

  private List<String> kit(int layers) {
    return together(
        List.of(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
            List.of("-cp", System.getProperty("java.class.path"), "rwskit.cli.Main", "extract"),
            List.of(
                "--pretrained", checkpoints.get(0), "--standard", checkpoints.get(1), "--robust"),
            checkpoints.subList(2, checkpoints.size()),
            List.of("--layers", Integer.toString(layers), "--out", out().toString())));
  }

  private List<String> python(List<String> script, int layers, List<String> options) {
    List<String> last = List.of(Integer.toString(layers), out().toString());
    return together(List.of(script, options, checkpoints, last));
  }

  private static List<String> together(List<List<String>> parts) {
    return parts.stream().flatMap(List::stream).toList();
  }

  private Path out() {
    return folder.resolve("signatures");
  }

  private double seconds(List<String> command) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Process process = start(command);
    process.waitFor();
    double seconds = (System.nanoTime() - begun) / 1e9;
    end(process);
    return seconds;
  }

  /** The most megabytes of changed pages seen, in a run of its own, as looking takes time. */
  private long dirty(List<String> command) throws IOException, InterruptedException {
    Process process = start(command);
    long most = 0;
    while (!process.waitFor(10, TimeUnit.MILLISECONDS)) {
      most = Math.max(most, dirtyKilobytes(process.pid()));
    }
    end(process);
    return most / 1000;
  }

  private Process start(List<String> command) throws IOException {
    File log = folder.resolve("log").toFile();
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
  }

  private void end(Process process) throws IOException, InterruptedException {
    File[] written = out().toFile().listFiles();
    if (process.exitValue() != 0 || written.length != ROBUST) {
      throw new IOException("failed: " + Files.readString(folder.resolve("log")));
    }
    for (File file : written) {
      Files.delete(file.toPath());
    }
    new ProcessBuilder("sync").start().waitFor();
  }

  private static long dirtyKilobytes(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
      return lines
          .filter(line -> line.matches("(Private|Shared)_Dirty:.*"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException | UncheckedIOException absent) {
      return 0;
    }
  }
}
