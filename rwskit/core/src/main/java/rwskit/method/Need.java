package rwskit.method;

/** What a {@link Method} has to be given beside the weights that it changes. */
public enum Need {
  /** θ₀, the weights that all others were fine-tuned from. */
  PRETRAINED("θ₀"),
  /** θ_std, fine-tuned on clean data. */
  STANDARD("θ_std"),
  /** θ_c of a corruption, or those of several. */
  ROBUST("one θ_c or more"),
  /** θ_c of exactly one corruption. */
  ONE_ROBUST("one θ_c"),
  /** θ_c of two corruptions or more. */
  SEVERAL_ROBUST("two θ_c or more"),
  /** Images with the corruption, without labels. */
  UNLABELLED_IMAGES("images"),
  /** Images with the corruption and their labels. */
  LABELLED_IMAGES("labelled images");

  private final String text;

  Need(String text) {
    this.text = text;
  }

  /**
   * @return as tables say it
   */
  @Override
  public String toString() {
    return text;
  }
}
