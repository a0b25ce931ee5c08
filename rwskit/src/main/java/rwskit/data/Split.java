package rwskit.data;

/** What a set of images is for. */
public enum Split {
  /** Weights are fitted to these. */
  TRAIN,
  /** Checkpoints are chosen by these; never fitted to. */
  VALIDATION,
  /** Reported figures come from these alone; nothing is chosen by them. */
  TEST
}
