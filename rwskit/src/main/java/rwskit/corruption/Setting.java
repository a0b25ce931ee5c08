package rwskit.corruption;

import rwskit.file.BadInputException;

/**
 * How a corruption is to be applied.
 *
 * @param variant whose parameters
 * @param severity 1, the weakest, to 5
 */
public record Setting(Variant variant, int severity) {

  /**
   * @throws BadInputException if the severity is out of range
   */
  public Setting {
    if (severity < 1 || severity > Corruption.SEVERITIES) {
      throw new BadInputException(
          "severity %d: expected 1 to %d".formatted(severity, Corruption.SEVERITIES));
    }
  }

  /**
   * @param variant whose parameters
   * @param severity 1 to 5
   * @return the setting
   * @throws BadInputException if the severity is out of range
   */
  public static Setting of(Variant variant, int severity) {
    return new Setting(variant, severity);
  }
}
