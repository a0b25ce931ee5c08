package rwskit.experiment;

import java.util.Locale;
import rwskit.data.ImageSet;
import rwskit.evaluation.Evaluation;
import rwskit.file.BadInputException;
import rwskit.model.Attack;
import rwskit.study.Study;

/**
 * What an attack is measured on.
 *
 * @param attack what the images suffer
 * @param count how many of the first test images, or all where there are fewer
 */
record AttackedImages(Attack attack, int count) {
  AttackedImages {
    if (count < 1) {
      throw new BadInputException(count + " images under attack: expected at least 1");
    }
  }

  /** How many of the test images are attacked, in a sentence. */
  String caption(Study study) {
    return String.format(
        Locale.ROOT,
        "Under attack: the first %,d of them.",
        Math.min(count, study.data().counts().test()));
  }

  Evaluation of(Study study) {
    ImageSet test = study.data().test();
    ImageSet first = test.range(0, Math.min(count, test.size()));
    return Evaluation.of(study.network(), first, study.setting(first));
  }
}
