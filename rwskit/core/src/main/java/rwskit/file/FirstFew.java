package rwskit.file;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Long lists cut short, for messages: a network has hundreds of tensors, and where one is wrong
 * often all are.
 */
public final class FirstFew {
  private static final int SHOWN = 5;

  private FirstFew() {}

  /**
   * @param items what is to be listed
   * @param separator what stands between two of them
   * @return the items, or the first five and the number of those left out
   */
  public static String of(Collection<?> items, String separator) {
    String shown =
        items.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(separator));
    return items.size() <= SHOWN
        ? shown
        : String.format(Locale.ROOT, "%s%sand %,d more", shown, separator, items.size() - SHOWN);
  }
}
