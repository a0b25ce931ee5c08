package rwskit.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the classes of a TorchScript program say of their tensors: a class {@code __torch__.a.b.C}
 * stands in the archive's entry {@code code/__torch__/a/b.py}, and its first lines list which
 * attributes are parameters and which are buffers.
 */
final class TorchScriptClasses {
  private static final Pattern CLASS = Pattern.compile("class (\\w+)\\(Module\\):");
  private static final Pattern LIST = Pattern.compile("  __(parameters|buffers)__ = \\[(.*)\\]");
  private static final Pattern BOTH_LISTS =
      Pattern.compile("(?m)^(  __parameters__ = \\[)(.*)(\\]\\n  __buffers__ = \\[)(.*)(\\])$");
  private static final Pattern ITEM = Pattern.compile("\"([^\"\\n]*)\", ");

  private final TorchZip zip;
  private final Map<String, Map<String, Declared>> byEntry = new HashMap<>();

  TorchScriptClasses(TorchZip zip) {
    this.zip = zip;
  }

  /**
   * A class of a module.
   *
   * @param parameters its attributes that are parameters
   * @param buffers its attributes that are buffers; empty if the program is of a time that did not
   *     tell, when all other tensors were
   */
  record Declared(List<String> parameters, Optional<List<String>> buffers) {}

  /**
   * @param name a class's full name
   * @return what it declares; empty if it is no module's, or not in the archive
   */
  Optional<Declared> find(String name) throws IOException {
    int dot = name.lastIndexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String entry = zip.entry("code/" + name.substring(0, dot).replace('.', '/') + ".py");
    if (!byEntry.containsKey(entry)) {
      byEntry.put(entry, zip.entries().contains(entry) ? parse(text(zip.bytes(entry))) : Map.of());
    }
    return Optional.ofNullable(byEntry.get(entry).get(name.substring(dot + 1)));
  }

  private static Map<String, Declared> parse(String code) {
    Map<String, Declared> classes = new HashMap<>();
    String name = null;
    for (String line : code.split("\n")) {
      Matcher start = CLASS.matcher(line);
      Matcher list = LIST.matcher(line);
      if (start.matches()) {
        name = start.group(1);
        classes.put(name, new Declared(List.of(), Optional.empty()));
      } else if (line.startsWith("class ")) {
        name = null;
      } else if (name != null && list.matches()) {
        Declared before = classes.get(name);
        classes.put(
            name,
            list.group(1).equals("parameters")
                ? new Declared(items(list.group(2)), before.buffers)
                : new Declared(before.parameters, Optional.of(items(list.group(2)))));
      }
    }
    return classes;
  }

  private static List<String> items(String list) {
    return ITEM.matcher(list).results().map(item -> item.group(1)).toList();
  }

  /**
   * Declares buffers as parameters.
   *
   * @param code of one entry
   * @param isParameter which
   * @return code that differs in the lists alone, and not in length, so that what notes places in
   *     it still holds
   */
  static ByteBuffer redeclare(ByteBuffer code, Predicate<String> isParameter) {
    Matcher lists = BOTH_LISTS.matcher(text(code));
    String changed =
        lists.replaceAll(
            found -> {
              List<String> moved = new ArrayList<>();
              List<String> kept = new ArrayList<>();
              items(found.group(4))
                  .forEach(item -> (isParameter.test(item) ? moved : kept).add(item));
              return Matcher.quoteReplacement(
                  found.group(1)
                      + found.group(2)
                      + list(moved)
                      + found.group(3)
                      + list(kept)
                      + found.group(5));
            });
    return ByteBuffer.wrap(changed.getBytes(UTF_8));
  }

  private static String list(List<String> items) {
    StringBuilder text = new StringBuilder();
    items.forEach(item -> text.append('"').append(item).append("\", "));
    return text.toString();
  }

  private static String text(ByteBuffer code) {
    return UTF_8.decode(code.duplicate()).toString();
  }
}
