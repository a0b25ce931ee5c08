package rwskit.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import rwskit.file.BadInputException;

/**
 * Tiny-ImageNet as its archive unpacks (Y. Le, X. Yang, "Tiny ImageNet Visual Recognition
 * Challenge", 2015): {@code train/<class>/images/*.JPEG}, and {@code val/images/*.JPEG} with their
 * classes in {@code val/val_annotations.txt}, a line each of file name, class and box, separated by
 * tabs. Classes are WordNet's numbers, which {@code words.txt} explains; sorted, as torchvision's
 * {@code ImageFolder} sorts them and not as {@code wnids.txt} does. The images of {@code val} are
 * this kit's test images, as in the literature, since those of {@code test} have no labels.
 */
public final class TinyImageNet {
  private static final String ARCHIVE = "tiny-imagenet-200";
  private static final String ANNOTATIONS = "val_annotations.txt";
  private static final String CLASSES = "wnids.txt";

  private TinyImageNet() {}

  /**
   * Reads one split, decoding on all cores. Every image becomes RGB.
   *
   * @param root the unpacked folder, or the one that it lies in
   * @param split training or test images
   * @return the images in the order of classes and file names, which is that of Tiny-ImageNet-C
   * @throws BadInputException if a folder or the annotations are missing, a class of {@code
   *     wnids.txt} has no training images or one that it lacks has, a line of the annotations is
   *     not understood (the message names it), a file is no image or is cut short, or sizes differ;
   *     or for validation images, which the set has in place of test images
   */
  public static ImageSet read(Path root, Split split) {
    return ImageFolder.decode(list(root, split), split);
  }

  /**
   * @param root the unpacked folder, or the one that it lies in
   * @param split training or test images
   * @return the labels of the images that {@link #read} reads, without reading them
   * @throws BadInputException as {@link #read} where that lists the files
   */
  public static int[] labels(Path root, Split split) {
    return list(root, split).labels();
  }

  private static LabelledFiles list(Path root, Split split) {
    if (!isPresent(root, split)) {
      throw new BadInputException(
          "%s has no %s images of Tiny-ImageNet: expected train/<class>/images, val/images and val/%s"
              .formatted(root, split.name().toLowerCase(Locale.ROOT), ANNOTATIONS));
    }
    Path folder = ArchiveFolder.in(root, ARCHIVE);
    try {
      List<String> classes = classes(folder);
      List<List<Path>> images =
          split == Split.TRAIN ? training(folder, classes) : annotated(folder, classes);
      LabelledFiles found = LabelledFiles.of(images, classes);
      if (found.files().isEmpty()) {
        throw new BadInputException("no image in " + folder + ": unpack the archive there again");
      }
      return found;
    } catch (IOException e) {
      throw BadInputException.of("cannot list the images of Tiny-ImageNet in " + folder, e);
    }
  }

  private static List<String> classes(Path folder) throws IOException {
    List<String> found = ImageFolder.classes(folder.resolve("train"));
    Path listed = folder.resolve(CLASSES);
    if (Files.exists(listed)) {
      List<String> named =
          Files.readAllLines(listed).stream().filter(s -> !s.isBlank()).sorted().toList();
      if (!named.equals(found)) {
        throw new BadInputException(
            "%s lists %s classes, but train has %s folders that are not just these: unpack the archive again"
                .formatted(listed, named.size(), found.size()));
      }
    }
    return found;
  }

  private static List<List<Path>> training(Path folder, List<String> classes) throws IOException {
    List<List<Path>> images = new ArrayList<>();
    for (String name : classes) {
      images.add(ImageFolder.images(folder.resolve("train").resolve(name).resolve("images")));
    }
    return images;
  }

  /**
   * @param root where the archive may have been unpacked
   * @param split training or test images
   * @return whether that split's folder is there, and the training images', which tell the classes
   */
  public static boolean isPresent(Path root, Split split) {
    Path folder = ArchiveFolder.in(root, ARCHIVE);
    boolean train = holdsFoldersOfImages(folder.resolve("train"));
    return switch (split) {
      case TRAIN -> train;
      case VALIDATION -> false;
      case TEST -> train && Files.isRegularFile(folder.resolve("val").resolve(ANNOTATIONS));
    };
  }

  /** The folder in each class's tells the archive from images that lie right in their class's. */
  private static boolean holdsFoldersOfImages(Path train) {
    if (!Files.isDirectory(train)) {
      return false;
    }
    try {
      List<String> classes = ImageFolder.classes(train);
      return classes.isEmpty()
          || classes.stream()
              .anyMatch(name -> Files.isDirectory(train.resolve(name).resolve("images")));
    } catch (IOException e) {
      throw BadInputException.of("cannot list " + train, e);
    }
  }

  private static List<List<Path>> annotated(Path folder, List<String> classes) throws IOException {
    Path annotations = folder.resolve("val").resolve(ANNOTATIONS);
    List<List<Path>> images = classes.stream().<List<Path>>map(name -> new ArrayList<>()).toList();
    List<String> lines = Files.readAllLines(annotations);
    for (int i = 0; i < lines.size(); i++) {
      String[] parts = lines.get(i).split("\t");
      int label = parts.length < 2 ? -1 : classes.indexOf(parts[1]);
      if (label < 0) {
        throw new BadInputException(
            "%s, line %s: \"%s\", expected a file name, a tab and one of the %s classes in train"
                .formatted(annotations, i + 1, lines.get(i), classes.size()));
      }
      images.get(label).add(annotations.resolveSibling("images").resolve(parts[0]));
    }
    images.forEach(Collections::sort);
    return images;
  }
}
