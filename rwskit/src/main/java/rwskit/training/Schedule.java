package rwskit.training;

import java.util.List;
import rwskit.file.BadInputException;

/** How the learning rate goes during a training, as a factor of the recipe's. */
public sealed interface Schedule {

  /**
   * @param epoch from 0
   * @param step of that epoch, from 0
   * @param steps of every epoch
   * @param epochs of the training
   * @return what the learning rate is multiplied by in that step; positive
   */
  double factor(int epoch, int step, int steps, int epochs);

  /**
   * The rate stays, but falls at milestones: {@code MultiStepLR}.
   *
   * @param milestones after how many epochs the learning rate is multiplied by {@code decay},
   *     ascending, at least 1; none for a constant rate
   * @param decay factor at each milestone, positive
   */
  record Steps(List<Integer> milestones, float decay) implements Schedule {
    /**
     * @throws BadInputException if a value is out of its range
     */
    public Steps {
      milestones = List.copyOf(milestones);
      if (!(decay > 0)) {
        throw new BadInputException("decay %s: expected a positive one".formatted(decay));
      }
      for (int i = 0; i < milestones.size(); i++) {
        if (milestones.get(i) <= (i == 0 ? 0 : milestones.get(i - 1))) {
          throw new BadInputException(
              "recipe with milestones %s: expected ascending numbers of epochs, at least 1"
                  .formatted(milestones));
        }
      }
    }

    @Override
    public double factor(int epoch, int step, int steps, int epochs) {
      long passed = milestones.stream().filter(milestone -> epoch >= milestone).count();
      return (float) Math.pow(decay, passed);
    }
  }

  /**
   * The rate rises in equal steps during the warm-up and falls to 0 by half a cosine over the rest,
   * in every step: {@code LinearLR} with P. Goyal et al., "Accurate, Large Minibatch SGD", 2017,
   * section 2.2, followed by {@code CosineAnnealingLR} of I. Loshchilov and F. Hutter, "SGDR:
   * Stochastic Gradient Descent with Warm Restarts", ICLR 2017, without restarts. Short trainings
   * get further with it than with a constant rate.
   *
   * @param warmUp epochs, not whole ones either, from 0 to below all of the training's
   */
  record Cosine(float warmUp) implements Schedule {
    /**
     * @throws BadInputException if the warm-up is negative
     */
    public Cosine {
      if (!(warmUp >= 0)) {
        throw new BadInputException("warm-up of %s epochs: expected 0 or more".formatted(warmUp));
      }
    }

    @Override
    public double factor(int epoch, int step, int steps, int epochs) {
      long all = (long) epochs * steps;
      long rising = (long) (warmUp * steps);
      long now = (long) epoch * steps + step;
      return now < rising
          ? (now + 1.0) / rising
          : .5 * (1 + Math.cos(Math.PI * (now - rising) / (all - rising)));
    }
  }
}
