package rwskit.corruption;

import rwskit.data.ImageSet;
import rwskit.file.BadInputException;

/**
 * How a corruption is to be applied.
 *
 * @param variant whose parameters
 * @param severity 1, the weakest, to 5
 * @param frost the pictures that {@link Corruption#FROST} takes its ice from
 */
public record Setting(Variant variant, int severity, FrostPictures frost) {

  /**
   * @throws BadInputException if the severity is out of range
   */
  public Setting {
    Corruption.requireSeverity(severity);
  }

  /**
   * @param variant whose parameters
   * @param severity 1 to 5
   * @return the setting, with drawn ice for frost
   * @throws BadInputException if the severity is out of range
   */
  public static Setting of(Variant variant, int severity) {
    return new Setting(variant, severity, FrostPictures.drawn());
  }

  /**
   * @param images that are to be corrupted
   * @param severity 1 to 5
   * @return the setting of the variant nearest to the images in size, with drawn ice for frost
   * @throws BadInputException if the severity is out of range
   */
  public static Setting nearest(ImageSet images, int severity) {
    return of(Variant.nearest(images.height(), images.width()), severity);
  }

  /**
   * @param pictures where frost shall take its ice from
   * @return this setting with those
   */
  public Setting withFrost(FrostPictures pictures) {
    return new Setting(variant, severity, pictures);
  }

  /**
   * @return all three, as in {@code cifar, severity 3, frost from drawn ice}
   */
  @Override
  public String toString() {
    return "%s, severity %s, frost from %s".formatted(variant.label(), severity, frost);
  }
}
