package rwskit.model;

import ai.djl.nn.Block;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import rwskit.checkpoint.Checkpoint;
import rwskit.checkpoint.CheckpointContents;
import rwskit.checkpoint.StateDictChoice;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * A network without its weights: everything that fixes the names and shapes of its tensors and what
 * it computes with them. One of the kit's ({@link Architecture}), or a DJL block of one's own
 * ({@link #ofBlock}). Immutable; equal are networks that are built alike.
 */
public final class Network {
  /**
   * Images are of this size where none is given yet: no tensor of the kit's networks depends on it.
   */
  static final int SIDE = 32;

  private static final int LEAST_SIDE = 16;
  private static final int CIFAR10_CLASSES = 10;

  private final Design design;
  private final int classes;
  private final Normalization normalization;

  private Network(Design design, int classes, Normalization normalization) {
    if (classes < 2) {
      throw new BadInputException("%s classes: expected at least 2".formatted(classes));
    }
    this.design = design;
    this.classes = classes;
    this.normalization = normalization;
  }

  /**
   * @param architecture depth, blocks and batch normalisation
   * @return that network at full width for ten classes with CIFAR-10's normalisation
   */
  public static Network of(Architecture architecture) {
    return new Network(
        new ArchitectureDesign(architecture, 1, VggEnd.AVERAGE_POOLING),
        CIFAR10_CLASSES,
        Normalization.CIFAR10);
  }

  /**
   * Tells one of the kit's networks from its weights' names and shapes. Of a VGG with one linear
   * layer they do not tell whether max pooling follows its last convolution: it is taken for one
   * without, and {@link #withEnd} says otherwise. torchvision's own head is told apart.
   *
   * @param weights a state dict; counters of batch normalisation, which old checkpoints lack, may
   *     be missing
   * @param inside what the network normalises its input with, which no weights tell
   * @return the network
   * @throws BadInputException if the kit has no such network
   */
  public static Network of(StateDict weights, Normalization inside) {
    return KnownNetworks.of(weights).withNormalization(inside);
  }

  /**
   * A network of one's own: any DJL block from images (N×3×H×W) to logits (N×classes). It is
   * trained, evaluated, extracted from and patched as the kit's are; its layers are found by the
   * rule of {@link rwskit.signature.Layers}. Studies with it are trained in this JVM, since other
   * processes do not have its code. Stored models are found by its name and its tensors' shapes: a
   * block that computes something else needs another name.
   *
   * @param name tells it from others, for instance {@code "my-net-2"}
   * @param classes number of outputs, at least 2
   * @param block makes a new block, not initialised, for a number of classes; its tensors may
   *     depend on the images' size only if that is 32×32; an array that it makes of Java's numbers
   *     belongs to the images' manager, since libtorch reads its memory again for the gradients
   * @param names from a tensor's place in the block, such as {@code 02Conv2d.weight} or {@code
   *     03BatchNorm.running_mean}, to its name in the state dict; {@link UnaryOperator#identity}
   *     keeps the places as names
   * @return that network with CIFAR-10's normalisation
   * @throws BadInputException if there are fewer than 2 classes
   */
  public static Network ofBlock(
      String name, int classes, IntFunction<Block> block, UnaryOperator<String> names) {
    return new Network(new BlockDesign(name, block, names), classes, Normalization.CIFAR10);
  }

  /**
   * A network in a TorchScript file, which {@code torch.jit.script} and {@code torch.jit.save} make
   * of any PyTorch module from images (N×3×H×W) to logits (N×classes). It is trained, evaluated,
   * extracted from and patched as the kit's are, batch normalisation with it; its weights are the
   * file's, {@code Checkpoint.read(file)}, or others of the same names and shapes. Patched ones are
   * written as such a file by {@link CheckpointContents#write}. What {@code torch.jit.trace} made
   * in evaluation mode has no other mode: running statistics stay as they are in training then, and
   * are not estimated anew. Studies with it are trained in this JVM.
   *
   * @param name tells it from others, for instance {@code "my-net-2"}
   * @param classes number of outputs, at least 2
   * @param file must not be changed in place while the network is in use
   * @return that network with CIFAR-10's normalisation before the program
   * @throws BadInputException if there are fewer than 2 classes, the file cannot be read or is no
   *     TorchScript, or has no weights of its own, as after {@code torch.jit.freeze}
   */
  public static Network ofTorchScript(String name, int classes, Path file) {
    return ofTorchScript(name, classes, Checkpoint.open(file, StateDictChoice.only()));
  }

  /**
   * A network in a TorchScript file, with some names for its weights.
   *
   * @param name as for {@link #ofTorchScript(String, int, Path)}
   * @param classes number of outputs, at least 2
   * @param contents of a TorchScript file; the network's tensors are its weights by its names, and
   *     what it leaves out stays as it is in the file
   * @return that network with CIFAR-10's normalisation before the program
   * @throws BadInputException if there are fewer than 2 classes, or the contents are of another
   *     file
   */
  public static Network ofTorchScript(String name, int classes, CheckpointContents contents) {
    return new Network(TorchScriptDesign.of(name, contents), classes, Normalization.CIFAR10);
  }

  /**
   * @param divisor every channel count of the published network is divided by this: 1 (full width),
   *     2, 4 … up to the first convolution's channels
   * @return this network at that width
   * @throws BadInputException if the divisor does not divide the channels of the first convolution,
   *     or the network is a block of one's own
   */
  public Network withWidthDivisor(int divisor) {
    return new Network(
        new ArchitectureDesign(
            architecture()
                .orElseThrow(
                    () ->
                        new BadInputException(
                            "%s is no network of the kit's: its width is its own".formatted(this))),
            divisor,
            end().orElse(VggEnd.AVERAGE_POOLING)),
        classes,
        normalization);
  }

  /**
   * @param end what comes after the last convolution
   * @return this VGG with that end
   * @throws BadInputException if this is no VGG
   */
  public Network withEnd(VggEnd end) {
    if (!(design instanceof ArchitectureDesign published)) {
      throw new BadInputException("%s is a block of one's own and no VGG".formatted(this));
    }
    return new Network(
        new ArchitectureDesign(published.architecture(), published.widthDivisor(), end),
        classes,
        normalization);
  }

  /**
   * @return what comes after the last convolution; empty if this is no VGG
   */
  public Optional<VggEnd> end() {
    return design instanceof ArchitectureDesign published
            && published.architecture().family() == Architecture.Family.VGG
        ? Optional.of(published.end())
        : Optional.empty();
  }

  /**
   * @param count number of outputs
   * @return this network with that many
   * @throws BadInputException if it is a TorchScript program, which has the outputs that it has
   */
  public Network withClasses(int count) {
    if (isProgram() && count != classes) {
      throw new BadInputException(
          "%s is a TorchScript program, which has the outputs that it has: expected %s classes, not %s"
              .formatted(this, classes, count));
    }
    return new Network(design, count, normalization);
  }

  /**
   * @param inside what the network normalises its input with
   * @return this network with that normalisation
   */
  public Network withNormalization(Normalization inside) {
    return new Network(design, classes, inside);
  }

  /**
   * @return what it is, if it is one of the kit's
   */
  public Optional<Architecture> architecture() {
    return design instanceof ArchitectureDesign published
        ? Optional.of(published.architecture())
        : Optional.empty();
  }

  /**
   * @return whether it is a TorchScript program, which has the outputs that it has, and computes
   *     with no tensors but those that it was opened with
   */
  public boolean isProgram() {
    return design instanceof TorchScriptDesign;
  }

  /**
   * @return what every channel count of the published network is divided by; 1 for a block of one's
   *     own
   */
  public int widthDivisor() {
    return design instanceof ArchitectureDesign published ? published.widthDivisor() : 1;
  }

  /**
   * @return the name, for instance {@code vgg16/4}, or that of the block
   */
  public String label() {
    return design.label();
  }

  /**
   * @return number of outputs
   */
  public int classes() {
    return classes;
  }

  /**
   * @return what the network normalises its input with
   */
  public Normalization normalization() {
    return normalization;
  }

  /**
   * @return whether it has batch normalisation
   */
  public boolean hasBatchNorm() {
    return design.hasBatchNorm();
  }

  /**
   * @return how many layers a signature can have; see {@link rwskit.signature.Layers}
   */
  public int layers() {
    return design.layers(this);
  }

  /**
   * @return shapes by tensor name, in the order of the published state dict
   */
  public Map<String, long[]> shapes() {
    return design.shapes(this);
  }

  /** Its tensors that always have the same elements. */
  Map<String, Tensor> constants() {
    return design.constants();
  }

  /** What computes this network; a step keeps that share of running statistics. */
  NamedBlock block(BatchNormDesign batchNorm) {
    return design.build(this, batchNorm);
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
    return design.initialWeights(this, seed);
  }

  /**
   * Demands that a state dict has exactly this network's tensors.
   *
   * @param weights what is to be loaded
   * @throws BadInputException if a name, shape or type differs; the message lists the first, or
   *     says which other architecture the weights' convolutions are those of
   */
  public void requireFits(StateDict weights) {
    requireFits(weights, shapes());
  }

  /** Demands tensors of shapes that are known already, those of {@link #block}. */
  void requireFits(StateDict weights, Map<String, long[]> expected) {
    List<String> differences = new WeightsFit(expected, design.constants()).differences(weights);
    if (!differences.isEmpty()) {
      throw new BadInputException(
          "the weights do not fit %s: %s"
              .formatted(this, another(weights).orElse(FirstFew.of(differences, "; "))));
    }
  }

  /** Whose weights they are, if not this architecture's. */
  private Optional<String> another(StateDict weights) {
    Set<Architecture> found = Architecture.of(weights);
    return found.isEmpty() || architecture().filter(found::contains).isPresent()
        ? Optional.empty()
        : Optional.of("they look like those of " + found.iterator().next().torchName());
  }

  /**
   * Demands images that this network can take.
   *
   * @param images what is to be predicted or trained on
   * @throws BadInputException if the images are grey or smaller than 16×16 pixels, or 32×32 where a
   *     VGG's last convolution is followed by max pooling
   */
  public void requireFits(ImageSet images) {
    int side = end().filter(end -> end != VggEnd.AVERAGE_POOLING).isPresent() ? SIDE : LEAST_SIDE;
    if (images.channels() != 3 || images.height() < side || images.width() < side) {
      throw new BadInputException(
          "the network takes colour images of at least %s×%s pixels, found %s×%s with %s channels"
              .formatted(side, side, images.height(), images.width(), images.channels()));
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
   * other classes or of several layers as in torchvision's own VGG (of which a network with {@link
   * VggEnd#TORCHVISION} keeps the first two), and always in a ResNet-50, as the official
   * implementation does. Counters of batch normalisation, which old checkpoints lack, begin at 0.
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
    List<String> head = design.head(shapes);
    boolean kept =
        architecture().filter(Architecture.RESNET50::equals).isEmpty()
            && head.stream()
                .allMatch(
                    name ->
                        adapted.containsKey(name)
                            && Arrays.equals(adapted.get(name).shape(), shapes.get(name)));
    if (!kept) {
      // Of torchvision's three linear layers the first two may stay.
      Predicate<String> linear =
          name -> architecture().filter(known -> name.startsWith(known.head() + ".")).isPresent();
      adapted
          .keySet()
          .removeIf(
              name ->
                  linear.test(name)
                      && (head.contains(name)
                          || !Arrays.equals(adapted.get(name).shape(), shapes.get(name))));
      StateDict fresh = initialWeights(seed);
      shapes.keySet().stream()
          .filter(name -> head.contains(name) || linear.test(name))
          .filter(name -> head.contains(name) || !adapted.containsKey(name))
          .forEach(name -> adapted.put(name, fresh.get(name)));
    }
    StateDict result = withCounters(StateDict.of(adapted));
    requireFits(result.withUnreadable(weights.unreadable(), weights.allNames()));
    return result;
  }

  /**
   * @param weights of this network, of which counters of batch normalisation may be missing, as in
   *     old checkpoints
   * @return the weights with those at 0
   */
  public StateDict withCounters(StateDict weights) {
    Map<String, Tensor> all = new LinkedHashMap<>(weights.tensors());
    shapes().keySet().stream()
        .filter(BatchNormTensors::isCounter)
        .forEach(name -> all.putIfAbsent(name, BatchNormTensors.counter(0)));
    return StateDict.of(all);
  }

  /**
   * @return for instance {@code vgg16/4, 10 classes}
   */
  @Override
  public String toString() {
    return "%s, %s classes".formatted(design.label(), classes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Network network
        && design.equals(network.design)
        && classes == network.classes
        && normalization.equals(network.normalization);
  }

  @Override
  public int hashCode() {
    return Objects.hash(design, classes, normalization);
  }
}
