package rwskit.corruption;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import rwskit.file.BadInputException;
import rwskit.file.Spelling;

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
   * @param label {@code cifar}, {@code tiny} or {@code imagenet}, in upper or lower case
   * @return that variant
   * @throws BadInputException if there is none of that name
   */
  public static Variant named(String label) {
    List<String> names = Arrays.stream(values()).map(Variant::label).toList();
    return Spelling.meant(label, names)
        .map(name -> values()[names.indexOf(name)])
        .orElseThrow(
            () ->
                new BadInputException(
                    "no variant is named \"%s\": expected one of %s%s"
                        .formatted(
                            label, String.join(", ", names), Spelling.suggestion(label, names))));
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
