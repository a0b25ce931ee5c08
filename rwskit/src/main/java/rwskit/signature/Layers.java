package rwskit.signature;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * The layers of a network, from the input on, told from its tensors' names (torchvision's) and
 * shapes. As the official implementation counts for its {@code keep_num}:
 *
 * <ul>
 *   <li>VGG: a layer is a convolution, weight and bias; batch normalisation between them is not
 *       part of any layer.
 *   <li>ResNet: the first layer is the stem, convolution and batch normalisation; each further one
 *       is a whole residual block with its batch normalisations and its downsampling branch.
 *       Weights and biases only, no running statistics.
 * </ul>
 *
 * <p>The order of the tensors in the state dict does not matter: some writers sort them by name.
 */
public final class Layers {
  private static final Pattern VGG = Pattern.compile("features\\.(\\d{1,6})\\.(weight|bias)");
  private static final Pattern RESNET =
      Pattern.compile(
          "(?:layer(\\d{1,6})\\.(\\d{1,6})\\.)?(?:(conv|bn)(\\d)|downsample\\.([01]))\\.(weight|bias)");

  private Layers() {}

  /** A tensor of a layer: its name and where it comes in its network. */
  private record Place(String name, int stage, int block, int part, boolean isWeight) {
    static final Comparator<Place> ORDER =
        Comparator.comparingInt(Place::stage)
            .thenComparingInt(Place::block)
            .thenComparingInt(Place::part)
            .thenComparing(place -> !place.isWeight);

    String module() {
      return name.substring(0, name.lastIndexOf('.'));
    }
  }

  /**
   * The names of the tensors of the first layers.
   *
   * @param weights a VGG's or ResNet's weights, or those of its first layers
   * @param count how many layers, from 1 to {@link #count}
   * @return the names, from the input on, weight before bias
   * @throws BadInputException if the network is of neither family or has fewer layers
   */
  public static List<String> first(StateDict weights, int count) {
    List<List<String>> layers = layers(weights);
    if (count < 1 || count > layers.size()) {
      throw new BadInputException(
          "%s layers were asked for; these weights have 1 to %s".formatted(count, layers.size()));
    }
    return layers.subList(0, count).stream().flatMap(List::stream).toList();
  }

  /**
   * @param weights a VGG's or ResNet's weights, or those of its first layers
   * @return how many layers it has
   * @throws BadInputException if the network is of neither family
   */
  public static int count(StateDict weights) {
    return layers(weights).size();
  }

  /**
   * The convolutions of a network, each under its module's name, for instance {@code features.0} or
   * {@code layer1.0.conv2}; their tensors are that name with {@code .weight} and, in a VGG, {@code
   * .bias}.
   *
   * @param weights a VGG's or ResNet's weights, or those of its first layers
   * @return the names from the input on; a downsampling branch after its block's other convolutions
   * @throws BadInputException if the network is of neither family
   */
  public static List<String> convolutions(StateDict weights) {
    return places(weights).stream()
        .filter(place -> isConvolution(weights, place.name))
        .map(Place::module)
        .toList();
  }

  /**
   * Leaves out a network's head, torchvision's {@code classifier} in a VGG and {@code fc} in a
   * ResNet. No layer counted here has a part of it, and θ₀'s often differs from that of the
   * fine-tuned networks or is gone, being for other classes.
   *
   * @param weights a VGG's or ResNet's weights
   * @return the others of its tensors, in its order
   */
  public static StateDict withoutHead(StateDict weights) {
    return weights.only(
        weights.names().stream()
            .filter(name -> !name.startsWith("classifier.") && !name.startsWith("fc."))
            .toList());
  }

  private static List<List<String>> layers(StateDict weights) {
    Map<List<Integer>, List<String>> layers = new LinkedHashMap<>();
    for (Place place : places(weights)) {
      layers
          .computeIfAbsent(List.of(place.stage, place.block), key -> new ArrayList<>())
          .add(place.name);
    }
    return List.copyOf(layers.values());
  }

  private static List<Place> places(StateDict weights) {
    List<Place> places = new ArrayList<>();
    for (String name : weights.names()) {
      Matcher vgg = VGG.matcher(name);
      Matcher resnet = RESNET.matcher(name);
      if (vgg.matches() && isOfConvolution(weights, name)) {
        places.add(new Place(name, number(vgg, 1), 0, 0, isWeight(name)));
      } else if (resnet.matches()) {
        places.add(
            new Place(name, number(resnet, 1), number(resnet, 2), part(resnet), isWeight(name)));
      }
    }
    if (places.stream().noneMatch(place -> isConvolution(weights, place.name))) {
      throw new BadInputException(
          "the layers of this network are unknown: it has no convolution named as in torchvision's"
              + " VGG (features.0.weight) or ResNet (conv1.weight, layer1.0.conv1.weight); its"
              + " tensors are "
              + FirstFew.of(weights.names(), ", "));
    }
    places.sort(Place.ORDER);
    return places;
  }

  /** Convolutions and normalisations alternate; the branch past a block comes last. */
  private static int part(Matcher resnet) {
    return resnet.group(5) != null
        ? 100 + number(resnet, 5)
        : 2 * number(resnet, 4) + (resnet.group(3).equals("bn") ? 1 : 0);
  }

  private static int number(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Integer.parseInt(matcher.group(group));
  }

  private static boolean isWeight(String name) {
    return name.endsWith(".weight");
  }

  private static boolean isOfConvolution(StateDict weights, String name) {
    return isConvolution(weights, name.replaceAll("bias$", "weight"));
  }

  private static boolean isConvolution(StateDict weights, String name) {
    Tensor tensor = weights.tensors().get(name);
    return isWeight(name) && tensor != null && tensor.shape().length == 4;
  }
}
