package rwskit.experiment;

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

  Evaluation of(Study study) {
    ImageSet test = study.data().test();
    ImageSet first = test.range(0, Math.min(count, test.size()));
    return Evaluation.of(study.network(), first, study.setting(first));
  }
}
