package rwskit.data;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import rwskit.file.BadInputException;
import rwskit.random.RandomStream;

/**
 * Data sets that are drawn, not photographed: 32×32 RGB images of a figure in a random colour,
 * place, size and rotation, on a ground whose colour changes slowly, with anti-aliased edges and a
 * little sensor noise (standard deviation up to 2 % of the range). They need no download and small
 * networks learn them in seconds, so that whole studies run on any machine.
 */
public enum DrawnSet {
  /** Ten shapes: disc, square, triangle, star, cross, ring, crescent, half-disc, bar, frame. */
  SHAPES(List.of(Shape.values())),
  /** Ten textures: stripes, checks, rings, spokes, spiral, waves, grid, dots, bricks, triangles. */
  TEXTURES(List.of(Texture.values())),
  /**
   * All twenty classes, shapes first: what θ₀ is trained on, as ImageNet stands behind the paper's
   * models. Drawn independently of the other two sets, whatever the seed.
   */
  SHAPES_AND_TEXTURES(
      Stream.<Motif>concat(Stream.of(Shape.values()), Stream.of(Texture.values())).toList());

  /** Rows of an image, and pixels a row. */
  public static final int SIZE = Drawing.SIZE;

  private final List<? extends Motif> motifs;

  DrawnSet(List<? extends Motif> motifs) {
    this.motifs = motifs;
  }

  /**
   * @return the classes, in label order
   */
  public List<String> classNames() {
    return motifs.stream().map(Motif::label).toList();
  }

  /**
   * Draws images on all cores. Image i depends on this set, the seed, the split and i alone: a
   * longer set begins with the shorter one, and the bytes are the same on every machine. Every run
   * of as many images as there are classes, from the first on, holds each class once.
   *
   * @param count number of images, at least 0
   * @param seed any number
   * @param split what the images are for; the splits of one seed are drawn independently
   * @return the images
   * @throws BadInputException if {@code count} is negative or more than 699,050 (2 GiB)
   */
  public ImageSet draw(int count, long seed, Split split) {
    int imageBytes = Drawing.SIZE * Drawing.SIZE * 3;
    if (count < 0 || count > Integer.MAX_VALUE / imageBytes) {
      throw new BadInputException(
          "cannot draw %s images: expected 0 to %s"
              .formatted(count, Integer.MAX_VALUE / imageBytes));
    }
    long set = RandomStream.key(name());
    long purpose = RandomStream.key(split.name());
    int[] labels = labels(count, set, seed, purpose);
    byte[] pixels = new byte[count * imageBytes];
    IntStream.range(0, count)
        .parallel()
        .forEach(
            i ->
                Drawing.draw(
                    motifs.get(labels[i]),
                    RandomStream.of(set, seed, purpose, i),
                    pixels,
                    i * imageBytes));
    return ImageSet.of(pixels, Drawing.SIZE, Drawing.SIZE, 3, labels, classNames(), split);
  }

  private int[] labels(int count, long set, long seed, long purpose) {
    int classes = motifs.size();
    int[] labels = new int[count];
    int[] order = new int[0];
    for (int i = 0; i < count; i++) {
      if (i % classes == 0) {
        // A negative key, so that no image's stream is the one of the order.
        order = RandomStream.of(set, seed, purpose, -1 - i).permutation(classes);
      }
      labels[i] = order[i % classes];
    }
    return labels;
  }
}
