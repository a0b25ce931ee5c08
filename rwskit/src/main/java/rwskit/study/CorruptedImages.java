package rwskit.study;

import rwskit.corruption.Corruption;

/** Where a training gets its corrupted images from. */
interface CorruptedImages {
  /**
   * Made anew for each model: that costs a hundredth of a training, and keeping all would fill the
   * memory with copies of a large data set.
   */
  CorruptedImages IN_MEMORY =
      (study, corruption, clean) -> clean.corrupted(corruption, study.severity());

  /**
   * @param study whose severity and data are meant
   * @param corruption c
   * @param clean the study's images for fine-tuning
   * @return the same images with that corruption
   */
  TrainingImages of(Study study, Corruption corruption, TrainingImages clean)
      throws InterruptedException;
}
