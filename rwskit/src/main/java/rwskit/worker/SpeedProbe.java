package rwskit.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import rwskit.data.ImageSet;
import rwskit.json.Json;
import rwskit.model.NetworkModel;
import rwskit.model.Torch;
import rwskit.study.Study;
import rwskit.study.StudyJson;
import rwskit.training.FineTuning;
import rwskit.training.Recipe;
import rwskit.training.TrainingProgress;
import rwskit.training.TrainingTask;
import rwskit.weights.StateDict;

/**
 * The program of a process that measures: fine-tunes a study's network on its first images for some
 * seconds. Its first step, in which Java compiles and libtorch allocates, is not counted unless it
 * alone takes the time.
 */
final class SpeedProbe implements Consumer<TrainingProgress> {
  /** Speed does not depend on it, and noise cannot drive the weights to infinity. */
  private static final float LEARNING_RATE = 1e-6f;

  private static final int MOST_EPOCHS = 100_000;
  private static final int MOST_EVALUATED = 250;
  private static final double EVALUATION_SHARE = .1;

  private final double seconds;
  private final long startNanos = System.nanoTime();
  private long firstNanos;
  private long firstImages;
  private long lastNanos;
  private long lastImages;

  private SpeedProbe(double seconds) {
    this.seconds = seconds;
  }

  /** Reads seconds and study from standard input, a line each, and tells the speed. */
  public static void main(String[] arguments) throws IOException {
    PrintStream report = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    System.setOut(System.err);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    double seconds = Double.parseDouble(in.readLine());
    Study study = StudyJson.study(Json.read(in.readLine()));
    report.println(measure(study, seconds).line());
  }

  static Speed measure(Study study, double seconds) {
    return Torch.onThreads(study.threads(), () -> measured(study, seconds));
  }

  private static Speed measured(Study study, double seconds) {
    ImageSet images = study.data().fineTuning();
    Recipe recipe =
        study.fineTuning().withEpochs(MOST_EPOCHS).withMilestones().withLearningRate(LEARNING_RATE);
    StateDict weights = study.network().initialWeights(0);
    ImageSet one = images.range(0, 1);
    TrainingTask task = new TrainingTask(study.network(), weights, images, one, one, recipe, 0);
    SpeedProbe probe = new SpeedProbe(seconds);
    try {
      FineTuning.run(task, probe);
    } catch (CancellationException enough) {
      Thread.interrupted();
    }
    double trained = probe.perSecond();
    return new Speed(
        trained, evaluated(study, weights, trained, seconds), probe.lastImages, peakBytes());
  }

  @Override
  public void accept(TrainingProgress progress) {
    lastNanos = System.nanoTime();
    lastImages = progress.images();
    if (firstNanos == 0) {
      firstNanos = lastNanos;
      firstImages = lastImages;
    }
    if ((lastNanos - startNanos) / 1e9 >= seconds) {
      Thread.currentThread().interrupt();
    }
  }

  private double perSecond() {
    return lastImages > firstImages
        ? (lastImages - firstImages) / ((lastNanos - firstNanos) / 1e9)
        : firstImages / ((firstNanos - startNanos) / 1e9);
  }

  private static double evaluated(Study study, StateDict weights, double trained, double seconds) {
    // An evaluation is about a third of a training step.
    int affordable = (int) (3 * trained * seconds * EVALUATION_SHARE);
    ImageSet images = study.data().fineTuning();
    images =
        images.range(0, Math.min(images.size(), Math.max(1, Math.min(MOST_EVALUATED, affordable))));
    try (NetworkModel model = NetworkModel.open(study.network(), weights)) {
      long start = System.nanoTime();
      model.predict(images);
      return images.size() / ((System.nanoTime() - start) / 1e9);
    }
  }

  /** Linux tells the most memory that a process ever had, libtorch's with it. */
  private static long peakBytes() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException | RuntimeException notLinux) {
      return 0;
    }
  }
}
