package rwskit.corrupted;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import rwskit.corruption.Corruption;
import rwskit.data.Split;
import rwskit.file.BadInputException;

/** How the images of a corrupted data set lie in files. */
public enum CorruptedLayout {
  /**
   * As CIFAR-10-C and CIFAR-100-C: {@code <corruption>.npy}, N×H×W×C of uint8, all images at the
   * first severity, then all at the second …, and their class indices in {@code labels.npy}.
   */
  NPY,
  /** The paper's training sets: as {@link #NPY}, in the folders {@code train} and {@code test}. */
  TRAIN_TEST,
  /** As Tiny-ImageNet-C and ImageNet-C: {@code <corruption>/<severity>/<class>/<image>.JPEG}. */
  FOLDERS;

  /** The class indices of all {@code .npy} files in a folder. */
  static final String LABELS = "labels.npy";

  /**
   * @return {@code npy}, {@code train-test} or {@code folders}
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @param label {@code npy}, {@code train-test} or {@code folders}
   * @return that layout
   * @throws BadInputException if there is none of that name
   */
  public static CorruptedLayout named(String label) {
    return Arrays.stream(values())
        .filter(layout -> layout.label().equals(label))
        .findAny()
        .orElseThrow(
            () ->
                new BadInputException(
                    "no layout is named \"%s\": expected one of %s"
                        .formatted(
                            label,
                            Arrays.stream(values())
                                .map(CorruptedLayout::label)
                                .collect(Collectors.joining(", ")))));
  }

  /**
   * @param root a corrupted data set's folder
   * @param split which of its images
   * @return the folder with the corruptions' files or folders
   */
  public Path folder(Path root, Split split) {
    return this == TRAIN_TEST ? root.resolve(split.name().toLowerCase(Locale.ROOT)) : root;
  }

  /**
   * @param root a corrupted data set's folder
   * @param split which of its images
   * @return the layout in which they lie there
   * @throws BadInputException if it is none of these
   */
  static CorruptedLayout found(Path root, Split split) {
    for (CorruptedLayout layout : values()) {
      if (!layout.corruptions(root, split).isEmpty()) {
        return layout;
      }
    }
    throw new BadInputException(
        "no corrupted images in %s: expected <corruption>.npy, %s/<corruption>.npy or <corruption>/<severity>/<class>/<image>.JPEG"
            .formatted(root, split.name().toLowerCase(Locale.ROOT)));
  }

  /** The corruptions that lie there. */
  List<Corruption> corruptions(Path root, Split split) {
    Path folder = folder(root, split);
    return Arrays.stream(Corruption.values())
        .filter(
            corruption ->
                this == FOLDERS
                    ? Files.isDirectory(folder.resolve(corruption.label()))
                    : Files.isRegularFile(folder.resolve(file(corruption))))
        .toList();
  }

  /** The name of a corruption's file in the layouts that have one. */
  static String file(Corruption corruption) {
    return corruption.label() + ".npy";
  }

  /** The name of a corruption's folder in the layout that has one for each severity. */
  static String file(Corruption corruption, int severity) {
    return corruption.label() + "/" + severity;
  }
}
