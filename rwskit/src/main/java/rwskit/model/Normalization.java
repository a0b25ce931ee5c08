package rwskit.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import java.util.List;
import rwskit.file.BadInputException;

/**
 * What a network subtracts from and divides each colour channel by, on the scale 0 to 1. Part of
 * the network, so that a corruption always meets the image and never the normalised image.
 *
 * @param mean one value a channel: red, green, blue
 * @param std one value a channel, positive
 */
public record Normalization(List<Float> mean, List<Float> std) {
  /** CIFAR-10's training set, as in the official implementation. */
  public static final Normalization CIFAR10 =
      new Normalization(List.of(.4914f, .4822f, .4465f), List.of(.2470f, .2435f, .2616f));

  /** CIFAR-100's training set, as in the official implementation. */
  public static final Normalization CIFAR100 =
      new Normalization(List.of(.5071f, .4866f, .4409f), List.of(.2673f, .2564f, .2762f));

  /** Tiny-ImageNet's training set, as in the official implementation. */
  public static final Normalization TINY_IMAGENET =
      new Normalization(List.of(.4802f, .4481f, .3975f), List.of(.2302f, .2265f, .2262f));

  /** ImageNet's training set, as torchvision and many others use it. */
  public static final Normalization IMAGENET =
      new Normalization(List.of(.485f, .456f, .406f), List.of(.229f, .224f, .225f));

  /** None: the network takes images on the scale 0 to 1. */
  public static final Normalization NONE =
      new Normalization(List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));

  /**
   * @throws BadInputException if there are not three values each, or one is not finite, or a
   *     divisor is not positive
   */
  public Normalization {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.size() != 3
        || std.size() != 3
        || !mean.stream().allMatch(Float::isFinite)
        || !std.stream().allMatch(value -> Float.isFinite(value) && value > 0)) {
      throw new BadInputException(
          "normalisation by mean %s and std %s: expected three numbers each, the latter positive"
              .formatted(mean, std));
    }
  }

  /** A first layer that does it. */
  Block block() {
    return new LambdaBlock(
        images -> {
          NDArray x = images.singletonOrThrow();
          return new NDList(x.sub(channels(x, mean)).div(channels(x, std)));
        },
        "normalize");
  }

  private static NDArray channels(NDArray like, List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return like.getManager().create(array, new Shape(1, array.length, 1, 1));
  }
}
