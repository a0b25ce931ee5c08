package rwskit.signature;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * The layers of a network, from the input on, told from its tensors' names and shapes. Of any
 * network, by one rule:
 *
 * <ul>
 *   <li>A layer is a block with all that stands in it (convolutions or linear layers, their
 *       normalisations, its shortcut, squeeze-and-excitation), in the state dict's order: {@code
 *       layer1.0} of a ResNet, {@code blocks.3} of a transformer; where there are no blocks, a
 *       convolution with its normalisation. A ResNet's stem is its first layer.
 *   <li>Weights and biases only: no running statistics, counters or constants of the images'
 *       normalisation.
 *   <li>The head, what comes after the last convolution or block, is in no layer.
 * </ul>
 *
 * <p>A VGG, whose layers are {@code features.0}, {@code features.3} and so on, is counted as in the
 * official implementation ({@code keep_num}), which leaves the batch normalisation between its
 * convolutions out; so are ResNets, for which the rule gives the same. Immutable.
 *
 * <p>Some writers sort tensors by name. Then the order is told from the names, where these tell it.
 */
public final class Layers {
  private static final String VGG_NORMALISATION =
      "normalisation, which the paper's count leaves out of a VGG's layers";

  private static final Pattern VGG = Pattern.compile("(?:.*\\.)?features\\.\\d{1,6}");

  private final List<Layer> layers;
  private final Set<String> head;
  private final StateDict weights;

  private Layers(List<Layer> layers, Set<String> head, StateDict weights) {
    this.layers = layers;
    this.head = head;
    this.weights = weights;
  }

  /**
   * One layer.
   *
   * @param name the module that it is, for instance {@code layer1.0}
   * @param tensors the names of its weights and biases
   */
  public record Layer(String name, List<String> tensors) {
    /** Takes a copy of the list. */
    public Layer {
      tensors = List.copyOf(tensors);
    }
  }

  /**
   * @param weights a network's weights, or those of its first layers
   * @return its layers
   * @throws BadInputException if it has none, being a mere head or of no weights known, if these
   *     are of a network and of an averaged copy of it, or tensors are sorted by name and the names
   *     do not tell the order; the message names the tensors
   */
  public static Layers of(StateDict weights) {
    NetworkCopies.requireOne(weights);
    Blocks.Found found = Blocks.of(weights, Parameters.of(weights));
    if (found.layers().isEmpty()) {
      throw new BadInputException(
          "the layers of this network are unknown: it has no convolution (a weight of three"
              + " dimensions or more) and no blocks, or nothing but one layer; choose tensors by"
              + " name (extract --tensors); its tensors are "
              + FirstFew.of(weights.names(), ", "));
    }
    List<Layer> layers = new ArrayList<>();
    for (Blocks.Block block : found.layers()) {
      layers.add(new Layer(block.name(), NetworkOrder.tensors(weights, block.tensors())));
    }
    Set<String> head = new LinkedHashSet<>();
    found.head().forEach(block -> head.addAll(block.tensors()));
    return new Layers(isVgg(weights, layers) ? convolutionsOf(layers) : layers, head, weights);
  }

  /**
   * @return the layers from the input on
   */
  public List<Layer> layers() {
    return List.copyOf(layers);
  }

  /**
   * @return the tensors that are in no layer, each with the reason, in the state dict's order
   */
  public Map<String, String> left() {
    Set<String> placed = new LinkedHashSet<>();
    layers.forEach(layer -> placed.addAll(layer.tensors));
    Set<String> parameters = Set.copyOf(Parameters.of(weights));
    Map<String, String> left = new LinkedHashMap<>();
    for (String name : weights.names()) {
      if (head.contains(name)) {
        left.put(name, "head");
      } else if (!parameters.contains(name)) {
        left.put(name, "not trained by gradients");
      } else if (!placed.contains(name)) {
        left.put(name, VGG_NORMALISATION);
      }
    }
    return left;
  }

