package rwskit.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;
import rwskit.weights.StateDict;

/**
 * The convolutional networks of the paper, by torchvision's names. VGG as configured by K. Simonyan
 * and A. Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", ICLR
 * 2015, table 1 (A, B, D, E), but as in the official implementation of the signatures: no pooling
 * after the last block, average pooling to 1×1 and one linear layer. ResNet-50 of K. He, X. Zhang,
 * S. Ren, J. Sun, "Deep Residual Learning for Image Recognition", CVPR 2016, table 1, with the stem
 * for ImageNet and, as in torchvision, the stride of a stage on its first 3×3 convolution.
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
  RESNET50(Family.RESNET, true, 3, 4, 6, 3);

  /** How a network is built up. */
  public enum Family {
    /** Convolutions one after the other, in five blocks. */
    VGG,
    /** A stem and residual blocks, in four stages. */
    RESNET
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
   *     between blocks), or how many bottlenecks each of a ResNet's four stages
   */
  public List<Integer> blocks() {
    return blocks;
  }

  /**
   * @return how many layers a signature can have, as the official implementation counts for its
   *     {@code keep_num}: convolutions of a VGG, bottlenecks and the stem of a ResNet
   */
  public int layers() {
    return blocks.stream().mapToInt(count -> count).sum() + (family == Family.RESNET ? 1 : 0);
  }

  /**
   * @return torchvision's name, for instance {@code vgg16_bn}
   */
  public String torchName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param torchName torchvision's name, for instance {@code vgg16_bn}
   * @return the architecture
   * @throws BadInputException if there is none of that name; the message lists those there are
   */
  public static Architecture named(String torchName) {
    return Arrays.stream(values())
        .filter(architecture -> architecture.torchName().equals(torchName))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "no architecture named %s; there are %s"
                        .formatted(
                            torchName,
                            Arrays.stream(values())
                                .map(Architecture::torchName)
                                .collect(Collectors.joining(", ")))));
  }

  /**
   * @param weights of any network
   * @return the architecture whose convolutions have just these weights' names, whatever their
   *     width and order; empty if there is none
   */
  static Optional<Architecture> of(StateDict weights) {
    Set<String> found = Set.copyOf(convolutions(weights));
    return Arrays.stream(values())
        .filter(each -> Set.copyOf(each.convolutions()).equals(found))
        .findFirst();
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
    Optional<Architecture> found = of(weights);
    if (found.isPresent() && found.get() == this) {
      return;
    }
    if (found.isPresent()) {
      throw new BadInputException(
          "the weights are not those of a %s but of a %s"
              .formatted(torchName(), found.get().torchName()));
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
