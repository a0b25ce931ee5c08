package rwskit.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.loss.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import rwskit.random.RandomStream;

/** Carries an {@link Attack} out on one batch. */
final class ProjectedGradient {
  /** Keeps a division by the length of nothing from giving no number. */
  private static final float SHORTEST = 1e-12f;

  private final UnaryOperator<NDArray> network;
  private final List<Parameter> trained;
  private final Attack attack;

  /**
   * @param network from images to logits, recording gradients
   * @param parameters the network's; their gradients are left alone
   */
  ProjectedGradient(UnaryOperator<NDArray> network, Iterable<Parameter> parameters, Attack attack) {
    this.network = network;
    this.attack = attack;
    List<Parameter> all = new ArrayList<>();
    parameters.forEach(all::add);
    this.trained = all.stream().filter(Parameter::requiresGradient).toList();
  }

  /**
   * @param images N×3×H×W on the scale 0 to 1
   * @param labels N class indices
   * @param random draws the start of the image of an index
   * @return the adversarial images, of the manager of the images
   */
  NDArray perturb(NDArray images, NDArray labels, IntFunction<RandomStream> random) {
    trained.forEach(parameter -> parameter.freeze(true));
    try {
      NDArray perturbed = images.add(start(images, random)).clip(0, 1);
      for (int i = 0; i < attack.steps(); i++) {
        NDArray before = perturbed;
        try (NDManager scratch = images.getManager().newSubManager()) {
          perturbed = step(images, before, labels, scratch);
          perturbed.attach(images.getManager());
        }
        before.close();
      }
      return perturbed;
    } finally {
      trained.forEach(parameter -> parameter.freeze(false));
    }
  }

  private NDArray start(NDArray images, IntFunction<RandomStream> random) {
    int count = (int) images.getShape().get(0);
    int size = (int) (images.size() / count);
    float[] difference = new float[count * size];
    for (int i = 0; i < count; i++) {
      attack.drawStart(random.apply(i), difference, i * size, size);
    }
    return images.getManager().create(difference, images.getShape());
  }

  private NDArray step(NDArray images, NDArray perturbed, NDArray labels, NDManager scratch) {
    NDArray x = perturbed.duplicate();
    x.attach(scratch);
    NDArray gradient = gradient(x, labels);
    NDArray difference = perturbed.sub(images);
    difference.attach(scratch);
    NDArray moved =
        switch (attack.norm()) {
          case LINF ->
              difference
                  .add(gradient.sign().mul(attack.stepSize()))
                  .clip(-attack.epsilon(), attack.epsilon());
          case L2 -> {
            NDArray direction = gradient.div(length(gradient));
            NDArray sum = difference.add(direction.mul(attack.stepSize()));
            yield sum.mul(length(sum).pow(-1).mul(attack.epsilon()).minimum(1));
          }
        };
    return moved.add(images).clip(0, 1);
  }

  /** Of the summed cross-entropy, so that an image's gradient is the same in any batch. */
  private NDArray gradient(NDArray x, NDArray labels) {
    x.setRequiresGradient(true);
    NDArray gradient =
        Torch.withGradients(
            gradients -> {
              NDList logits = new NDList(network.apply(x));
              NDArray mean = Loss.softmaxCrossEntropyLoss().evaluate(new NDList(labels), logits);
              gradients.backward(mean.mul(labels.size()));
              return x.getGradient();
            });
    gradient.attach(x.getManager());
    return gradient;
  }

  private static NDArray length(NDArray differences) {
    return differences.pow(2).sum(new int[] {1, 2, 3}, true).sqrt().maximum(SHORTEST);
  }
}
