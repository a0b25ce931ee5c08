package rwskit.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * A network without its weights: everything that fixes the names and shapes of its tensors and what
 * it computes with them.
 *
 * @param architecture depth and batch normalisation
 * @param widthDivisor every channel count of the published network is divided by this: 1 (full
 *     width), 2, 4 … 64
 * @param classes number of outputs, at least 2
 * @param normalization of the input, inside the network
 */
public record Network(
    Architecture architecture, int widthDivisor, int classes, Normalization normalization) {

  private static final int NARROWEST = 64;

  /**
   * @throws BadInputException if the divisor does not divide 64 or there are fewer than 2 classes
   */
  public Network {
    if (widthDivisor < 1 || NARROWEST % widthDivisor != 0) {
      throw new BadInputException(
          "width divisor %s: expected one that divides 64".formatted(widthDivisor));
    }
    if (classes < 2) {
      throw new BadInputException("%s classes: expected at least 2".formatted(classes));
    }
  }

  /**
   * @param architecture depth and batch normalisation
   * @return that network at full width for ten classes with CIFAR-10's normalisation
   */
  public static Network of(Architecture architecture) {
    return new Network(architecture, 1, 10, Normalization.CIFAR10);
  }

  /**
   * @param divisor as {@link #widthDivisor}
   * @return this network at that width
   */
  public Network withWidthDivisor(int divisor) {
    return new Network(architecture, divisor, classes, normalization);
  }

  /**
   * @param count number of outputs
   * @return this network with that many
   */
  public Network withClasses(int count) {
    return new Network(architecture, widthDivisor, count, normalization);
  }

  /**
   * @param inside what the network normalises its input with
   * @return this network with that normalisation
   */
  public Network withNormalization(Normalization inside) {
    return new Network(architecture, widthDivisor, classes, inside);
  }

  /**
   * @return shapes by tensor name, in the order of torchvision's state dict
   */
  public Map<String, long[]> shapes() {
    return switch (architecture.family()) {
      case VGG -> VggBlock.shapes(this);
      case RESNET -> ResNetBlock.shapes(this);
    };
  }

  /** What computes this network; a step keeps that share of running statistics. */
  NamedBlock block(float batchNormMomentum) {
    return switch (architecture.family()) {
      case VGG -> VggBlock.build(this, batchNormMomentum);
      case RESNET -> ResNetBlock.build(this, batchNormMomentum);
    };
  }

  /** The linear layer's name in torchvision. */
  private String head() {
    return architecture.family() == Architecture.Family.RESNET ? "fc" : "classifier";
  }

  /**
   * Draws weights for training from nothing: convolutions, as torchvision's, from a normal
   * distribution with standard deviation √(2 / (output channels · kernel area)) (K. He et al.,
   * "Delving Deep into Rectifiers", ICCV 2015); the linear layer with √(1 / inputs), since
   * torchvision's 0.01 is for layers of 4096 inputs and slows narrow ones down; biases 0, batch
   * normalisation neutral.
   *
   * @param seed decides the draws
   * @return a complete state dict
   */
  public StateDict initialWeights(long seed) {
    // Not RandomStream: other draws would be other weights under the keys of stored models.
    Random random = new Random(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    shapes()
        .forEach(
            (name, shape) -> {
              if (isCounter(name)) {
                tensors.put(name, counter(0));
                return;
              }
              float[] values = new float[elements(shape)];
              if (shape.length == 4) {
                fillNormal(values, Math.sqrt(2.0 / (shape[0] * shape[2] * shape[3])), random);
              } else if (shape.length == 2) {
                fillNormal(values, Math.sqrt(1.0 / shape[1]), random);
              } else if (name.endsWith(".running_var")
                  || (name.endsWith(".weight") && shape.length == 1)) {
                Arrays.fill(values, 1);
              }
              tensors.put(name, Tensor.of(values, shape));
            });
    return StateDict.of(tensors);
  }

  private static int elements(long[] shape) {
    return (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  private static void fillNormal(float[] values, double std, Random random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (std * random.nextGaussian());
    }
  }

  /**
   * Demands that a state dict has exactly this network's tensors.
   *
   * @param weights what is to be loaded
   * @throws BadInputException if a name, shape or type differs; the message lists the first, or
   *     says which other architecture the weights' convolutions are those of
   */
  public void requireFits(StateDict weights) {
    Optional<Architecture> found = Architecture.of(weights);
    if (found.isPresent() && found.get() != architecture) {
      throw new BadInputException(
          "the weights do not fit %s: they look like those of %s"
              .formatted(this, found.get().torchName()));
    }
    Map<String, long[]> expected = shapes();
    List<String> differences = new ArrayList<>();
    expected.forEach(
        (name, shape) -> {
          DType dtype = isCounter(name) ? DType.I64 : DType.F32;
          if (!weights.contains(name)) {
            differences.add(
                weights.unreadable().containsKey(name)
                    ? "%s is of type %s, which cannot be read"
                        .formatted(name, weights.unreadable().get(name))
                    : name + " is missing");
          } else if (weights.get(name).dtype() != dtype
              || !Arrays.equals(weights.get(name).shape(), shape)) {
            differences.add(
                "%s is %s instead of %s%s"
                    .formatted(name, weights.get(name), dtype, Arrays.toString(shape)));
          }
        });
    weights.names().stream()
        .filter(name -> !expected.containsKey(name))
        .forEach(name -> differences.add(name + " is not one of its tensors"));
    if (!differences.isEmpty()) {
      throw new BadInputException(
          "the weights do not fit %s: %s".formatted(this, FirstFew.of(differences, "; ")));
    }
  }

  /**
   * Demands images that this network can take.
   *
   * @param images what is to be predicted or trained on
   * @throws BadInputException if the images are grey or smaller than 16×16 pixels
   */
  public void requireFits(ImageSet images) {
    if (images.channels() != 3 || images.height() < 16 || images.width() < 16) {
      throw new BadInputException(
          "the network takes colour images of at least 16×16 pixels, found %s×%s with %s channels"
              .formatted(images.height(), images.width(), images.channels()));
    }
  }

  /**
   * Demands labelled images that this network's classes can be compared with.
   *
   * @param images what is to be trained or measured on
   * @throws BadInputException if the images are grey, smaller than 16×16 pixels or of another
   *     number of classes
   */
  public void requireFitsClasses(ImageSet images) {
    requireFits(images);
    if (images.classNames().size() != classes) {
      throw new BadInputException(
          "%s do not fit the network %s: their number of classes differs".formatted(images, this));
    }
  }

  /**
   * Makes pretrained weights of this architecture and width the start of a training. A newly drawn
   * linear layer takes the place of the weights' head where that is not this network's, being for
   * other classes or of several layers as in torchvision's own VGG, and always in a ResNet, as the
   * official implementation does. Counters of batch normalisation, which old checkpoints lack,
   * begin at 0.
   *
   * @param weights a state dict of this network, up to the head, which may be missing
   * @param seed decides the new layer's weights
   * @return a state dict that fits this network
   * @throws BadInputException if anything but the head differs, as {@link #requireFits(StateDict)}
   *     says
   */
  public StateDict adapt(StateDict weights, long seed) {
    Map<String, long[]> shapes = shapes();
    Map<String, Tensor> adapted = new LinkedHashMap<>(weights.tensors());
    Tensor linear = adapted.get(head() + ".weight");
    if (architecture.family() == Architecture.Family.RESNET
        || linear == null
        || !Arrays.equals(linear.shape(), shapes.get(head() + ".weight"))) {
      adapted.keySet().removeIf(name -> name.startsWith(head() + "."));
      StateDict fresh = initialWeights(seed);
      for (String part : List.of(".weight", ".bias")) {
        adapted.put(head() + part, fresh.get(head() + part));
      }
    }
    shapes.keySet().stream()
        .filter(Network::isCounter)
        .forEach(name -> adapted.putIfAbsent(name, counter(0)));
    StateDict result = StateDict.of(adapted);
    requireFits(result.withUnreadable(weights.unreadable(), weights.allNames()));
    return result;
  }

  /** Whether a tensor is batch normalisation's count of training steps. */
  static boolean isCounter(String name) {
    return name.endsWith(".num_batches_tracked");
  }

  /** A scalar as batch normalisation's counters are. */
  static Tensor counter(long value) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return Tensor.of(DType.I64, new long[0], bytes.putLong(0, value));
  }

  /**
   * @return for instance {@code vgg16/4, 10 classes}
   */
  @Override
  public String toString() {
    return "%s/%s, %s classes".formatted(architecture.torchName(), widthDivisor, classes);
  }
}
