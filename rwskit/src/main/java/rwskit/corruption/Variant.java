package rwskit.corruption;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import rwskit.file.BadInputException;

/**
 * A table of parameters of the benchmark. The same corruption is defined for three sizes of image,
 * with parameters chosen for each (Hendrycks and Dietterich 2019, and the code that made the
 * published files).
 */
public enum Variant {
  /** CIFAR-10-C and CIFAR-100-C, 32×32. */
  CIFAR(32),
  /** Tiny-ImageNet-C, 64×64. */
  TINY(64),
  /** ImageNet-C, 224×224. */
  IMAGENET(224);

  private final int size;

  Variant(int size) {
    this.size = size;
  }

  /**
   * @return rows and columns of the published images
   */
  public int size() {
    return size;
  }

  /**
   * @return {@code cifar}, {@code tiny} or {@code imagenet}
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param label {@code cifar}, {@code tiny} or {@code imagenet}
   * @return that variant
   * @throws BadInputException if there is none of that name
   */
  public static Variant named(String label) {
    return Arrays.stream(values())
        .filter(variant -> variant.label().equals(label))
        .findAny()
        .orElseThrow(
            () ->
                new BadInputException(
                    "no variant is named \"%s\": expected one of %s"
                        .formatted(
                            label,
                            Arrays.stream(values())
                                .map(Variant::label)
                                .collect(Collectors.joining(", ")))));
  }

  /**
   * @param height rows
   * @param width pixels a row
   * @return the variant whose images are nearest in size to the shorter side, by ratio
   */
  public static Variant nearest(int height, int width) {
    double side = Math.log(Math.min(height, width));
    return Arrays.stream(values())
        .min(Comparator.comparingDouble(variant -> Math.abs(Math.log(variant.size) - side)))
        .orElseThrow();
  }
}
