package rwskit.study.data;

import java.util.List;
import rwskit.corruption.FrostPictures;
import rwskit.data.ImageSet;

/** A study's images made of another's: what is not said stays as it is there. */
public interface DerivedData extends StudyData {
  /**
   * @return what they are made of
   */
  StudyData data();

  @Override
  default String pretrainingFingerprint() {
    return data().pretrainingFingerprint();
  }

  @Override
  default String label() {
    return data().label();
  }

  @Override
  default int pretrainingClasses() {
    return data().pretrainingClasses();
  }

  @Override
  default int classes() {
    return data().classes();
  }

  @Override
  default ImageSet pretraining() {
    return data().pretraining();
  }

  @Override
  default ImageSet fineTuning() {
    return data().fineTuning();
  }

  @Override
  default FrostPictures frost() {
    return data().frost();
  }

  @Override
  default List<String> missing() {
    return data().missing();
  }
}
