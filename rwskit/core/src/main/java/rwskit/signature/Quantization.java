package rwskit.signature;

import java.util.Locale;
import rwskit.file.BadInputException;

/**
 * How a signature was quantised.
 *
 * @param quantizer which levels there are
 * @param bits the size of a number, 2 to 16, its sign included
 */
public record Quantization(Quantizer quantizer, int bits) {
  /**
   * @throws BadInputException if the bits are not 2 to 16
   */
  public Quantization {
    if (bits < 2 || bits > 16) {
      throw new BadInputException(
          "%s bits a weight were asked for; 2 to 16 can be had".formatted(bits));
    }
  }

  /** How many codes of this size there are. */
  int codes() {
    return 1 << bits;
  }

  /** How many of the codes are levels of a tensor without zeros; for LOG a bit is the sign. */
  int levels() {
    return quantizer == Quantizer.LOG ? codes() / 2 : codes();
  }

  /**
   * @return for instance {@code linear, 4 bits}
   */
  @Override
  public String toString() {
    return "%s, %s bits".formatted(quantizer.name().toLowerCase(Locale.ROOT), bits);
  }
}
