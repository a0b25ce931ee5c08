package rwskit.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import rwskit.file.BadInputException;

/**
 * What a folder of classes holds beside the images that are read. Hidden files and folders do not
 * count.
 *
 * @param nested images in folders below a class's own
 * @param beside images beside the classes' folders
 * @param others files that are no JPEG or PNG by their names, by ending, in lower case
 */
public record PassedOver(int nested, int beside, Map<String, Integer> others) {
  /** Takes a copy of the map. */
  public PassedOver {
    others = Map.copyOf(others);
  }

  /**
   * @param folder with one folder a class
   * @return what {@link ImageFolder#readClasses} passes over there
   * @throws BadInputException if it cannot be listed
   */
  public static PassedOver in(Path folder) {
    return below(folder, 2);
  }

  /** Of one class's folder. */
  static PassedOver inClass(Path folder) {
    return below(folder, 1);
  }

  private static PassedOver below(Path folder, int depthOfImages) {
    int nested = 0;
    int beside = 0;
    Map<String, Integer> others = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path path = folder.relativize(file);
        if (isHidden(path)) {
          continue;
        }
        if (!ImageFolder.isImage(file)) {
          others.merge(ending(file), 1, Integer::sum);
        } else if (path.getNameCount() > depthOfImages) {
          nested++;
        } else if (path.getNameCount() < depthOfImages) {
          beside++;
        }
      }
    } catch (IOException e) {
      throw BadInputException.of("cannot list the images in " + folder, e);
    }
    return new PassedOver(nested, beside, others);
  }

  private static boolean isHidden(Path path) {
    for (Path part : path) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "no ending" : name.substring(dot);
  }

  /**
   * @return whether there is nothing
   */
  public boolean isEmpty() {
    return nested == 0 && beside == 0 && others.isEmpty();
  }

  /**
   * @return what there is, with its numbers
   */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    if (nested > 0) {
      parts.add("images in folders below the classes' own: " + nested);
    }
    if (beside > 0) {
      parts.add("images beside the classes' folders: " + beside);
    }
    new TreeMap<>(others)
        .forEach((ending, count) -> parts.add("files with %s: %s".formatted(ending, count)));
    return parts.isEmpty() ? "nothing" : String.join(", ", parts);
  }
}
