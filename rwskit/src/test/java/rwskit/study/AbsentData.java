package rwskit.study;

import java.util.List;
import rwskit.corruption.FrostPictures;
import rwskit.data.ImageSet;
import rwskit.study.data.ImageCounts;
import rwskit.study.data.StudyData;

/** Data of which everything is known but that are not there. */
public record AbsentData(ImageCounts counts) implements StudyData {
  public static final String LACK = "photographs in /data (from https://example.org)";

  private static IllegalStateException read() {
    return new IllegalStateException("images that are not there were read");
  }

  @Override
  public String fingerprint() {
    throw read();
  }

  @Override
  public String pretrainingFingerprint() {
    throw read();
  }

  @Override
  public String label() {
    return "photographs";
  }

  @Override
  public String caption() {
    return "photographs";
  }

  @Override
  public int pretrainingClasses() {
    return 10;
  }

  @Override
  public int classes() {
    return 10;
  }

  @Override
  public ImageSet pretraining() {
    throw read();
  }

  @Override
  public ImageSet fineTuning() {
    throw read();
  }

  @Override
  public FrostPictures frost() {
    return FrostPictures.drawn();
  }

  @Override
  public ImageSet test() {
    throw read();
  }

  @Override
  public List<String> missing() {
    return List.of(LACK);
  }
}
