package rwskit.corrupted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;
import rwskit.data.Npy;
import rwskit.file.Sha256;

/**
 * One {@code .npy} file with all severities, one after the other.
 *
 * @param corruption that all its images have
 * @param severities in their order
 */
record ArrayPart(Corruption corruption, List<Integer> severities) implements CorruptedPart {
  private static final int HEADER = 128;

  @Override
  public String name() {
    return CorruptedLayout.file(corruption);
  }

  @Override
  public long bytes(ImageSet clean) {
    return HEADER + (long) severities.size() * clean.size() * clean.imageBytes();
  }

  @Override
  public void write(Path target, ImageSet clean, IntFunction<ImageSet> corrupted) {
    Npy.write(
        target,
        sink -> {
          // No variable may hold one severity while the next is made.
          for (int severity : severities) {
            Npy.writeImages(corrupted.apply(severity), sink);
          }
        },
        (long) severities.size() * clean.size(),
        clean.height(),
        clean.width(),
        clean.channels());
  }

  @Override
  public String sha256(Path target) throws IOException {
    return Files.isRegularFile(target) ? Sha256.of(target) : "";
  }
}
