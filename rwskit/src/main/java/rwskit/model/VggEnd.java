package rwskit.model;

/**
 * What comes after the last convolution of a VGG. The convolutions have the same names in all
 * three, and the first two have the same tensors: a checkpoint cannot tell which of the two it was
 * trained as, and loaded as the other it predicts something else without an error. Who has trained
 * it knows: torchvision's {@code features} end in max pooling.
 */
public enum VggEnd {
  /**
   * Average pooling to 1×1 and one linear layer, {@code classifier}: as in the official
   * implementation of the signatures, and what a VGG of the kit is unless told otherwise.
   */
  AVERAGE_POOLING,
  /**
   * Max pooling by 2, then as {@link #AVERAGE_POOLING}: torchvision's {@code features} with a head
   * of one's own, {@code nn.Sequential(vgg.features, nn.AdaptiveAvgPool2d(1), nn.Flatten(),
   * nn.Linear(512, classes))}. Images have at least 32×32 pixels.
   */
  MAX_POOLING,
  /**
   * torchvision's whole network: max pooling by 2, average pooling to 7×7 and three linear layers,
   * {@code classifier.0}, {@code .3} and {@code .6}, which tell it from the others. Without the
   * dropout between these, which changes no prediction; fine-tuning goes without it. Images have at
   * least 32×32 pixels.
   */
  TORCHVISION
}
