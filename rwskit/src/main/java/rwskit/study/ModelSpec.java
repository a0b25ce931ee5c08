package rwskit.study;

import java.util.Optional;
import rwskit.corruption.Corruption;

/**
 * One of the models that a study needs.
 *
 * @param role θ₀, θ_std or θ_c
 * @param corruption c of a θ_c; empty for the others
 * @param seed of the training; 0 for θ₀, which all seeds share
 */
public record ModelSpec(Role role, Optional<Corruption> corruption, long seed) {

  /** What a model is to the method. */
  public enum Role {
    /** θ₀. */
    PRETRAINED,
    /** θ_std, fine-tuned on clean images. */
    STANDARD,
    /** θ_c, fine-tuned on corrupted images. */
    ROBUST
  }

  /**
   * @return θ₀
   */
  public static ModelSpec pretrained() {
    return new ModelSpec(Role.PRETRAINED, Optional.empty(), 0);
  }

  /**
   * @param seed of the training
   * @return θ_std
   */
  public static ModelSpec standard(long seed) {
    return new ModelSpec(Role.STANDARD, Optional.empty(), seed);
  }

  /**
   * @param corruption c
   * @param seed of the training
   * @return θ_c
   */
  public static ModelSpec robust(Corruption corruption, long seed) {
    return new ModelSpec(Role.ROBUST, Optional.of(corruption), seed);
  }

  /**
   * @return for instance {@code θ_c contrast, seed 0}
   */
  @Override
  public String toString() {
    return switch (role) {
      case PRETRAINED -> "θ₀";
      case STANDARD -> "θ_std, seed " + seed;
      case ROBUST -> "θ_c " + corruption.orElseThrow().label() + ", seed " + seed;
    };
  }
}
