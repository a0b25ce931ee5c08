package rwskit.corruption;

import java.util.List;

/**
 * Ice on the lens: a·x + b·patch, where the patch is a random crop of one of five pictures of ice,
 * all equally likely (see {@link FrostPictures} for their size). The benchmark's program stops with
 * an error where a picture is not larger than the image; here such a picture is continued by its
 * mirror image. On a grey image the patch counts by its luma (ITU-R BT.601).
 */
final class Frost {
  private static final Parameters<Share> SHARE =
      new Parameters<>(
          List.of(s(1, .2), s(1, .3), s(.9, .4), s(.85, .4), s(.75, .45)),
          List.of(s(1, .3), s(.9, .4), s(.8, .45), s(.75, .5), s(.7, .55)),
          List.of(s(1, .4), s(.8, .6), s(.7, .7), s(.65, .7), s(.6, .75)));

  private record Share(double image, double ice) {}

  private Frost() {}

  private static Share s(double image, double ice) {
    return new Share(image, ice);
  }

  static void apply(WorkingImage image, Setting setting, Randomness random) {
    Share share = SHARE.at(setting);
    List<FrostPicture> pictures = setting.frost().shrunk(setting.variant());
    FrostPicture ice = pictures.get(random.integer(0, pictures.size()));
    int top = start(ice.height(), image.height(), random);
    int left = start(ice.width(), image.width(), random);
    double[] x = image.values();
    for (int y = 0, at = 0; y < image.height(); y++) {
      int row = folded(top + y, ice.height()) * ice.width();
      for (int column = 0; column < image.width(); column++) {
        int pixel = 3 * (row + folded(left + column, ice.width()));
        for (int channel = 0; channel < image.channels(); channel++, at++) {
          double patch =
              image.channels() == 3 ? ice.rgb()[pixel + channel] & 0xFF : luma(ice.rgb(), pixel);
          x[at] = (share.image * (255 * x[at]) + share.ice * patch) / 255;
        }
      }
    }
  }

  private static int start(int length, int needed, Randomness random) {
    return random.integer(0, length > needed ? length - needed : length);
  }

  private static int folded(int position, int length) {
    if (position < length) {
      return position;
    }
    int turned = position % (2 * length);
    return turned < length ? turned : 2 * length - 1 - turned;
  }

  private static double luma(byte[] rgb, int at) {
    return .299 * (rgb[at] & 0xFF) + .587 * (rgb[at + 1] & 0xFF) + .114 * (rgb[at + 2] & 0xFF);
  }
}
