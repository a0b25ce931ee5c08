package rwskit.signature;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rwskit.file.BadInputException;

/**
 * What a network reaches, in percent.
 *
 * @param ta top-1 accuracy on clean test images, TA, 0 to 100
 * @param ra top-1 accuracy on corrupted test images, RA, 0 to 100
 */
public record Accuracies(double ta, double ra) {
  private static final Pattern TEXT =
      Pattern.compile(
          "(NUMBER)/(NUMBER)".replace("NUMBER", "[0-9]{1,3}(?:\\.[0-9]{1,17})?(?:E-[0-9]{1,3})?"));

  /**
   * @throws BadInputException if one of them is not 0 to 100
   */
  public Accuracies {
    if (!(ta >= 0 && ta <= 100 && ra >= 0 && ra <= 100)) {
      throw new BadInputException(
          "TA %s and RA %s; accuracies are 0 to 100 percent".formatted(ta, ra));
    }
  }

  /**
   * @param text TA and RA, for instance {@code 91.5/72}
   * @return both
   * @throws BadInputException if it is not of that form or one of them is not 0 to 100
   */
  public static Accuracies parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new BadInputException(
          "accuracies %s; TA/RA in percent was expected, for instance 91.5/72".formatted(text));
    }
    return new Accuracies(
        Double.parseDouble(matcher.group(1)), Double.parseDouble(matcher.group(2)));
  }

  /** All digits, from which {@link #parse} makes the same numbers, bit for bit. */
  String exactly() {
    return ta + "/" + ra;
  }

  /**
   * @return TA/RA, to a hundredth of a percent
   */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f/%.2f", ta, ra);
  }
}
