package rwskit.zoo;

import java.util.Optional;
import rwskit.evaluation.Accuracy;

/**
 * What weights were measured to do.
 *
 * @param ta accuracy on the clean test images
 * @param ra accuracy on the images with the card's corruption; empty where it has none
 */
public record Measured(Accuracy ta, Optional<Accuracy> ra) {
  /**
   * @return for instance {@code TA 97.2 [96.1, 98.2], RA 64.0 [61.1, 66.9]}
   */
  @Override
  public String toString() {
    return "TA " + ta + ra.map(accuracy -> ", RA " + accuracy).orElse("");
  }
}
