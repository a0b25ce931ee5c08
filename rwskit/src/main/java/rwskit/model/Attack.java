package rwskit.model;

import rwskit.file.BadInputException;
import rwskit.random.RandomStream;

/**
 * Projected gradient descent, an adversary that knows the network (A. Madry et al., "Towards Deep
 * Learning Models Resistant to Adversarial Attacks", ICLR 2018): from a random start within ε of
 * the image, steps of 2.5·ε / steps up the gradient of the cross-entropy, each projected back to
 * within ε and to pixels from 0 to 1. The network is in evaluation mode.
 *
 * @param norm how the distance to the image is measured
 * @param epsilon the largest distance, on the scale 0 to 1, at least 0
 * @param steps how many, at least 0; the paper takes 10
 */
public record Attack(Norm norm, double epsilon, int steps) {
  /** No attack: images stay as they are. */
  public static final Attack NONE = new Attack(Norm.LINF, 0, 0);

  private static final int STEPS = 10;

  /** How the distance between two images is measured. */
  public enum Norm {
    /** The largest difference of any pixel; steps follow the gradient's sign. */
    LINF,
    /** The Euclidean length of all differences; steps follow the gradient's direction. */
    L2
  }

  /**
   * @throws BadInputException if ε or the number of steps is negative or ε not finite
   */
  public Attack {
    if (!(epsilon >= 0 && epsilon < Double.POSITIVE_INFINITY) || steps < 0) {
      throw new BadInputException(
          "attack with ε = %s in %s steps: expected a finite ε, neither of them negative"
              .formatted(epsilon, steps));
    }
  }

  /**
   * @param levels ε in steps of 8-bit pixels, for instance 8 for 8/255
   * @return the paper's attack in the largest-difference norm, of 10 steps
   */
  public static Attack linf(double levels) {
    return new Attack(Norm.LINF, levels / 255, STEPS);
  }

  /**
   * @param epsilon ε, for instance 0.5
   * @return the paper's attack in the Euclidean norm, of 10 steps
   */
  public static Attack l2(double epsilon) {
    return new Attack(Norm.L2, epsilon, STEPS);
  }

  /**
   * @return length of a step, 2.5·ε / steps; of no steps 0
   */
  public double stepSize() {
    return steps == 0 ? 0 : 2.5 * epsilon / steps;
  }

  /**
   * Draws where the search starts: uniformly within ε of each pixel, or in a uniformly drawn
   * direction at a distance drawn uniformly up to ε.
   */
  void drawStart(RandomStream random, float[] difference, int from, int count) {
    if (norm == Norm.LINF) {
      for (int i = from; i < from + count; i++) {
        difference[i] = (float) random.nextDouble(-epsilon, epsilon);
      }
      return;
    }
    double squares = 0;
    for (int i = from; i < from + count; i++) {
      difference[i] = (float) random.nextGaussian();
      squares += difference[i] * difference[i];
    }
    double scale = random.nextDouble() * epsilon / Math.sqrt(squares);
    for (int i = from; i < from + count; i++) {
      difference[i] *= (float) scale;
    }
  }
}
