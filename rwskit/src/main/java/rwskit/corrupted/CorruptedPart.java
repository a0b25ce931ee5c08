package rwskit.corrupted;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;

/** What is made, kept or made again as one: a file or a folder of one corruption. */
interface CorruptedPart {
  /** The corruption that all its images have. */
  Corruption corruption();

  /** The severities that it holds, in order. */
  List<Integer> severities();

  /** Its name from the folder of all parts. */
  String name();

  /**
   * About how many bytes it takes on the disk, rather more than fewer.
   *
   * @param clean the images that are corrupted
   */
  long bytes(ImageSet clean);

  /**
   * Writes it, whole or not at all, in place of what is there.
   *
   * @param target where to
   * @param clean the images that are corrupted
   * @param corrupted gives them at a severity
   * @throws IOException if the disk refuses
   */
  void write(Path target, ImageSet clean, IntFunction<ImageSet> corrupted) throws IOException;

  /**
   * @param target where it lies
   * @return a fingerprint of all its bytes; of nothing if it is not there
   * @throws IOException if it cannot be read
   */
  String sha256(Path target) throws IOException;
}
