package rwskit.corruption;

import java.util.Locale;

/** The benchmark's four kinds of corruption (Hendrycks and Dietterich 2019, section 3). */
public enum Family {
  /** Random errors of single values. */
  NOISE,
  /** Loss of detail by optics, motion or glass. */
  BLUR,
  /** What lies between the camera and the scene. */
  WEATHER,
  /** What processing and storage do. */
  DIGITAL;

  /**
   * @return its name in small letters
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
