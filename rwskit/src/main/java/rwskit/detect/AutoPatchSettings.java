package rwskit.detect;

import rwskit.file.BadInputException;

/**
 * How an {@link AutoPatch} decides.
 *
 * @param strength how much of a signature is put on
 * @param patience how many images, in batches one after the other, have to speak for another patch
 *     or for none before it changes; at least 1. Images of which the detector is sure count twice.
 *     A batch of so many changes it at once, and a patch comes off at once where images are clean
 *     and surely not of its corruption
 */
public record AutoPatchSettings(Strength strength, int patience) {
  private static final int PATIENCE = 4;

  /**
   * @throws BadInputException if the patience is less than 1
   */
  public AutoPatchSettings {
    if (patience < 1) {
      throw new BadInputException(
          "a patience of %s images: expected at least 1".formatted(patience));
    }
  }

  /**
   * @param strength how much
   * @return these with a patience of four images, so that a single odd image changes nothing
   */
  public static AutoPatchSettings of(Strength strength) {
    return new AutoPatchSettings(strength, PATIENCE);
  }

  /**
   * @param images at least 1
   * @return these with that patience
   */
  public AutoPatchSettings withPatience(int images) {
    return new AutoPatchSettings(strength, images);
  }
}
