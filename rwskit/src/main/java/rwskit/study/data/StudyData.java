package rwskit.study.data;

import java.util.List;
import java.util.stream.IntStream;
import rwskit.corruption.Corruption;
import rwskit.corruption.FrostPictures;
import rwskit.data.ImageSet;

/** The images of a study: for θ₀, for fine-tuning and for testing, none of them in two places. */
public interface StudyData {
  /**
   * @return a text that is the same only for the same images; part of the store's keys
   */
  String fingerprint();

  /**
   * @return a text that is the same only for the same {@link #pretraining()} images, so that
   *     studies that share them share θ₀
   */
  String pretrainingFingerprint();

  /**
   * @return what the images are in two or three words, for tables ("drawn shapes")
   */
  String label();

  /**
   * @return what the images are and how many there are for what, for captions
   */
  String caption();

  /**
   * @return number of classes that θ₀ tells apart
   */
  int pretrainingClasses();

  /**
   * @return number of classes that the fine-tuned models tell apart
   */
  int classes();

  /**
   * @return what θ₀ is trained on; a tenth of it serves for validation
   */
  ImageSet pretraining();

  /**
   * @return what θ_std and, corrupted, θ_c are fine-tuned on; a tenth of it serves for validation
   */
  ImageSet fineTuning();

  /**
   * @return where {@link Corruption#FROST} takes its ice from
   */
  FrostPictures frost();

  /**
   * @return what TA and, corrupted, RA are measured on
   */
  ImageSet test();

  /**
   * @return size and numbers of the images, without reading them where they are known; the default
   *     reads them
   */
  default ImageCounts counts() {
    ImageSet fineTuning = fineTuning();
    return new ImageCounts(
        fineTuning.height(),
        fineTuning.width(),
        pretraining().size(),
        fineTuning.size(),
        test().size());
  }

  /**
   * @return how many of the images for fine-tuning are of each class; the default reads them
   */
  default int[] fineTuningPerClass() {
    return perClass(fineTuning());
  }

  /**
   * @return how many of the test images are of each class; the default reads them
   */
  default int[] testPerClass() {
    return perClass(test());
  }

  private static int[] perClass(ImageSet images) {
    int[] counts = new int[images.classNames().size()];
    IntStream.of(images.labels()).forEach(label -> counts[label]++);
    return counts;
  }

  /**
   * @return what has to be put where before the images can be read; empty if nothing
   */
  default List<String> missing() {
    return List.of();
  }
}
