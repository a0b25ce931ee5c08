package rwskit.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rwskit.data.ImageSet;
import rwskit.data.Split;

class BatchFeedTest {
  private static final int IMAGES = 23;
  private static final Recipe RECIPE =
      Recipe.DRAWN.withBatchSize(5).withAugmentation(Augmentation.CROP_FLIP);

  /** Images whose label is their number. */
  private static ImageSet images() {
    byte[] pixels = new byte[IMAGES * 6 * 7 * 3];
    new Random(3).nextBytes(pixels);
    int[] labels = IntStream.range(0, IMAGES).toArray();
    List<String> names = IntStream.range(0, IMAGES).mapToObj(Integer::toString).toList();
    return ImageSet.of(pixels, 6, 7, 3, labels, names, Split.TRAIN);
  }

  /**
   * @param labels in the order of the epoch
   * @param pixels of all batches
   */
  private record Epoch(List<Integer> labels, List<Float> pixels) {}

  private static Epoch read(BatchFeed feed, int epoch) {
    List<Integer> labels = new ArrayList<>();
    List<Float> pixels = new ArrayList<>();
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      feed.startEpoch(epoch);
      for (int number = 0; number < feed.batches(); number++) {
        BatchFeed.Batch batch = feed.batch(number, manager);
        for (int label : batch.labels().toIntArray()) {
          labels.add(label);
        }
        for (float value : batch.pixels().toFloatArray()) {
          pixels.add(value);
        }
      }
    }
    return new Epoch(labels, pixels);
  }

  @Test
  void anEpochShowsEveryImageOnce() {
    BatchFeed feed = new BatchFeed(images(), RECIPE, 1);
    assertThat(feed.batches()).isEqualTo(5);
    for (int epoch = 0; epoch < 3; epoch++) {
      assertThat(read(feed, epoch).labels())
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, IMAGES).boxed().toList());
    }
  }

  @Test
  void pixelsAreTheImagesChannelByChannelFromZeroToOne() {
    ImageSet images = images();
    Recipe plain = RECIPE.withAugmentation(Augmentation.NONE);
    Epoch epoch = read(new BatchFeed(images, plain, 1), 0);
    int next = 0;
    for (int label : epoch.labels()) {
      byte[] image = images.image(label);
      for (int c = 0; c < 3; c++) {
        for (int i = 0; i < 6 * 7; i++) {
          assertThat(epoch.pixels().get(next++)).isEqualTo((image[3 * i + c] & 0xFF) / 255f);
        }
      }
    }
    assertThat(epoch.pixels()).hasSize(next);
  }

  @Test
  void anEpochDependsOnSeedAndNumberAlone() {
    BatchFeed through = new BatchFeed(images(), RECIPE, 1);
    read(through, 0);
    Epoch second = read(through, 1);
    assertThat(read(new BatchFeed(images(), RECIPE, 1), 1)).isEqualTo(second);
    assertThat(read(through, 2).labels()).isNotEqualTo(second.labels());
    assertThat(read(new BatchFeed(images(), RECIPE, 2), 1).labels()).isNotEqualTo(second.labels());
  }

  @Test
  void aSetSmallerThanABatchIsOneBatch() {
    for (int batchSize : new int[] {IMAGES, 100, Integer.MAX_VALUE}) {
      BatchFeed feed = new BatchFeed(images(), RECIPE.withBatchSize(batchSize), 1);
      assertThat(feed.batches()).isEqualTo(1);
      assertThat(read(feed, 0).labels()).hasSize(IMAGES);
    }
  }
}
