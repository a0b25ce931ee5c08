package rwskit.evaluation;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import rwskit.corruption.Corruption;
import rwskit.file.BadInputException;

/**
 * Published error rates of the network that corruption errors are measured against.
 *
 * @param name which network
 * @param clean its clean error, 0 to 1
 * @param corrupted its error under each corruption, mean over the severities, above 0 to 1
 */
public record ReferenceErrors(String name, double clean, Map<Corruption, Double> corrupted) {
  private static final Map<String, Double> ALEXNET =
      Map.ofEntries(
          Map.entry("gaussian_noise", .886428),
          Map.entry("shot_noise", .894468),
          Map.entry("impulse_noise", .922640),
          Map.entry("defocus_blur", .819880),
          Map.entry("glass_blur", .826268),
          Map.entry("motion_blur", .785948),
          Map.entry("zoom_blur", .798360),
          Map.entry("snow", .866816),
          Map.entry("frost", .826572),
          Map.entry("fog", .819324),
          Map.entry("brightness", .564592),
          Map.entry("contrast", .853204),
          Map.entry("elastic_transform", .646056),
          Map.entry("pixelate", .717840),
          Map.entry("jpeg_compression", .606500));

  /**
   * @throws BadInputException if a rate is not between 0 and 1, or one under a corruption is 0:
   *     what is never wrong cannot be divided by
   */
  public ReferenceErrors {
    corrupted = Map.copyOf(corrupted);
    for (Map.Entry<Corruption, Double> entry : corrupted.entrySet()) {
      if (!(entry.getValue() > 0 && entry.getValue() <= 1)) {
        throw new BadInputException(
            "%s has an error of %s under %s: expected above 0, at most 1"
                .formatted(name, entry.getValue(), entry.getKey().label()));
      }
    }
    if (!(clean >= 0 && clean <= 1)) {
      throw new BadInputException(
          "%s has a clean error of %s: expected 0 to 1".formatted(name, clean));
    }
  }

  /**
   * AlexNet on ImageNet-C, the benchmark's own reference, of its fifteen corruptions (not
   * speckle_noise, gaussian_blur, spatter and saturate). Only for images of {@code
   * Variant.IMAGENET}.
   *
   * @return the clean error of table 1 of Hendrycks and Dietterich 2019, 43.5 %, and the errors
   *     that google-research/augmix ({@code imagenet.py}) notes as those of hendrycks/robustness
   */
  public static ReferenceErrors alexNet() {
    Map<Corruption, Double> errors = new EnumMap<>(Corruption.class);
    Arrays.stream(Corruption.values())
        .filter(corruption -> ALEXNET.containsKey(corruption.label()))
        .forEach(corruption -> errors.put(corruption, ALEXNET.get(corruption.label())));
    return new ReferenceErrors("AlexNet", .435, errors);
  }
}