  /**
   * The names of the tensors of the first layers.
   *
   * @param weights a network's weights, or those of its first layers
   * @param count how many layers, from 1 to {@link #count}
   * @return the names, from the input on, weight before bias
   * @throws BadInputException if the network has fewer layers, or a weight in or before them is
   *     {@linkplain StateDict#unreadable unreadable}, or as {@link #of}
   */
  public static List<String> first(StateDict weights, int count) {
    List<Layer> layers = of(weights).layers;
    if (count < 1 || count > layers.size()) {
      throw new BadInputException(
          "%s layers were asked for; these weights have 1 to %s".formatted(count, layers.size()));
    }
    List<String> first =
        layers.subList(0, count).stream().flatMap(layer -> layer.tensors.stream()).toList();
    requireReadable(weights, first);
    return first;
  }

  /** A layer whose weight cannot be read looks like none, and the next would be counted for it. */
  private static void requireReadable(StateDict weights, List<String> first) {
    Set<String> needed = new LinkedHashSet<>();
    Set<String> modules = new LinkedHashSet<>();
    if (!weights.unreadable().isEmpty()) {
      first.forEach(name -> needed.addAll(weights.unreadableBefore(name)));
      first.forEach(name -> modules.add(Parameters.module(name)));
    }
    Parameters.unreadable(weights).stream()
        .filter(name -> needed.contains(name) || modules.contains(Parameters.module(name)))
        .findFirst()
        .ifPresent(weights::get);
  }

  /**
   * @param weights a network's weights, or those of its first layers
   * @return how many layers it has
   * @throws BadInputException as {@link #of}
   */
  public static int count(StateDict weights) {
    return of(weights).layers.size();
  }

  /**
   * The convolutions of a network, each under its module's name, for instance {@code features.0} or
   * {@code layer1.0.conv2}; their tensors are that name with {@code .weight} and, in a VGG, {@code
   * .bias}.
   *
   * @param weights a network's weights, or those of its first layers
   * @return the names from the input on; a downsampling branch after its block's other convolutions
   * @throws BadInputException as {@link #of}
   */
  public static List<String> convolutions(StateDict weights) {
    return of(weights).layers.stream()
        .flatMap(layer -> layer.tensors.stream())
        .filter(name -> Parameters.isConvolution(name, weights.get(name)))
        .map(Parameters::module)
        .toList();
  }

  /**
   * @param weights any network's weights
   * @return the names of the tensors that training changes by gradients: floating-point numbers, no
   *     running statistics, no constants of the images' normalisation
   */
  public static List<String> trained(StateDict weights) {
    return Parameters.of(weights);
  }

  /**
   * @param weights any network's weights
   * @return the names of those {@linkplain StateDict#unreadable unreadable} tensors that training
   *     changes, as far as names tell it: {@code weight} and {@code bias}
   */
  public static List<String> unreadable(StateDict weights) {
    return Parameters.unreadable(weights);
  }

  /**
   * Leaves out a network's head. No layer has a part of it, and θ₀'s often differs from that of the
   * fine-tuned networks or is gone, being for other classes.
   *
   * @param weights a network's weights
   * @return the others of its tensors, in its order
   * @throws BadInputException as {@link #of}
   */
  public static StateDict withoutHead(StateDict weights) {
    Set<String> head = of(weights).head;
    return weights.only(weights.names().stream().filter(name -> !head.contains(name)).toList());
  }

  /** Whether each layer is one convolution of {@code features}, with or without normalisations. */
  private static boolean isVgg(StateDict weights, List<Layer> layers) {
    return layers.stream()
        .allMatch(
            layer ->
                layer.tensors.stream()
                        .map(Parameters::module)
                        .allMatch(module -> VGG.matcher(module).matches())
                    && layer.tensors.stream()
                        .map(Parameters::module)
                        .distinct()
                        .allMatch(
                            module ->
                                module.equals(layer.name) || isNormalisation(weights, module)));
  }

  private static boolean isNormalisation(StateDict weights, String module) {
    return isVector(weights, module + ".weight") && isVector(weights, module + ".bias");
  }

  private static boolean isVector(StateDict weights, String name) {
    Tensor tensor = weights.tensors().get(name);
    return tensor != null && tensor.shape().length == 1;
  }

  private static List<Layer> convolutionsOf(List<Layer> layers) {
    return layers.stream()
        .map(
            layer ->
                new Layer(
                    layer.name,
                    layer.tensors.stream()
                        .filter(name -> Parameters.module(name).equals(layer.name))
                        .toList()))
        .toList();
  }
}
