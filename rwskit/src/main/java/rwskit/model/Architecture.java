package rwskit.model;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;
import rwskit.file.Spelling;
import rwskit.weights.StateDict;

/**
 * The convolutional networks of the paper, by torchvision's names, and those that most work on
 * CIFAR uses, by the names of their best-known code.
 *
 * <ul>
 *   <li>VGG as configured by K. Simonyan and A. Zisserman, "Very Deep Convolutional Networks for
 *       Large-Scale Image Recognition", ICLR 2015, table 1 (A, B, D, E), but as in the official
 *       implementation of the signatures: no pooling after the last block, average pooling to 1×1
 *       and one linear layer. torchvision's ends in max pooling and three linear layers: {@link
 *       VggEnd}.
 *   <li>ResNet-50 of K. He, X. Zhang, S. Ren, J. Sun, "Deep Residual Learning for Image
 *       Recognition", CVPR 2016, table 1, with the stem for ImageNet and, as in torchvision, the
 *       stride of a stage on its first 3×3 convolution.
 *   <li>ResNet-20 to 110 of the same paper, section 4.2, for CIFAR, with shortcuts without weights
 *       (option A), as in github.com/akamaster/pytorch_resnet_cifar10.
 *   <li>ResNet-18 of the same paper, table 1, with a 3×3 convolution without pooling for a stem, as
 *       in github.com/kuangliu/pytorch-cifar.
 *   <li>WideResNet-28-k of S. Zagoruyko and N. Komodakis, "Wide Residual Networks", BMVC 2016,
 *       table 1, without dropout, as in github.com/xternalz/WideResNet-pytorch.
 * </ul>
 */
public enum Architecture {
  /** Eight convolutions. */
  VGG11(Family.VGG, false, 1, 1, 2, 2, 2),
  /** Eight convolutions with batch normalisation. */
  VGG11_BN(Family.VGG, true, 1, 1, 2, 2, 2),
  /** Ten convolutions. */
  VGG13(Family.VGG, false, 2, 2, 2, 2, 2),
  /** Ten convolutions with batch normalisation. */
  VGG13_BN(Family.VGG, true, 2, 2, 2, 2, 2),
  /** Thirteen convolutions. */
  VGG16(Family.VGG, false, 2, 2, 3, 3, 3),
  /** Thirteen convolutions with batch normalisation. */
  VGG16_BN(Family.VGG, true, 2, 2, 3, 3, 3),
  /** Sixteen convolutions. */
  VGG19(Family.VGG, false, 2, 2, 4, 4, 4),
  /** Sixteen convolutions with batch normalisation. */
  VGG19_BN(Family.VGG, true, 2, 2, 4, 4, 4),
  /** A convolution and sixteen bottlenecks of three, all with batch normalisation. */
  RESNET50(Family.RESNET, true, 3, 4, 6, 3),
  /** Nineteen convolutions for images of 32×32 pixels, narrow. */
  RESNET20(Family.CIFAR_RESNET, true, 3, 3, 3),
  /** Thirty-one convolutions for images of 32×32 pixels, narrow. */
  RESNET32(Family.CIFAR_RESNET, true, 5, 5, 5),
  /** Forty-three convolutions for images of 32×32 pixels, narrow. */
  RESNET44(Family.CIFAR_RESNET, true, 7, 7, 7),
  /** Fifty-five convolutions for images of 32×32 pixels, narrow. */
  RESNET56(Family.CIFAR_RESNET, true, 9, 9, 9),
  /** A hundred and nine convolutions for images of 32×32 pixels, narrow. */
  RESNET110(Family.CIFAR_RESNET, true, 18, 18, 18),
  /** Seventeen convolutions and three projections, as wide as for ImageNet. */
  RESNET18_CIFAR(Family.RESNET_FOR_SMALL_IMAGES, true, 2, 2, 2, 2),
  /** Twenty-five convolutions and three projections, twice as wide as ResNet-20. */
  WRN28_2(Family.WIDE_RESNET, true, 4, 4, 4),
  /** Twenty-five convolutions and three projections, four times as wide as ResNet-20. */
  WRN28_4(Family.WIDE_RESNET, true, 4, 4, 4),
  /** Twenty-five convolutions and three projections, ten times as wide as ResNet-20. */
  WRN28_10(Family.WIDE_RESNET, true, 4, 4, 4);

  /** How a network is built up. */
  public enum Family {
    /** Convolutions one after the other, in five blocks. */
    VGG,
    /** A stem for large images and bottlenecks, in four stages. */
    RESNET,
    /** Pairs of convolutions past which a shortcut without weights leads, in three stages. */
    CIFAR_RESNET,
    /** The same with projections for shortcuts, in four stages and wide. */
    RESNET_FOR_SMALL_IMAGES,
    /** The same with normalisation and ReLU before each convolution, in three stages. */
    WIDE_RESNET
  }

