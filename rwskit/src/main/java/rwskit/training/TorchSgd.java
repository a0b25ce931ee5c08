package rwskit.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.optimizer.Optimizer;
import java.util.HashMap;
import java.util.Map;

/**
 * Stochastic gradient descent as {@code torch.optim.SGD} does it without dampening and Nesterov's
 * rule: with g the gradient plus weight decay times the weights, the momentum buffer becomes
 * momentum · buffer + g and the weights lose learning rate · buffer.
 *
 * <p>DJL's own SGD keeps learning rate · buffer instead, as MXNet does. That is the same only while
 * the rate stays: after a milestone DJL would go on with steps of the old rate's size for as long
 * as the momentum lasts.
 */
final class TorchSgd extends Optimizer {
  private final Recipe recipe;
  private final int batchesPerEpoch;
  private final Map<String, State> states = new HashMap<>();

  /**
   * @param recipe learning rates, momentum and weight decay
   * @param batchesPerEpoch steps after which the next epoch begins
   */
  static TorchSgd of(Recipe recipe, int batchesPerEpoch) {
    return new Builder(recipe, batchesPerEpoch).build();
  }

  private TorchSgd(Builder builder) {
    super(builder);
    this.recipe = builder.recipe;
    this.batchesPerEpoch = builder.batchesPerEpoch;
  }

  /** Learning rate · buffer of one tensor, and that learning rate. */
  private static final class State {
    private final NDArray velocity;
    private float rate;

    State(NDArray velocity, float rate) {
      this.velocity = velocity;
      this.rate = rate;
    }

    void scaleTo(float newRate) {
      if (newRate != rate) {
        velocity.muli(newRate / rate);
        rate = newRate;
      }
    }
  }

  @Override
  public void update(String parameterId, NDArray weight, NDArray grad) {
    float rate = recipe.learningRateAt((updateCount(parameterId) - 1) / batchesPerEpoch);
    // The weight's manager is the model's, which frees the buffer when the model is closed.
    State state =
        states.computeIfAbsent(parameterId, missing -> new State(weight.zerosLike(), rate));
    state.scaleTo(rate);
    weight
        .getNDArrayInternal()
        .sgdUpdate(
            new NDList(weight, grad, state.velocity),
            new NDList(weight),
            rate,
            getWeightDecay(),
            rescaleGrad,
            clipGrad,
            recipe.momentum(),
            true);
  }

  private static final class Builder extends OptimizerBuilder<Builder> {
    private final Recipe recipe;
    private final int batchesPerEpoch;

    Builder(Recipe recipe, int batchesPerEpoch) {
      this.recipe = recipe;
      this.batchesPerEpoch = batchesPerEpoch;
    }

    TorchSgd build() {
      optWeightDecays(recipe.weightDecay());
      return new TorchSgd(this);
    }

    @Override
    protected Builder self() {
      return this;
    }
  }
}
