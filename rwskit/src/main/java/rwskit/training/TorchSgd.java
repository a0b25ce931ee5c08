package rwskit.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import rwskit.model.NetworkModel;
import rwskit.model.Torch;
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
final class TorchSgd {
  private static final int NO_RESCALING = 1;
  private static final int NO_CLIPPING = -1;

  private final Recipe recipe;

  /** By torchvision's name. */
  private final Map<String, Trained> tensors = new LinkedHashMap<>();

  private final int steps;
  private float rate;

  /**
   * @param weight what is trained
   * @param velocity learning rate · buffer
   * @param start where the training started; null without a proximal term
   */
  private record Trained(NDArray weight, NDArray velocity, NDArray start) {}

  /**
   * @param model whose tensors are trained; frees the buffers when it is closed
   * @param state whose momentum is gone on with
   * @param steps of an epoch
   */
  TorchSgd(NetworkModel model, TrainingState state, int steps) {
    this.recipe = state.task().recipe();
    this.steps = steps;
    int epochs = state.epochs().size();
    this.rate =
        epochs == 0
            ? recipe.learningRateAt(0, 0, steps)
            : recipe.learningRateAt(epochs - 1, steps - 1, steps);
    model
        .parameters()
        .forEach(
            (name, parameter) -> {
              if (parameter.requiresGradient()) {
                tensors.put(name, trained(name, parameter, state));
              }
            });
  }

  private Trained trained(String name, Parameter parameter, TrainingState state) {
    NDArray weight = parameter.getArray();
    StateDict momentum = state.momentum();
    return new Trained(
        weight,
        momentum.contains(name) ? copy(weight, momentum.get(name)) : weight.zerosLike(),
        recipe.proximal() > 0 ? copy(weight, state.task().start().get(name)) : null);
  }

  private static NDArray copy(NDArray like, Tensor values) {
    return like.getManager().create(values.toFloats(), like.getShape());
  }

  /** Sets the learning rate of a step; epoch and step are counted from 0. */
  void startStep(int epoch, int step) {
    float next = recipe.learningRateAt(epoch, step, steps);
    if (next != rate) {
      tensors.values().forEach(tensor -> tensor.velocity.muli(next / rate));
      rate = next;
    }
  }

  /** A copy of the buffers times the present learning rate, by torchvision's names. */
  StateDict momentum() {
    Map<String, Tensor> buffers = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) ->
            buffers.put(
                name,
                Tensor.of(tensor.velocity.toFloatArray(), tensor.velocity.getShape().getShape())));
    return StateDict.of(buffers);
  }

  /** Changes the weights by their gradients and sets these to 0. */
  void step() {
    Torch.withoutGradients(
        () -> {
          tensors.values().forEach(this::update);
          return null;
        });
  }

  private void update(Trained tensor) {
    NDArray weight = tensor.weight;
    try (NDArray gradient = weight.getGradient()) {
      if (recipe.proximal() > 0) {
        try (NDArray way = weight.sub(tensor.start)) {
          gradient.addi(way.muli(recipe.proximal()));
        }
      }
      weight
          .getNDArrayInternal()
          .sgdUpdate(
              new NDList(weight, gradient, tensor.velocity),
              new NDList(weight),
              rate,
              recipe.weightDecay(),
              NO_RESCALING,
              NO_CLIPPING,
              recipe.momentum(),
              true);
    }
  }
}
