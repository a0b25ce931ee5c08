package rwskit.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.Scanner;
import java.util.stream.IntStream;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.model.Torch;
import rwskit.training.FineTuning;
import rwskit.training.Recipe;
import rwskit.training.TrainingProgress;
import rwskit.training.TrainingTask;

/**
 * Trains VGG-11 as a study does, in rounds: reads from standard input how many steps the next one
 * has and answers with its wall time and the processor time of this process, in seconds. The other
 * side of {@code peers/training.py}.
 */
public final class TrainingRounds {
  private static final int BATCHES = 100;
  private static final Recipe RECIPE = Recipe.DRAWN.withEpochs(1000);

  private final Scanner rounds = new Scanner(System.in);
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private int left;
  private long wall;
  private long processor;

  private TrainingRounds() {}

  /**
   * @param arguments network, width divisor and threads
   */
  public static void main(String[] arguments) {
    Network network =
        Network.of(Architecture.named(arguments[0]))
            .withWidthDivisor(Integer.parseInt(arguments[1]));
    ImageSet train = noise(BATCHES * RECIPE.batchSize(), Split.TRAIN);
    ImageSet validation = noise(1, Split.VALIDATION);
    TrainingTask task =
        new TrainingTask(
            network, network.initialWeights(0), train, validation, validation, RECIPE, 0);
    Torch.onThreads(
        Integer.parseInt(arguments[2]),
        () -> FineTuning.run(task, new TrainingRounds()::afterStep));
  }

  private static ImageSet noise(int count, Split split) {
    Random random = new Random(0);
    byte[] pixels = new byte[count * 32 * 32 * 3];
    random.nextBytes(pixels);
    int[] labels = random.ints(count, 0, 10).toArray();
    return ImageSet.of(
        pixels,
        32,
        32,
        3,
        labels,
        IntStream.range(0, 10).mapToObj("class %d"::formatted).toList(),
        split);
  }

  /** The very first step is in no round. */
  private void afterStep(TrainingProgress progress) {
    if (left > 0 && --left == 0) {
      System.out.println(
          (System.nanoTime() - wall) / 1e9 + "," + (system.getProcessCpuTime() - processor) / 1e9);
    }
    if (left == 0) {
      if (!rounds.hasNextInt()) {
        System.exit(0);
      }
      left = rounds.nextInt();
      wall = System.nanoTime();
      processor = system.getProcessCpuTime();
    }
  }
}
