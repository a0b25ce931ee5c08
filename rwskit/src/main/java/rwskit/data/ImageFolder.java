package rwskit.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import rwskit.file.BadInputException;

/**
 * Images as files, a folder a class: {@code <root>/<train|validation|test>/<class>/*.jpg} (or
 * {@code .jpeg}, {@code .png}), as many public copies of CIFAR and ImageNet are laid out. Hidden
 * files and folders, files of other kinds and folders in a class's own are passed over, see {@link
 * #passedOver}; a class of nothing else is refused.
 */
public final class ImageFolder {
  private ImageFolder() {}

  /**
   * Reads one split, decoding on all cores. Classes are the folders of all splits together, sorted
   * by name, so that labels agree between splits; images are in the order of their classes and file
   * names. Every image becomes RGB.
   *
   * @param root the folder with the folders {@code train} and {@code test}
   * @param split which of them
   * @return its images
   * @throws BadInputException if the folder is missing, it or a class's folder in it holds no
   *     images, a file is not an image or is cut short, or sizes differ; the message names the file
   */
  public static ImageSet read(Path root, Split split) {
    return decode(list(root, split), split);
  }

  /**
   * @param root the folder with the folders {@code train} and {@code test}
   * @param split which of them
   * @return the labels of the images that {@link #read} reads, without reading them
   * @throws BadInputException if the folder is missing, or it or a class's folder in it holds no
   *     images
   */
  public static int[] labels(Path root, Split split) {
    return list(root, split).labels();
  }

  private static LabelledFiles list(Path root, Split split) {
    if (!isPresent(root, split)) {
      throw new BadInputException(
          "no folder %s: expected one folder a class in it, each with .jpg or .png files"
              .formatted(folder(root, split)));
    }
    try {
      TreeSet<String> classes = new TreeSet<>();
      for (Split other : Split.values()) {
        if (isPresent(root, other)) {
          classes.addAll(classes(folder(root, other)));
        }
      }
      return list(folder(root, split), List.copyOf(classes));
    } catch (IOException e) {
      throw BadInputException.of("cannot list the images in " + root, e);
    }
  }

  /**
   * Reads one folder of classes, decoding on all cores; images are in the order of their classes
   * and file names.
   *
   * @param folder with one folder a class
   * @param classNames the classes, in label order; other folders are passed over
   * @param split what the images are for
   * @return its images
   * @throws BadInputException as {@link #read}
   */
  public static ImageSet readClasses(Path folder, List<String> classNames, Split split) {
    return decode(list(folder, classNames), split);
  }

  /**
   * Reads images that lie right in a folder, of no classes: all have label 0 of one class.
   *
   * @param folder with .jpg or .png files
   * @param split what the images are for
   * @return its images, in the order of their file names
   * @throws BadInputException if there is none, a file is not an image or is cut short, or sizes
   *     differ; the message names the file
   */
  public static ImageSet readUnlabelled(Path folder, Split split) {
    try {
      List<Path> images = images(folder);
      if (images.isEmpty()) {
        throw new BadInputException(
            "no image in %s: expected .jpg or .png files, or %s with one folder a class in it"
                .formatted(folder, folder(folder, split)));
      }
      return decode(LabelledFiles.of(List.of(images), List.of("unlabelled")), split);
    } catch (IOException e) {
      throw BadInputException.of("cannot list the images in " + folder, e);
    }
  }

  private static LabelledFiles list(Path folder, List<String> classNames) {
    try {
      List<List<Path>> ofClasses = new ArrayList<>();
      for (String name : classNames) {
        Path ofClass = folder.resolve(name);
        List<Path> images = images(ofClass);
        if (images.isEmpty() && Files.isDirectory(ofClass)) {
          throw new BadInputException(
              "no image in %s: expected .jpg or .png files right in it, found %s; add some, or"
                      .formatted(ofClass, PassedOver.inClass(ofClass))
                  + " remove the folder");
        }
        ofClasses.add(images);
      }
      LabelledFiles found = LabelledFiles.of(ofClasses, classNames);
      if (found.files().isEmpty()) {
        throw new BadInputException(
            "no image in %s: expected one folder a class in it, each with .jpg or .png files"
                .formatted(folder));
      }
      return found;
    } catch (IOException e) {
      throw BadInputException.of("cannot list the images in " + folder, e);
    }
  }

  /**
   * @param folder with one folder a class
   * @return the folders' names, sorted, without hidden ones
   * @throws IOException if the folder cannot be listed
   */
  public static List<String> classes(Path folder) throws IOException {
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .filter(Files::isDirectory)
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }

  /**
   * @param root the folder with the folders {@code train} and {@code test}
   * @param split which of them
   * @return whether that folder is there
   */
  public static boolean isPresent(Path root, Split split) {
    return Files.isDirectory(folder(root, split));
  }

  /**
   * @param root the folder with the folders {@code train} and {@code test}
   * @param split which of them
   * @return whether any of its images is a JPEG, which a data set that was published without loss
   *     is only after recoding
   * @throws BadInputException if the folder cannot be listed
   */
  public static boolean holdsJpegs(Path root, Split split) {
    try (Stream<Path> files = Files.find(folder(root, split), 2, (file, kind) -> isJpeg(file))) {
      return files.findAny().isPresent();
    } catch (IOException e) {
      throw BadInputException.of("cannot list the images in " + root, e);
    }
  }

  private static boolean isJpeg(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".jpg") || name.endsWith(".jpeg");
  }

  /**
   * @param root the folder with the folders {@code train} and {@code test}
   * @param split which of them
   * @return the files there that {@link #read} passes over
   * @throws BadInputException if the folder cannot be listed
   */
  public static PassedOver passedOver(Path root, Split split) {
    return PassedOver.in(folder(root, split));
  }

  private static Path folder(Path root, Split split) {
    return root.resolve(split.name().toLowerCase(Locale.ROOT));
  }

  /** The images right in a folder, sorted by name; none where it is missing. */
  static List<Path> images(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(ImageFolder::isImage).sorted().toList();
    }
  }

  static boolean isImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && (isJpeg(file) || name.endsWith(".png"));
  }

  /** Decodes files of one size on all cores. */
  static ImageSet decode(LabelledFiles labelled, Split split) {
    List<Path> files = labelled.files();
    ImageFile first = ImageFile.read(files.get(0));
    int imageBytes = first.rgb().length;
    if ((long) files.size() * imageBytes > Integer.MAX_VALUE - 8) {
      throw new BadInputException(
          "%s images of %s×%s pixels in %s do not fit into memory at once: expected at most 2 GiB of pixels"
              .formatted(
                  files.size(),
                  first.height(),
                  first.width(),
                  files.get(0).getParent().getParent()));
    }
    byte[] pixels = new byte[files.size() * imageBytes];
    IntStream.range(0, files.size())
        .parallel()
        .forEach(
            i -> {
              ImageFile image = ImageFile.read(files.get(i));
              image.requireSizeOf(first);
              System.arraycopy(image.rgb(), 0, pixels, i * imageBytes, imageBytes);
            });
    return ImageSet.of(
        pixels, first.height(), first.width(), 3, labelled.labels(), labelled.classes(), split);
  }
}
