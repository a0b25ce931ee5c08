package rwskit.study.data;

import java.util.List;
import rwskit.corruption.FrostPictures;
import rwskit.data.ImageSet;
import rwskit.data.Split;

/** A study's images from a data set on disk; how its training images are dealt out is left open. */
interface RecipeData extends StudyData {
  /**
   * @return the data set
   */
  RecipeImages images();

  @Override
  default String label() {
    return images().label();
  }

  @Override
  default int pretrainingClasses() {
    return images().recipe().classes();
  }

  @Override
  default int classes() {
    return images().recipe().classes();
  }

  @Override
  default FrostPictures frost() {
    return images().frost();
  }

  @Override
  default ImageSet test() {
    return images().test();
  }

  @Override
  default int[] testPerClass() {
    return images().perClass(Split.TEST);
  }

  @Override
  default List<String> missing() {
    return images().missing();
  }
}
