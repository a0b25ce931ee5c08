package rwskit.data;

import java.nio.file.Path;

/** Labelled images of a layout that is told by the names of its files. */
public interface ImageFiles {
  /**
   * @param folder where the files may lie
   * @param split training or test images
   * @return whether that split is there
   */
  boolean isPresent(Path folder, Split split);

  /**
   * @param folder where the files lie
   * @param split training or test images
   * @return all images of the split, in the files' order
   * @throws rwskit.file.BadInputException if a file is missing or damaged, or there is no such
   *     split
   */
  ImageSet read(Path folder, Split split);
}
