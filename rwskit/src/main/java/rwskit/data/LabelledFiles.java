package rwskit.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Files of images with their classes, which are known before a pixel is read.
 *
 * @param files in the order of their classes
 * @param labels as many
 * @param classes their names, in label order
 */
record LabelledFiles(List<Path> files, int[] labels, List<String> classes) {
  /**
   * @param ofClasses the files of each class
   * @param classes as many names
   */
  static LabelledFiles of(List<List<Path>> ofClasses, List<String> classes) {
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      files.addAll(ofClasses.get(label));
      labels.addAll(Collections.nCopies(ofClasses.get(label).size(), label));
    }
    return new LabelledFiles(files, labels.stream().mapToInt(Integer::intValue).toArray(), classes);
  }
}
