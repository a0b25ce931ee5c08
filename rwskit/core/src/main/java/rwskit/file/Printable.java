package rwskit.file;

/**
 * Text of unknown origin as it may be shown: names of tensors, notes and paths may hold terminal
 * escape codes, line ends and marks that turn the direction of writing, with which a file could
 * forge what a person reads.
 */
public final class Printable {
  private Printable() {}

  /**
   * @param text anything; its {@link Object#toString} is shown
   * @return the text, with each control, format or separating character but the space, and each
   *     half of a broken pair, written as Java writes it: {@code \n}, {@code \t}, {@code \}{@code
   *     u001b}
   */
  public static String of(Object text) {
    String raw = String.valueOf(text);
    if (raw.codePoints().allMatch(Printable::isShown)) {
      return raw;
    }
    StringBuilder shown = new StringBuilder();
    raw.codePoints().forEach(point -> append(shown, point));
    return shown.toString();
  }

  private static boolean isShown(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }

  private static void append(StringBuilder shown, int point) {
    if (isShown(point)) {
      shown.appendCodePoint(point);
      return;
    }
    switch (point) {
      case '\n' -> shown.append("\\n");
      case '\r' -> shown.append("\\r");
      case '\t' -> shown.append("\\t");
      default -> {
        for (char unit : Character.toChars(point)) {
          shown.append("\\u").append(hex(unit >> 8)).append(hex(unit & 0xff));
        }
      }
    }
  }

  private static String hex(int value) {
    String digits = Integer.toHexString(value);
    return digits.length() < 2 ? "0" + digits : digits;
  }
}
