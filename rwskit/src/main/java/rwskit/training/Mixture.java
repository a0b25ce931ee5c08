package rwskit.training;

import java.util.List;
import java.util.stream.IntStream;
import rwskit.corruption.Corruption;
import rwskit.corruption.Setting;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;
import rwskit.random.RandomStream;

/**
 * Several corruptions in one training, as in the paper's official implementation: the images are
 * divided among the corruptions, each image has one.
 */
public final class Mixture {
  private static final long SHARES = RandomStream.key("mixture");

  private Mixture() {}

  /**
   * Corrupts a set. Which image gets which corruption is drawn, in equal shares up to one image, so
   * that it has nothing to do with classes or order.
   *
   * @param images clean images
   * @param corruptions which, each of them once, at least one
   * @param setting variant and severity of all
   * @param seed decides the shares and the corruptions' randomness
   * @return the images in the same order, each with one of the corruptions
   * @throws BadInputException if there is no corruption, one is there twice, or one does not take
   *     the images
   */
  public static ImageSet of(
      ImageSet images, List<Corruption> corruptions, Setting setting, long seed) {
    int kinds = corruptions.size();
    if (kinds == 0 || corruptions.stream().distinct().count() < kinds) {
      throw new BadInputException(
          "a mixture of %s: at least one corruption was expected, and none twice"
              .formatted(corruptions));
    }
    int[] order = RandomStream.of(seed, SHARES).permutation(images.size());
    byte[] pixels = new byte[Math.multiplyExact(images.size(), images.imageBytes())];
    for (int kind = 0; kind < kinds; kind++) {
      int first = kind;
      int[] share =
          IntStream.range(0, order.length)
              .filter(i -> i % kinds == first)
              .map(i -> order[i])
              .sorted()
              .toArray();
      ImageSet part = corruptions.get(kind).apply(images.select(share), setting, seed);
      for (int i = 0; i < share.length; i++) {
        part.copyImage(i, pixels, share[i] * images.imageBytes());
      }
    }
    return images.withPixels(pixels);
  }
}
