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
 * after the last block, average pooling to 1×1 and one linear layer.
 */
public enum Architecture {
  /** Eight convolutions. */
  VGG11(false, 1, 1, 2, 2, 2),
  /** Eight convolutions with batch normalisation. */
  VGG11_BN(true, 1, 1, 2, 2, 2),
  /** Ten convolutions. */
  VGG13(false, 2, 2, 2, 2, 2),
  /** Ten convolutions with batch normalisation. */
  VGG13_BN(true, 2, 2, 2, 2, 2),
  /** Thirteen convolutions. */
  VGG16(false, 2, 2, 3, 3, 3),
  /** Thirteen convolutions with batch normalisation. */
  VGG16_BN(true, 2, 2, 3, 3, 3),
  /** Sixteen convolutions. */
  VGG19(false, 2, 2, 4, 4, 4),
  /** Sixteen convolutions with batch normalisation. */
  VGG19_BN(true, 2, 2, 4, 4, 4);

  private final boolean batchNorm;
  private final List<Integer> blocks;

  Architecture(boolean batchNorm, Integer... blocks) {
    this.batchNorm = batchNorm;
    this.blocks = List.of(blocks);
  }

  /**
   * @return whether each convolution is followed by batch normalisation
   */
  public boolean hasBatchNorm() {
    return batchNorm;
  }

  /**
   * @return how many convolutions each of the five blocks has; max-pooling halves the image between
   *     blocks
   */
  public List<Integer> blocks() {
    return blocks;
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
