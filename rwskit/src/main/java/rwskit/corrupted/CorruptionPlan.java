package rwskit.corrupted;

import java.util.List;
import rwskit.corruption.Corruption;
import rwskit.corruption.FrostPictures;
import rwskit.corruption.Setting;
import rwskit.corruption.Variant;
import rwskit.file.BadInputException;

/**
 * What a corrupted data set is to be made of.
 *
 * @param corruptions which corruptions, each once
 * @param severities which severities, 1 to 5, ascending; CIFAR-10-C has all five
 * @param variant whose parameters
 * @param frost the pictures that {@link Corruption#FROST} takes its ice from
 * @param seed decides the random draws
 * @param layout how the files are to lie
 */
public record CorruptionPlan(
    List<Corruption> corruptions,
    List<Integer> severities,
    Variant variant,
    FrostPictures frost,
    long seed,
    CorruptedLayout layout) {

  /**
   * Sorts both lists and leaves out what is there twice.
   *
   * @throws BadInputException if one of them is empty or a severity is out of range
   */
  public CorruptionPlan {
    corruptions = corruptions.stream().distinct().sorted().toList();
    severities = severities.stream().distinct().sorted().toList();
    if (corruptions.isEmpty() || severities.isEmpty()) {
      throw new BadInputException("nothing to make: expected a corruption and a severity");
    }
    severities.forEach(Corruption::requireSeverity);
  }

  /**
   * @param severity one of {@link #severities}
   * @return how corruptions are applied at it
   */
  Setting setting(int severity) {
    return Setting.of(variant, severity).withFrost(frost);
  }
}
