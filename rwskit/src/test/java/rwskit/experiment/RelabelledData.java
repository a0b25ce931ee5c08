package rwskit.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import rwskit.corruption.FrostPictures;
import rwskit.data.ImageSet;
import rwskit.study.data.ImageCounts;
import rwskit.study.data.StudyData;

/**
 * A study's images with other classes for the test images, chosen so that networks differ in what
 * they get right. Models are trained, found and called as with the images' own classes.
 */
record RelabelledData(StudyData data, String label, List<Integer> labels) implements StudyData {

  /**
   * Classes by lot: each image is of the class that one of the voters takes it for. Every voter is
   * right about its share, and what is near a voter is right about somewhat less.
   *
   * @param voters predictions for all test images
   */
  static List<Integer> vote(List<int[]> voters, long seed) {
    Random random = new Random(seed);
    Integer[] labels = new Integer[voters.get(0).length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = voters.get(random.nextInt(voters.size()))[i];
    }
    return Arrays.asList(labels);
  }

  @Override
  public ImageSet test() {
    return data.test()
        .withLabels(
            labels.stream().mapToInt(Integer::intValue).toArray(), data.test().classNames());
  }

  @Override
  public String fingerprint() {
    return data.fingerprint();
  }

  @Override
  public String pretrainingFingerprint() {
    return data.pretrainingFingerprint();
  }

  @Override
  public String caption() {
    return data.caption();
  }

  @Override
  public int pretrainingClasses() {
    return data.pretrainingClasses();
  }

  @Override
  public int classes() {
    return data.classes();
  }

  @Override
  public ImageSet pretraining() {
    return data.pretraining();
  }

  @Override
  public ImageSet fineTuning() {
    return data.fineTuning();
  }

  @Override
  public FrostPictures frost() {
    return data.frost();
  }

  @Override
  public ImageCounts counts() {
    return data.counts();
  }
}
