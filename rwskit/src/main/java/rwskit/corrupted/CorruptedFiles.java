package rwskit.corrupted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import rwskit.corruption.Corruption;
import rwskit.data.ImageFolder;
import rwskit.data.ImageSet;
import rwskit.data.Npy;
import rwskit.data.NpyImages;
import rwskit.data.Split;
import rwskit.file.BadInputException;

/**
 * Corrupted images in files: the published CIFAR-10-C, CIFAR-100-C, Tiny-ImageNet-C and ImageNet-C,
 * the paper's training sets, and what {@link CorruptedFilesWriter} writes. Of a {@code .npy} file
 * only the severity that is asked for is read.
 *
 * <p>A network's RA on one of the published sets is {@code Evaluation.of(network, files.read(FOG,
 * 5), 5).accuracy(weights)}; all of them at once, and mCE, are {@code
 * CorruptionErrors.measure(network, weights, clean, files.corruptions(), files.severities(),
 * files::read)}. Both need the classes of {@link #withClassNames}.
 */
public final class CorruptedFiles {
  /** The folders that the published archives unpack into. */
  private static final List<String> ARCHIVES =
      List.of("CIFAR-10-C", "CIFAR-100-C", "Tiny-ImageNet-C");

  private static final List<Integer> ALL =
      IntStream.rangeClosed(1, Corruption.SEVERITIES).boxed().toList();

  private final Path folder;
  private final CorruptedLayout layout;
  private final Split split;
  private final List<Corruption> corruptions;
  private final List<Integer> severities;
  private final Optional<List<String>> classNames;

  private CorruptedFiles(
      Path folder,
      CorruptedLayout layout,
      Split split,
      List<Corruption> corruptions,
      List<Integer> severities,
      Optional<List<String>> classNames) {
    this.folder = folder;
    this.layout = layout;
    this.split = split;
    this.corruptions = corruptions;
    this.severities = severities;
    this.classNames = classNames;
  }

  /**
   * Looks which layout and which corruptions there are; reads no image.
   *
   * @param root the folder, as the published archive unpacks, or the one that it lies in
   * @param split what the images are for: {@link Split#TEST} for the published ones
   * @return the images there
   * @throws BadInputException if there are none, in any of the layouts
   */
  public static CorruptedFiles open(Path root, Split split) {
    return ARCHIVES.stream()
        .map(root::resolve)
        .filter(Files::isDirectory)
        .findFirst()
        .map(archive -> openUnpacked(archive, split))
        .orElseGet(() -> openUnpacked(root, split));
  }

  private static CorruptedFiles openUnpacked(Path root, Split split) {
    CorruptedLayout layout = CorruptedLayout.found(root, split);
    Path folder = layout.folder(root, split);
    Optional<CorruptedRecord> record = CorruptedRecord.read(folder);
    return new CorruptedFiles(
        folder,
        layout,
        split,
        layout.corruptions(root, split),
        record.map(CorruptedRecord::severities).orElse(ALL),
        record.map(CorruptedRecord::classNames));
  }

  /**
   * @param names the classes, in label order
   * @return the same images with these classes; otherwise they are the ones that this kit noted
   *     when it wrote the files, the names of the folders sorted, or else {@code 0}, {@code 1} …
   */
  public CorruptedFiles withClassNames(List<String> names) {
    return new CorruptedFiles(
        folder, layout, split, corruptions, severities, Optional.of(List.copyOf(names)));
  }

  /**
   * @return how the files lie
   */
  public CorruptedLayout layout() {
    return layout;
  }

  /**
   * @return the corruptions that are there
   */
  public List<Corruption> corruptions() {
    return corruptions;
  }

  /**
   * @return the severities, all five of published files
   */
  public List<Integer> severities() {
    return severities;
  }

  /**
   * @param corruption which
   * @param severity 1 to 5
   * @return all images of that corruption and severity: of a {@code .npy} file in the order of the
   *     clean ones, of folders class by class and there by file name
   * @throws BadInputException if they are not there, a file is damaged, the labels are not as many
   *     as the images or not the same for each severity, or the images are more than 2 GiB
   */
  public ImageSet read(Corruption corruption, int severity) {
    if (!corruptions.contains(corruption) || !severities.contains(severity)) {
      throw new BadInputException(
          "%s has no %s of severity %s: expected one of %s and severities %s"
              .formatted(
                  folder,
                  corruption.label(),
                  severity,
                  corruptions.stream().map(Corruption::label).toList(),
                  severities));
    }
    return layout == CorruptedLayout.FOLDERS
        ? readFolder(folder.resolve(CorruptedLayout.file(corruption, severity)))
        : readArray(folder.resolve(CorruptedLayout.file(corruption)), severity);
  }

  private ImageSet readFolder(Path images) {
    if (!Files.isDirectory(images)) {
      throw new BadInputException("no folder %s: expected one folder a class".formatted(images));
    }
    try {
      List<String> classes =
          classNames.isPresent() ? classNames.get() : ImageFolder.classes(images);
      return ImageFolder.readClasses(images, classes, split);
    } catch (IOException e) {
      throw BadInputException.of("cannot list " + images, e);
    }
  }

  private ImageSet readArray(Path file, int severity) {
    NpyImages images = NpyImages.open(file);
    int each = images.size() / severities.size();
    if (each * severities.size() != images.size()) {
      throw new BadInputException(
          "%s has %s images: expected as many of each of the %s severities %s"
              .formatted(file, images.size(), severities.size(), severities));
    }
    int[] labels = labels(file, each, images.size());
    List<String> classes =
        classNames.orElseGet(
            () ->
                IntStream.rangeClosed(0, Arrays.stream(labels).max().orElse(0))
                    .mapToObj(Integer::toString)
                    .toList());
    return images.read(severities.indexOf(severity) * each, labels, classes, split);
  }

  /** The labels of one severity, whether the file holds them once or once for each severity. */
  private int[] labels(Path images, int each, int all) {
    Path file = folder.resolve(CorruptedLayout.LABELS);
    int[] labels = Npy.open(file).integers();
    if (labels.length != all && labels.length != each) {
      throw new BadInputException(
          "%s has %s labels, but %s has %s images, %s of each severity: expected one label an image"
              .formatted(file, labels.length, images, all, each));
    }
    for (int i = each; i < labels.length; i++) {
      if (labels[i] != labels[i - each]) {
        throw new BadInputException(
            "%s has label %s at place %s, but %s at %s, the same image at another severity: expected %s images of each of the severities %s"
                .formatted(file, labels[i], i, labels[i - each], i - each, each, severities));
      }
    }
    return Arrays.copyOf(labels, each);
  }
}
