package rwskit.corruption;

import java.util.Collections;
import rwskit.corrupted.NpzFile;

/** A crop of frost that a reference run recorded, as pictures that hold nothing else. */
final class FrostPatch {
  private FrostPatch() {}

  /**
   * @param patch H×W×3 values
   * @param variant whose pictures are used smaller than they are
   * @return five times a picture that has exactly this patch's size and values after shrinking
   */
  static FrostPictures pictures(NpzFile.Array patch, Variant variant) {
    double factor = factor(variant);
    int height = patch.shape()[0];
    int width = patch.shape()[1];
    int largeHeight = (int) Math.rint(height / factor);
    int largeWidth = (int) Math.rint(width / factor);
    byte[] rgb = new byte[largeHeight * largeWidth * 3];
    for (int i = 0; i < rgb.length; i++) {
      int row = (int) ((i / 3 / largeWidth + .5) * factor);
      int column = (int) ((i / 3 % largeWidth + .5) * factor);
      rgb[i] = (byte) (int) patch.values()[(row * width + column) * 3 + i % 3];
    }
    return FrostPictures.of(
        "a patch", Collections.nCopies(5, new FrostPicture(largeHeight, largeWidth, rgb)));
  }

  private static double factor(Variant variant) {
    return switch (variant) {
      case CIFAR -> .2;
      case TINY -> .3;
      case IMAGENET -> 1;
    };
  }
}
