package rwskit.corrupted;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;
import rwskit.data.JpegFile;
import rwskit.file.BadInputException;
import rwskit.file.FolderTree;
import rwskit.file.Sha256;

/**
 * One folder {@code <corruption>/<severity>} of JPEG files, a folder a class. It is filled aside
 * and renamed into place. An image is named by its index in the clean set, as ImageSet does not
 * know the names of its files; with leading zeros, so that names sort as indices do.
 *
 * @param corruption that all its images have
 * @param severity that they have
 */
record FolderPart(Corruption corruption, int severity) implements CorruptedPart {
  /** Of Tiny-ImageNet-C and ImageNet-C (hendrycks/robustness, ImageNet-C/create_c). */
  private static final int QUALITY = 85;

  private static final int DISK_BLOCK = 4096;

  @Override
  public List<Integer> severities() {
    return List.of(severity);
  }

  @Override
  public String name() {
    return CorruptedLayout.file(corruption, severity);
  }

  @Override
  public long bytes(ImageSet clean) {
    return (long) clean.size() * (clean.imageBytes() / 2 + DISK_BLOCK);
  }

  @Override
  public void write(Path target, ImageSet clean, IntFunction<ImageSet> corrupted)
      throws IOException {
    Path aside = target.resolveSibling("." + target.getFileName() + ".part");
    FolderTree.remove(aside);
    for (String name : clean.classNames()) {
      requireFolderName(name);
      Files.createDirectories(aside.resolve(name));
    }
    ImageSet images = corrupted.apply(severity);
    int digits = Math.max(5, Integer.toString(images.size() - 1).length());
    IntStream.range(0, images.size())
        .parallel()
        .forEach(
            i -> {
              String number = Integer.toString(i);
              String name = "0".repeat(digits - number.length()) + number + ".JPEG";
              Path folder = aside.resolve(images.classNames().get(images.label(i)));
              try {
                Files.write(folder.resolve(name), JpegFile.encode(images, i, QUALITY));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    FolderTree.remove(target);
    Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void requireFolderName(String name) {
    if (name.isBlank() || name.startsWith(".") || name.matches(".*[/\\\\:].*")) {
      throw new BadInputException(
          "the class \"%s\" cannot be the name of a folder: choose another layout".formatted(name));
    }
  }

  @Override
  public String sha256(Path target) throws IOException {
    if (!Files.isDirectory(target)) {
      return "";
    }
    Sha256 sha = new Sha256();
    try (Stream<Path> files = Files.walk(target)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = target.relativize(file).toString().replace('\\', '/');
        byte[] bytes = Files.readAllBytes(file);
        sha.add((name + "\n" + bytes.length + "\n").getBytes(UTF_8)).add(bytes);
      }
    }
    return sha.hex();
  }
}
