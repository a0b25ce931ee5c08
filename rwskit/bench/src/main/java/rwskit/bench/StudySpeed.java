package rwskit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import rwskit.corruption.Corruption;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.progress.ProgressDisplay;
import rwskit.progress.ProgressDisplays;
import rwskit.store.Store;
import rwskit.study.Compute;
import rwskit.study.Pretraining;
import rwskit.study.Study;
import rwskit.study.data.DrawnData;
import rwskit.training.Recipe;

/**
 * Prints how long a study of twenty models takes in rwskit's worker processes, and how long twenty
 * trainings of the same size take in PyTorch one after another: whole processes, start to end.
 */
@Command(name = "StudySpeed", sortOptions = false, mixinStandardHelpOptions = true)
public final class StudySpeed implements Runnable {
  private static final int CLOCK_TICKS = 100;

  @Option(names = "--python", required = true, description = "Interpreter that has torch.")
  private Path python;

  @Option(
      names = "--script",
      description = "The peer.",
      defaultValue = "rwskit/bench/peers/study.py",
      showDefaultValue = CommandLine.Help.Visibility.ALWAYS)
  private Path script;

  @Option(
      names = "--images",
      description = "To train on; a tenth as many decide which epoch was best.",
      defaultValue = "2816",
      showDefaultValue = CommandLine.Help.Visibility.ALWAYS)
  private int images;

  @Option(
      names = "--epochs",
      description = "Of each model.",
      defaultValue = "4",
      showDefaultValue = CommandLine.Help.Visibility.ALWAYS)
  private int epochs;

  @Option(
      names = "--workers",
      description = "Of rwskit, one thread each.",
      defaultValue = "2",
      showDefaultValue = CommandLine.Help.Visibility.ALWAYS)
  private int workers;

  @Option(
      names = "--rounds",
      description = "Of all programs in turn.",
      defaultValue = "1",
      showDefaultValue = CommandLine.Help.Visibility.ALWAYS)
  private int rounds;

  @Option(names = "--store", hidden = true, description = "Only train rwskit's study into it.")
  private Path store;

  private StudySpeed() {}

  /**
   * Measures.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new StudySpeed()).execute(arguments));
  }

  @Override
  public void run() {
    if (store != null) {
      try (ProgressDisplay display = ProgressDisplays.here()) {
        study().train(Compute.workers(workers), Store.at(store), display);
      }
      return;
    }
    try {
      System.out.println("program,seconds,processor seconds,load before");
      for (int round = 0; round < rounds; round++) {
        rwskit();
        torch("PyTorch, tensors", "tensors");
        torch("PyTorch, DataLoader", "loader");
        torch("PyTorch, tensors, channels-last", "tensors", "channels_last");
        torch("PyTorch, tensors, one thread", "tensors", "one_thread");
      }
    } catch (IOException e) {
      throw new BadInputException("cannot measure", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** θ₀, θ_std and eighteen θ_c, all of them on as many images. */
  private Study study() {
    Recipe recipe = Recipe.DRAWN.withEpochs(epochs);
    int all = images + images / 9;
    DrawnData data = new DrawnData(DrawnSet.SHAPES, all, all, 1, 0);
    return new Study(
        "speed",
        data,
        Network.of(Architecture.VGG11).withWidthDivisor(4).withClasses(data.classes()),
        new Pretraining.Training(recipe),
        recipe,
        List.of(Corruption.values()).subList(0, 18),
        5,
        List.of(0L),
        1);
  }

  private void rwskit() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("store");
    time(
        "rwskit, %d workers".formatted(workers),
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        StudySpeed.class.getName(),
        "--python=" + python,
        "--images=" + images,
        "--epochs=" + epochs,
        "--workers=" + workers,
        "--store=" + folder);
  }

  private void torch(String title, String... options) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("images");
    ImageSet all = study().data().fineTuning();
    write(all.range(0, images), folder, "train");
    write(all.range(images, all.size()), folder, "validation");
    List<String> command =
        new ArrayList<>(
            List.of(python.toString(), script.toString(), folder.toString(), "" + epochs));
    command.addAll(List.of(options));
    time(title, command.toArray(String[]::new));
  }

  private static void write(ImageSet set, Path folder, String name) throws IOException {
    byte[] pixels = new byte[set.size() * set.imageBytes()];
    byte[] labels = new byte[set.size()];
    IntStream.range(0, set.size())
        .forEach(
            i -> {
              set.copyImage(i, pixels, i * set.imageBytes());
              labels[i] = (byte) set.label(i);
            });
    Files.write(folder.resolve(name + ".rgb"), pixels);
    Files.write(folder.resolve(name + ".labels"), labels);
  }

  private static void time(String title, String... command)
      throws IOException, InterruptedException {
    String load = Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    Path log = Files.createTempFile("speed", ".log");
    double processor = childrensSeconds();
    long start = System.nanoTime();
    int status =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(log.toFile())
            .start()
            .waitFor();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (status != 0) {
      throw new BadInputException(
          "%s ended with status %d: see its message in %s".formatted(title, status, log));
    }
    System.out.printf(
        Locale.ROOT, "\"%s\",%.1f,%.1f,%s%n", title, seconds, childrensSeconds() - processor, load);
  }

  /** Processor time of all child processes that have ended, and of theirs: Linux keeps the sum. */
  private static double childrensSeconds() throws IOException {
    String line = Files.readString(Path.of("/proc/self/stat"));
    String[] afterName = line.substring(line.lastIndexOf(')') + 2).split(" ");
    return (Double.parseDouble(afterName[13]) + Double.parseDouble(afterName[14])) / CLOCK_TICKS;
  }
}