  private static final String WEIGHT = ".weight";

  private final Family family;
  private final boolean batchNorm;
  private final List<Integer> blocks;

  Architecture(Family family, boolean batchNorm, Integer... blocks) {
    this.family = family;
    this.batchNorm = batchNorm;
    this.blocks = List.of(blocks);
  }

  /**
   * @return how it is built up
   */
  public Family family() {
    return family;
  }

  /**
   * @return whether each convolution is followed by batch normalisation
   */
  public boolean hasBatchNorm() {
    return batchNorm;
  }

  /**
   * @return how many convolutions each of a VGG's five blocks has (max-pooling halves the image
   *     between blocks), or how many residual blocks each of a ResNet's stages
   */
  public List<Integer> blocks() {
    return blocks;
  }

  /**
   * @return how many layers a signature can have, as the official implementation counts for its
   *     {@code keep_num}: convolutions of a VGG, residual blocks and the stem of a ResNet
   */
  public int layers() {
    return blocks.stream().mapToInt(count -> count).sum() + (family == Family.VGG ? 0 : 1);
  }

  /** Channels of the first convolution at full width. */
  int stem() {
    return family == Family.CIFAR_RESNET || family == Family.WIDE_RESNET ? 16 : 64;
  }

  /** How many times as many channels as the stem the first stage has. */
  int widening() {
    return switch (this) {
      case WRN28_2 -> 2;
      case WRN28_4 -> 4;
      case WRN28_10 -> 10;
      default -> 1;
    };
  }

  /** The linear layer's name. */
  String head() {
    return switch (family) {
      case VGG -> "classifier";
      case RESNET, WIDE_RESNET -> "fc";
      case CIFAR_RESNET, RESNET_FOR_SMALL_IMAGES -> "linear";
    };
  }

  /**
   * @return torchvision's name, for instance {@code vgg16_bn}; of a network that is not
   *     torchvision's one like it, for instance {@code resnet20}
   */
  public String torchName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param torchName a {@link #torchName}, in upper or lower case
   * @return the architecture
   * @throws BadInputException if there is none of that name; the message lists those there are
   */
  public static Architecture named(String torchName) {
    List<String> names = Arrays.stream(values()).map(Architecture::torchName).toList();
    return Spelling.meant(torchName, names)
        .map(name -> values()[names.indexOf(name)])
        .orElseThrow(
            () ->
                new BadInputException(
                    "no architecture named %s; there are %s%s"
                        .formatted(
                            torchName,
                            String.join(", ", names),
                            Spelling.suggestion(torchName, names))));
  }

  /**
   * @param weights of any network
   * @return the architectures whose convolutions have just these weights' names, whatever their
   *     width and order
   */
  static Set<Architecture> of(StateDict weights) {
    Set<String> found = Set.copyOf(convolutions(weights));
    return Arrays.stream(values())
        .filter(each -> Set.copyOf(each.convolutions()).equals(found))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Architecture.class)));
  }

  /**
   * Demands the weights of this architecture, of any width and number of classes. What tells it
   * from others is the names of its convolutions.
   *
   * @param weights of any network
   * @throws BadInputException if they are those of another architecture or of none, or one of the
   *     convolutions is {@linkplain StateDict#unreadable unreadable}
   */
  public void require(StateDict weights) {
    Set<Architecture> found = of(weights);
    if (found.contains(this)) {
      return;
    }
    if (!found.isEmpty()) {
      throw new BadInputException(
          "the weights are not those of a %s but of a %s"
              .formatted(torchName(), found.iterator().next().torchName()));
    }
    convolutions().stream()
        .map(name -> name + WEIGHT)
        .filter(weights.unreadable()::containsKey)
        .forEach(weights::get);
    throw new BadInputException(
        "the weights are not those of a %s: expected %s convolutions (%s), found %s (%s)"
            .formatted(
                torchName(),
                convolutions().size(),
                FirstFew.of(convolutions(), ", "),
                convolutions(weights).size(),
                FirstFew.of(convolutions(weights), ", ")));
  }

  private List<String> convolutions() {
    return Network.of(this).shapes().entrySet().stream()
        .filter(tensor -> tensor.getValue().length == 4)
        .map(tensor -> withoutEnding(tensor.getKey()))
        .toList();
  }

  private static List<String> convolutions(StateDict weights) {
    return weights.names().stream()
        .filter(name -> weights.get(name).shape().length == 4)
        .map(Architecture::withoutEnding)
        .toList();
  }

  private static String withoutEnding(String tensor) {
    return tensor.endsWith(WEIGHT)
        ? tensor.substring(0, tensor.length() - WEIGHT.length())
        : tensor;
  }
}
