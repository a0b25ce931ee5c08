package rwskit.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import rwskit.file.BadInputException;

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
}
