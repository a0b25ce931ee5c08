package rwskit.model;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;
import rwskit.random.RandomStream;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * A {@link Network} with weights, loaded into DJL's PyTorch engine on this process's {@link
 * ComputeDevice}. Holds native memory: close it, after all its calls have come back.
 *
 * <p>Any number of threads may predict and ask for logits at once; attacks wait for each other. The
 * first call that trains makes the model that thread's own, and every other thread's call is
 * refused from then on by an {@link IllegalStateException}: it would see weights that are half one
 * step's and half the next's. So is every call after {@link #close}.
 */
public final class NetworkModel implements AutoCloseable {
  private static final int EVALUATION_BATCH = 250;
  private static final long ATTACK = RandomStream.key("attack");

  /** How much of the running statistics a step of training keeps: PyTorch's and the paper's. */
  private static final float BATCH_NORM_MOMENTUM = .9f;

  private final Network network;
  private final Model model;
  private final Map<String, Parameter> parameters;
  private final Map<String, long[]> shapes;
  private final Map<String, Long> counters = new LinkedHashMap<>();

  /** Room for a batch of pixels that no thread is filling, if there is some. */
  private final AtomicReference<ByteBuffer> transfer = new AtomicReference<>();

  private final ReentrantLock attacking = new ReentrantLock();
  private final AtomicReference<Thread> training = new AtomicReference<>();

  private NetworkModel(Network network, NamedBlock named, StateDict weights) {
    this.network = network;
    this.parameters = named.parameters();
    this.shapes = named.shapes();
    weights.names().stream()
        .filter(BatchNormTensors::isCounter)
        .forEach(name -> counters.put(name, weights.get(name).bytes().getLong(0)));
    // As initial values, not set afterwards: libtorch prints a warning at every other way.
    parameters.forEach(
        (name, parameter) ->
            parameter.setInitializer(
                (manager, shape, type) -> manager.create(weights.get(name).toFloats(), shape)));
    // A Model of the engine's own making carries the block from here on and frees it on close.
    this.model = Model.newInstance(network.toString(), ComputeDevice.chosen(), "PyTorch");
    model.setBlock(named.block());
    try {
      // The size is any that survives the halvings: no parameter depends on it.
      model
          .getBlock()
          .initialize(
              model.getNDManager(), DataType.FLOAT32, new Shape(1, 3, Network.SIDE, Network.SIDE));
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /**
   * @param network what to build
   * @param weights its weights
   * @return the network, ready to predict or to be trained
   * @throws BadInputException if the weights do not fit; the message lists the first tensors that
   *     do not
   */
  public static NetworkModel open(Network network, StateDict weights) {
    return open(network, BatchNormDesign.running(BATCH_NORM_MOMENTUM), weights);
  }

  /**
   * A network whose batch normalisations mix a batch's own statistics into the running ones as they
   * predict. Each prediction depends on the other images of its batch then, which is of at most 250
   * images, and none is the model's for single images where all of a layer is one number.
   *
   * @param network what to build; one of the kit's, with batch normalisation
   * @param weights its weights
   * @param share α, of the batch's own statistics, above 0 to 1
   * @return the network, ready to predict
   * @throws BadInputException if the weights do not fit, the share is out of range, or the network
   *     has no batch normalisation or is a block of one's own
   */
  public static NetworkModel openBlending(Network network, StateDict weights, double share) {
    if (!network.hasBatchNorm() || network.architecture().isEmpty() || !(share > 0)) {
      throw new BadInputException(
          ("%s with a share of %s of a batch's own statistics: expected one of the kit's networks"
                  + " with batch normalisation, and a share above 0")
              .formatted(network, share));
    }
    return open(network, new BatchNormDesign(BATCH_NORM_MOMENTUM, (float) share), weights);
  }

  /** The network with running statistics that are always those of the last batch. */
  static NetworkModel openWithoutMomentum(Network network, StateDict weights) {
    return open(network, BatchNormDesign.running(0), weights);
  }

  /** Builds the network once: its block tells the shapes that the weights must have. */
  private static NetworkModel open(Network network, BatchNormDesign batchNorm, StateDict weights) {
    NamedBlock named = network.block(batchNorm);
    network.requireFits(weights, named.shapes());
    return new NetworkModel(network, named, weights);
  }

  /**
   * @return what was built
   */
  public Network network() {
    return network;
  }

  /**
   * @return a new manager of arrays on the model's device, for one batch; close it
   */
  public NDManager newScratch() {
    return model.getNDManager().newSubManager();
  }

  /**
   * Computes logits as training needs them: batch normalisation takes the batch's own statistics
   * and counts them among the running ones, and within a gradient collector gradients are recorded.
   *
   * @param images N×3×H×W on the scale 0 to 1
   * @return logits N×classes, of the same manager
   * @throws IllegalStateException if another thread trains this model, or it was closed
   */
  public NDArray trainingLogits(NDArray images) {
    train();
    return logits(images, true);
  }

  /**
   * @return DJL's parameters by torchvision's names, in state-dict order, for an optimiser; batch
   *     normalisation's counters are not among them
   */
  public Map<String, Parameter> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  /**
   * @return a copy of the present weights
   * @throws IllegalStateException if another thread trains this model, or it was closed
   */
  public StateDict weights() {
    requireUsable();
    Map<String, Tensor> constants = network.constants();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) ->
            tensors.put(
                name, constants.containsKey(name) ? constants.get(name) : weight(name, shape)));
    return StateDict.of(tensors);
  }

  private Tensor weight(String name, long[] shape) {
    return BatchNormTensors.isCounter(name)
        ? BatchNormTensors.counter(counters.get(name))
        : Tensor.of(parameters.get(name).getArray().toFloatArray(), shape);
  }

  /**
   * Tells batch normalisation's counters that training went on; DJL itself does not count.
   *
   * @param steps training steps since the last call
   * @throws IllegalStateException if another thread trains this model, or it was closed
   */
  public void countTrainingSteps(long steps) {
    train();
    counters.replaceAll((name, count) -> count + steps);
  }

  /**
   * @param images pixels N×3×H×W on the scale 0 to 1, flattened
   * @param height rows of pixels, at least 16
   * @param width pixels a row, at least 16
   * @return logits N×classes, flattened
   * @throws IllegalStateException if another thread trains this model, or it was closed
   */
  public float[] logits(float[] images, int height, int width) {
    requireUsable();
    try (NDManager scratch = newScratch()) {
      long count = images.length / (3L * height * width);
      NDArray x = scratch.create(images, new Shape(count, 3, height, width));
      return forward(x, false).toFloatArray();
    }
  }

  /**
   * Loads tensors that calls may compute with in the place of this model's own.
   *
   * @param tensors some of the network's, by their names; none for the model as it is
   * @return them, on the model's device
   * @throws BadInputException if one is not the network's, or of another shape or type, or a
   *     counter, or the network is a TorchScript program, which computes with its own tensors
   * @throws IllegalStateException after {@link #close}
   */
  public LoadedTensors load(StateDict tensors) {
    requireOpen();
    if (network.isProgram() && !tensors.names().isEmpty()) {
      throw new BadInputException(
          "%s is a TorchScript program, which computes with no tensors but its own: open the patched weights as a model"
              .formatted(network));
    }
    for (String name : tensors.names()) {
      Tensor tensor = tensors.get(name);
      if (!parameters.containsKey(name)
          || tensor.dtype() != DType.F32
          || !Arrays.equals(tensor.shape(), shapes.get(name))) {
        throw new BadInputException(
            "tensor %s is %s, which cannot take the place of a tensor of %s: expected %s"
                .formatted(
                    name,
                    tensor,
                    network,
                    parameters.containsKey(name)
                        ? DType.F32 + Arrays.toString(shapes.get(name))
                        : "one of its weights or running statistics"));
      }
    }
    return new LoadedTensors(model.getNDManager(), parameters, tensors);
  }

  /**
   * Computes logits with some tensors in the place of this model's own.
   *
   * @param images colour images of at least 16×16 pixels
   * @param instead of {@link #load} of this model
   * @return logits N×classes, flattened
   * @throws BadInputException if the images are grey or smaller
   * @throws IllegalStateException if another thread trains this model, or it was closed
   */
  public float[] logits(ImageSet images, LoadedTensors instead) {
    requireUsable();
    network.requireFits(images);
    float[] logits = new float[images.size() * network.classes()];
    for (int from = 0; from < images.size(); from += EVALUATION_BATCH) {
      int count = Math.min(EVALUATION_BATCH, images.size() - from);
      try (NDManager scratch = newScratch()) {
        NDArray x = pixels(images, from, count, scratch);
        float[] some =
            Torch.withoutGradients(() -> logits(x, false, instead.over(scratch))).toFloatArray();
        System.arraycopy(some, 0, logits, from * network.classes(), some.length);
      }
    }
    return logits;
  }

  /**
   * @param images colour images of at least 16×16 pixels
   * @return for each image the class with the largest logit
   * @throws BadInputException if the images are grey or smaller
   * @throws IllegalStateException if another thread trains this model, or it was closed
   */
  public int[] predict(ImageSet images) {
    return predict(images, Attack.NONE, 0);
  }

  /**
   * @param images colour images of at least 16×16 pixels
   * @param attack what an adversary does to each, knowing its label
   * @param seed decides the attack's random starts
   * @return for each attacked image the class with the largest logit
   * @throws BadInputException if the images are grey or smaller
   * @throws IllegalStateException if another thread trains this model, or it was closed
   */
  public int[] predict(ImageSet images, Attack attack, long seed) {
    requireUsable();
    network.requireFits(images);
    int[] predictions = new int[images.size()];
    for (int from = 0; from < images.size(); from += EVALUATION_BATCH) {
      int count = Math.min(EVALUATION_BATCH, images.size() - from);
      try (NDManager scratch = newScratch()) {
        NDArray x = pixels(images, from, count, scratch);
        int first = from;
        NDArray labels =
            scratch.create(IntStream.range(first, first + count).map(images::label).toArray());
        NDArray attacked =
            attacked(x, labels, attack, i -> RandomStream.of(seed, ATTACK, first + i));
        long[] classes = forward(attacked, false).argMax(1).toLongArray();
        for (int i = 0; i < count; i++) {
          predictions[from + i] = (int) classes[i];
        }
      }
    }
    return predictions;
  }

  /**
   * Does to a batch what an adversary would. Leaves weights, running statistics and gradients
   * alone. Not within a gradient collector: DJL allows one at a time.
   *
   * @param images N×3×H×W on the scale 0 to 1
   * @param labels N class indices
   * @param attack what is done
   * @param random gives the stream that draws the start for the image of an index in the batch
   * @return the attacked images, of the same manager; the images themselves for {@link Attack#NONE}
   * @throws IllegalStateException if another thread trains this model, or it was closed
   */
  public NDArray attacked(
      NDArray images, NDArray labels, Attack attack, IntFunction<RandomStream> random) {
    if (attack.equals(Attack.NONE)) {
      return images;
    }
    requireUsable();
    // Weights ask for no gradients during an attack, which the end of another would undo.
    attacking.lock();
    try {
      return new ProjectedGradient(this::logits, parameters.values(), attack)
          .perturb(images, labels, random);
    } finally {
      attacking.unlock();
    }
  }

  /**
   * @param images colour images of at least 16×16 pixels
   * @param manager owns the result
   * @return all of them, N×3×H×W on the scale 0 to 1
   * @throws BadInputException if the images are grey or smaller
   */
  public NDArray pixels(ImageSet images, NDManager manager) {
    network.requireFits(images);
    return pixels(images, 0, images.size(), manager);
  }

  /** Some images, N×3×H×W on the scale 0 to 1. */
  private NDArray pixels(ImageSet images, int from, int count, NDManager manager) {
    // One buffer for all batches: DJL would allocate one outside the heap for each. Its array is
    // that very memory, so that no other thread may have it before the copy to floats.
    ByteBuffer bytes = transfer.getAndSet(null);
    if (bytes == null || bytes.capacity() < count * images.imageBytes()) {
      bytes = ByteBuffer.allocateDirect(count * images.imageBytes());
    }
    bytes.clear();
    byte[] image = new byte[images.imageBytes()];
    for (int i = 0; i < count; i++) {
      images.copyImage(from + i, image, 0);
      bytes.put(image);
    }
    NDArray pixels = Torch.pixels(bytes.flip(), count, images.height(), images.width(), manager);
    transfer.set(bytes);
    return pixels;
  }

  private void train() {
    training.compareAndSet(null, Thread.currentThread());
    requireUsable();
  }

  private void requireOpen() {
    if (!model.getNDManager().isOpen()) {
      throw new IllegalStateException(
          "%s was closed: open it again, or close it after its last call".formatted(network));
    }
  }

  private void requireUsable() {
    requireOpen();
    Thread owner = training.get();
    if (owner != null && owner != Thread.currentThread()) {
      throw new IllegalStateException(
          "%s is trained by the thread %s, and another one asks it: open the trained weights anew"
              .formatted(network, owner.getName()));
    }
  }

  /** Lets batch normalisation see some images as in training; no other weight changes. */
  void observe(ImageSet images, int from, int count) {
    train();
    try (NDManager scratch = newScratch()) {
      forward(pixels(images, from, count, scratch), true);
    }
  }

  /** Computes logits without recording gradients. */
  private NDArray forward(NDArray images, boolean training) {
    return Torch.withoutGradients(() -> logits(images, training));
  }

  private NDArray logits(NDArray images) {
    return logits(images, false);
  }

  private NDArray logits(NDArray images, boolean training) {
    return logits(images, training, new ParameterStore(images.getManager(), false));
  }

  private NDArray logits(NDArray images, boolean training, ParameterStore store) {
    return model.getBlock().forward(store, new NDList(images), training).singletonOrThrow();
  }

  @Override
  public void close() {
    model.close();
  }
}
