package rwskit.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.optimizer.Optimizer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import rwskit.model.NetworkModel;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * Stochastic gradient descent as {@code torch.optim.SGD} does it without dampening and Nesterov's
 * rule: with g the gradient plus weight decay times the weights, the momentum buffer becomes
 * momentum · buffer + g and the weights lose learning rate · buffer. A proximal term adds μ times
 * the way from the start to the gradient.
 *
 * <p>DJL's own SGD keeps learning rate · buffer instead, as MXNet does. That is the same only while
 * the rate stays: after a milestone DJL would go on with steps of the old rate's size for as long
 * as the momentum lasts.
 */
final class TorchSgd extends Optimizer {
  private final Recipe recipe;

  /** Learning rate · buffer, by DJL's name of the trained tensor. */
  private final Map<String, NDArray> velocities = new LinkedHashMap<>();

  /** Where the training started, by DJL's name; empty without a proximal term. */
  private final Map<String, NDArray> starts = new HashMap<>();

  private final Map<String, String> names = new HashMap<>();
  private float rate;

  /**
   * @param model whose tensors are trained; frees the buffers when it is closed
   * @param state whose momentum is gone on with
   */
  static TorchSgd of(NetworkModel model, TrainingState state) {
    return new Builder(model, state).build();
  }

  private TorchSgd(Builder builder) {
    super(builder);
    TrainingState state = builder.state;
    this.recipe = state.task().recipe();
    this.rate = recipe.learningRateAt(Math.max(0, state.epochs().size() - 1));
    builder
        .model
        .parameters()
        .forEach(
            (name, parameter) -> {
              if (parameter.requiresGradient()) {
                names.put(parameter.getId(), name);
                velocities.put(parameter.getId(), velocity(parameter, name, state.momentum()));
                if (recipe.proximal() > 0) {
                  starts.put(parameter.getId(), copy(parameter, state.task().start().get(name)));
                }
              }
            });
  }

  private static NDArray velocity(Parameter parameter, String name, StateDict momentum) {
    return momentum.contains(name)
        ? copy(parameter, momentum.get(name))
        : parameter.getArray().zerosLike();
  }

  private static NDArray copy(Parameter parameter, Tensor values) {
    NDArray weight = parameter.getArray();
    return weight.getManager().create(values.toFloats(), weight.getShape());
  }

  /** Sets the learning rate of an epoch, counted from 0. */
  void startEpoch(int epoch) {
    float next = recipe.learningRateAt(epoch);
    if (next != rate) {
      velocities.values().forEach(velocity -> velocity.muli(next / rate));
      rate = next;
    }
  }

  /** A copy of the buffers times the present learning rate, by torchvision's names. */
  StateDict momentum() {
    Map<String, Tensor> buffers = new LinkedHashMap<>();
    velocities.forEach(
        (id, velocity) ->
            buffers.put(
                names.get(id), Tensor.of(velocity.toFloatArray(), velocity.getShape().getShape())));
    return StateDict.of(buffers);
  }

  @Override
  public void update(String parameterId, NDArray weight, NDArray grad) {
    if (recipe.proximal() > 0) {
      pull(grad, weight, starts.get(parameterId));
    }
    weight
        .getNDArrayInternal()
        .sgdUpdate(
            new NDList(weight, grad, velocities.get(parameterId)),
            new NDList(weight),
            rate,
            getWeightDecay(),
            rescaleGrad,
            clipGrad,
            recipe.momentum(),
            true);
  }

  private void pull(NDArray grad, NDArray weight, NDArray start) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try (NDArray way = weight.sub(start)) {
      grad.addi(way.muli(recipe.proximal()));
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  private static final class Builder extends OptimizerBuilder<Builder> {
    private final NetworkModel model;
    private final TrainingState state;

    Builder(NetworkModel model, TrainingState state) {
      this.model = model;
      this.state = state;
    }

    TorchSgd build() {
      optWeightDecays(state.task().recipe().weightDecay());
      return new TorchSgd(this);
    }

    @Override
    protected Builder self() {
      return this;
    }
  }
}
