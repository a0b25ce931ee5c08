package rwskit.training;

import ai.djl.ndarray.NDManager;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.model.Torch;

/**
 * Prints which share of a training step goes into its batch: choosing, augmenting, copying and
 * converting the images. Processor time on one thread, VGG-11. In the package of what it measures,
 * which is not public.
 */
public final class FeedShare {
  private static final int STEPS = 40;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private FeedShare() {}

  /**
   * @param arguments none
   */
  public static void main(String[] arguments) {
    Torch.onThreads(1, FeedShare::print);
  }

  private static ImageSet print() {
    ImageSet images = DrawnSet.SHAPES.draw(STEPS * Recipe.DRAWN.batchSize(), 0, Split.TRAIN);
    System.out.println("width,augmentation,ms a batch,ms a step,share in percent");
    for (Augmentation augmentation : Augmentation.values()) {
      Recipe recipe = Recipe.DRAWN.withAugmentation(augmentation);
      double batch = batchMillis(images, recipe);
      for (int divisor : new int[] {8, 4, 1}) {
        double step = stepMillis(images, recipe, divisor);
        System.out.printf(
            Locale.ROOT,
            "1/%d,%s,%.2f,%.1f,%.1f%n",
            divisor,
            augmentation,
            batch,
            step,
            100 * batch / step);
      }
    }
    return images;
  }

  private static double batchMillis(ImageSet images, Recipe recipe) {
    BatchFeed feed = new BatchFeed(images, recipe, 0);
    double millis = 0;
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      for (int epoch = 0; epoch < 8; epoch++) {
        long start = THREADS.getCurrentThreadCpuTime();
        feed.startEpoch(epoch);
        for (int number = 0; number < feed.batches(); number++) {
          try (NDManager step = manager.newSubManager()) {
            feed.batch(number, step);
          }
        }
        millis = millisSince(start) / feed.batches();
      }
    }
    return millis;
  }

  /** Of the second half of an epoch. */
  private static double stepMillis(ImageSet all, Recipe recipe, int divisor) {
    ImageSet images = divisor == 1 ? all.range(0, all.size() / 5) : all;
    Network network = Network.of(Architecture.VGG11).withWidthDivisor(divisor);
    ImageSet one = images.range(0, 1);
    long[] times = new long[images.size() / recipe.batchSize()];
    int[] next = {0};
    FineTuning.run(
        new TrainingTask(
            network, network.initialWeights(0), images, one, one, recipe.withEpochs(1), 0),
        progress -> times[next[0]++] = THREADS.getCurrentThreadCpuTime());
    int middle = times.length / 2;
    return (times[times.length - 1] - times[middle]) / 1e6 / (times.length - 1 - middle);
  }

  private static double millisSince(long start) {
    return (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
  }
}
