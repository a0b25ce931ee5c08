package rwskit.detect;

import java.util.Optional;
import rwskit.corruption.Corruption;
import rwskit.corruption.Setting;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;

/**
 * What is wrong with images.
 *
 * @param corruption which; empty of clean images
 * @param severity 1 to 5; 0 of clean images
 */
public record Condition(Optional<Corruption> corruption, int severity) {
  /** Nothing. */
  public static final Condition CLEAN = new Condition(Optional.empty(), 0);

  private static final String CLEAN_LABEL = "clean";

  /**
   * @throws BadInputException if the severity is not 1 to 5, or of clean images not 0
   */
  public Condition {
    if (corruption.isPresent()) {
      Corruption.requireSeverity(severity);
    } else if (severity != 0) {
      throw new BadInputException("clean images of severity %s: expected 0".formatted(severity));
    }
  }

  /**
   * @param corruption which
   * @param severity 1 to 5
   * @return that condition
   * @throws BadInputException if the severity is out of range
   */
  public static Condition of(Corruption corruption, int severity) {
    return new Condition(Optional.of(corruption), severity);
  }

  /**
   * @return the corruption's name, or {@code clean}
   */
  public String name() {
    return corruption.map(Corruption::label).orElse(CLEAN_LABEL);
  }

  /**
   * @return {@code fog/3}, or {@code clean}
   */
  public String label() {
    return corruption.isPresent() ? name() + "/" + severity : CLEAN_LABEL;
  }

  /**
   * @param label as {@link #label} gives it
   * @return that condition
   * @throws BadInputException if it is none
   */
  public static Condition named(String label) {
    if (label.equals(CLEAN_LABEL)) {
      return CLEAN;
    }
    int slash = label.indexOf('/');
    if (slash < 0 || !label.substring(slash + 1).matches("[1-5]")) {
      throw new BadInputException(
          "condition \"%s\": expected clean or a corruption with its severity, as in fog/3"
              .formatted(label));
    }
    return of(
        Corruption.named(label.substring(0, slash)), Integer.parseInt(label.substring(slash + 1)));
  }

  /**
   * Brings clean images into this condition.
   *
   * @param clean images
   * @param setting variant and frost; its severity is of no concern
   * @param seed decides the random draws
   * @return the corrupted images, or the images themselves
   */
  ImageSet applyTo(ImageSet clean, Setting setting, long seed) {
    return corruption
        .map(
            known ->
                known.apply(clean, new Setting(setting.variant(), severity, setting.frost()), seed))
        .orElse(clean);
  }

  /**
   * @return {@link #label}
   */
  @Override
  public String toString() {
    return label();
  }
}
