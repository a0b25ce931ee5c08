package rwskit.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rwskit.file.BadInputException;

/**
 * Tiny-ImageNet as its archive unpacks (Y. Le, X. Yang, "Tiny ImageNet Visual Recognition
 * Challenge", 2015): {@code train/<class>/images/*.JPEG}, and {@code val/images/*.JPEG} with their
 * classes in {@code val/val_annotations.txt}, a line each of file name, class and box, separated by
 * tabs. Classes are WordNet's numbers, sorted. The images of {@code val} are this kit's test
 * images, as in the literature, since those of {@code test} have no labels.
 */
public final class TinyImageNet {
  private static final String ANNOTATIONS = "val_annotations.txt";

  private TinyImageNet() {}

  /**
   * Reads one split, decoding on all cores. Every image becomes RGB.
   *
   * @param root the unpacked folder
   * @param split training or test images
   * @return the training images in the order of classes and file names, or the test images in the
   *     annotations' order
   * @throws BadInputException if a folder or the annotations are missing, a line of these is not
   *     understood (the message names it), a file is no image or is cut short, or sizes differ; or
   *     for validation images, which the set has in place of test images
   */
  public static ImageSet read(Path root, Split split) {
    if (!isPresent(root, split)) {
      throw new BadInputException(
          "%s has no %s images of Tiny-ImageNet: expected train/<class>/images, val/images and val/%s"
              .formatted(root, split.name().toLowerCase(Locale.ROOT), ANNOTATIONS));
    }
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    try {
      List<String> classes = ImageFolder.classes(root.resolve("train"));
      if (split == Split.TRAIN) {
        for (int label = 0; label < classes.size(); label++) {
          List<Path> images =
              ImageFolder.images(
                  root.resolve("train").resolve(classes.get(label)).resolve("images"));
          for (Path image : images) {
            files.add(image);
            labels.add(label);
          }
        }
      } else {
        readAnnotations(root.resolve("val"), classes, files, labels);
      }
      if (files.isEmpty()) {
        throw new BadInputException("no image in " + root + ": unpack the archive there again");
      }
      return ImageFolder.decode(
          files, labels.stream().mapToInt(Integer::intValue).toArray(), classes, split);
    } catch (IOException e) {
      throw BadInputException.of("cannot list the images of Tiny-ImageNet in " + root, e);
    }
  }

  /**
   * @param root where the archive may have been unpacked
   * @param split training or test images
   * @return whether that split's folder is there, and the training images', which tell the classes
   */
  public static boolean isPresent(Path root, Split split) {
    boolean train = Files.isDirectory(root.resolve("train"));
    return switch (split) {
      case TRAIN -> train;
      case VALIDATION -> false;
      case TEST -> train && Files.isRegularFile(root.resolve("val").resolve(ANNOTATIONS));
    };
  }

  private static void readAnnotations(
      Path folder, List<String> classes, List<Path> files, List<Integer> labels)
      throws IOException {
    Path annotations = folder.resolve(ANNOTATIONS);
    List<String> lines = Files.readAllLines(annotations);
    for (int i = 0; i < lines.size(); i++) {
      String[] parts = lines.get(i).split("\t");
      int label = parts.length < 2 ? -1 : classes.indexOf(parts[1]);
      if (label < 0) {
        throw new BadInputException(
            "%s, line %d: \"%s\", expected a file name, a tab and one of the %d classes in train"
                .formatted(annotations, i + 1, lines.get(i), classes.size()));
      }
      files.add(folder.resolve("images").resolve(parts[0]));
      labels.add(label);
    }
  }
}
