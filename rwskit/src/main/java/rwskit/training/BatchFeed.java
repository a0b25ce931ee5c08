package rwskit.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import rwskit.data.ImageSet;
import rwskit.model.Torch;
import rwskit.random.RandomStream;

/**
 * Hands out the training images in shuffled, augmented batches. Order and augmentation of an epoch
 * depend on the seed and the epoch's number alone, so a training can be taken up at any epoch.
 */
final class BatchFeed {
  private final ImageSet images;
  private final Recipe recipe;
  private final long seed;
  private final byte[] image;
  private final byte[] batch;
  private final ByteBuffer transfer;
  private RandomStream random;
  private int[] order;

  BatchFeed(ImageSet images, Recipe recipe, long seed) {
    this.images = images;
    this.recipe = recipe;
    this.seed = seed;
    this.image = new byte[images.imageBytes()];
    this.batch = new byte[Math.min(recipe.batchSize(), images.size()) * images.imageBytes()];
    this.transfer = ByteBuffer.allocateDirect(batch.length);
  }

  /** Steps an epoch; the last batch may be smaller. */
  int batches() {
    return (int) Math.ceil((double) images.size() / recipe.batchSize());
  }

  void startEpoch(int epoch) {
    random = RandomStream.of(seed, epoch);
    order = random.permutation(images.size());
  }

  /**
   * One batch.
   *
   * @param pixels N×3×H×W on the scale 0 to 1
   * @param labels N class indices
   */
  record Batch(NDArray pixels, NDArray labels) {}

  /** Reads batch {@code number} of the running epoch; batches are asked for in order, once each. */
  Batch batch(int number, NDManager manager) {
    int from = number * recipe.batchSize();
    int count = Math.min(recipe.batchSize(), order.length - from);
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      images.copyImage(order[from + i], image, 0);
      recipe
          .augmentation()
          .apply(
              image,
              images.height(),
              images.width(),
              images.channels(),
              random,
              batch,
              i * image.length);
      labels[i] = images.label(order[from + i]);
    }
    transfer.clear();
    transfer.put(batch, 0, count * image.length).flip();
    return new Batch(
        Torch.pixels(transfer, count, images.height(), images.width(), manager),
        manager.create(labels, new Shape(count)));
  }
}
