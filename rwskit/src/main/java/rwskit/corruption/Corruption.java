package rwskit.corruption;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;
import rwskit.file.Spelling;
import rwskit.random.RandomStream;

/**
 * The benchmark's corruptions, by the names of its files (Hendrycks and Dietterich 2019, with the
 * four additional ones of its code). What each accepts in images is said at the constant.
 */
public enum Corruption {
  /** Normal noise of standard deviation .04 to .10 of the range. */
  GAUSSIAN_NOISE(Family.NOISE, GaussianNoise::apply),
  /** Grain of 500 to 50 counts of light for a full value. */
  SHOT_NOISE(Family.NOISE, ShotNoise::apply),
  /** Single values set to black or white, 1 to 7 %. */
  IMPULSE_NOISE(Family.NOISE, ImpulseNoise::apply),
  /** Noise of 6 to 20 % of each value. */
  SPECKLE_NOISE(Family.NOISE, SpeckleNoise::apply),
  /** Gaussian filter of .4 to 1 pixel. */
  GAUSSIAN_BLUR(Family.BLUR, GaussianBlur::apply),
  /** Every point a disc of a radius of .3 to 1.5 pixels. */
  DEFOCUS_BLUR(Family.BLUR, DefocusBlur::apply),
  /** Pixels shuffled within one pixel, between two Gaussian filters. */
  GLASS_BLUR(Family.BLUR, GlassBlur::apply),
  /** Motion of some pixels along an angle of at most 45 degrees. */
  MOTION_BLUR(Family.BLUR, MotionBlur::apply),
  /** The mean of zooms by up to 1.06 to 1.25; each axis of a rectangle is zoomed by itself. */
  ZOOM_BLUR(Family.BLUR, ZoomBlur::apply),
  /** Falling snow on a whitened image; a grey one is taken for one of three equal channels. */
  SNOW(Family.WEATHER, Snow::apply),
  /** Ice on the lens, from the setting's {@link FrostPictures}. */
  FROST(Family.WEATHER, Frost::apply),
  /** Fog of uneven density. */
  FOG(Family.WEATHER, Fog::apply),
  /** Drops of water (severities 1 to 3) or mud on the lens. */
  SPATTER(Family.WEATHER, Spatter::apply),
  /** Values raised by .05 to .3 of the range, hue and saturation kept. */
  BRIGHTNESS(Family.WEATHER, Brightness::apply),
  /** Contrast lowered to 75 to 15 %. */
  CONTRAST(Family.DIGITAL, Contrast::apply),
  /** Tilted and squeezed by up to .08 of the side, then bent like rubber. */
  ELASTIC_TRANSFORM(Family.DIGITAL, ElasticTransform::apply),
  /** Resolution lowered to 95 to 65 %. */
  PIXELATE(Family.DIGITAL, Pixelate::apply),
  /** JPEG of quality 80 to 40. */
  JPEG_COMPRESSION(Family.DIGITAL, JpegCompression::apply),
  /** Colours made paler (severities 1 and 2), then stronger; of colour images only. */
  SATURATE(Family.DIGITAL, Saturate::apply);

  /** How many severities there are, from 1, the weakest, to this, the strongest. */
  public static final int SEVERITIES = 5;

  /** Images that one task of a thread corrupts before it takes another. */
  private static final int BATCH = 64;

  private final Family family;
  private final Distortion distortion;

  Corruption(Family family, Distortion distortion) {
    this.family = family;
    this.distortion = distortion;
  }

  /**
   * @return its kind
   */
  public Family family() {
    return family;
  }

  /**
   * @return the benchmark's name, as in {@code gaussian_noise}
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param label the benchmark's name, as in {@code gaussian_noise}, in upper or lower case
   * @return that corruption
   * @throws BadInputException if there is none of that name; the message lists the names
   */
  public static Corruption named(String label) {
    List<String> names = Arrays.stream(values()).map(Corruption::label).toList();
    return Spelling.meant(label, names)
        .map(name -> values()[names.indexOf(name)])
        .orElseThrow(
            () ->
                new BadInputException(
                    "no corruption is named \"%s\": expected one of %s%s"
                        .formatted(
                            label, String.join(", ", names), Spelling.suggestion(label, names))));
  }

  /**
   * @param severity any number
   * @return it
   * @throws BadInputException if it is not 1 to {@link #SEVERITIES}
   */
  public static int requireSeverity(int severity) {
    if (severity < 1 || severity > SEVERITIES) {
      throw new BadInputException("severity %s: expected 1 to %s".formatted(severity, SEVERITIES));
    }
    return severity;
  }

  /**
   * Corrupts a whole set on all cores. What happens to image i depends on its pixels, the severity,
   * the seed, the set's split and i alone: the first images of a set come out the same without the
   * rest.
   *
   * @param images clean images
   * @param severity 1 to 5, of the variant that is nearest to the images in size
   * @param seed decides the random draws
   * @return the corrupted images, with the same labels
   * @throws BadInputException if the severity is out of range
   */
  public ImageSet apply(ImageSet images, int severity, long seed) {
    Variant variant = Variant.nearest(images.height(), images.width());
    return apply(images, Setting.of(variant, severity), seed);
  }

  /**
   * Corrupts a whole set on all cores, as {@link #apply(ImageSet, int, long)} does.
   *
   * @param images clean images
   * @param setting variant and severity
   * @param seed decides the random draws
   * @return the corrupted images, with the same labels
   */
  public ImageSet apply(ImageSet images, Setting setting, long seed) {
    return apply(images, setting, seed, finished -> {});
  }

  /**
   * Corrupts a whole set on all cores, as {@link #apply(ImageSet, int, long)} does, and tells how
   * far it is.
   *
   * @param images clean images
   * @param setting variant and severity
   * @param seed decides the random draws
   * @param watcher is told after every few images how many were finished since its last call, all
   *     together as many as the set has; called from several threads, never from two at a time
   * @return the corrupted images, with the same labels
   */
  public ImageSet apply(ImageSet images, Setting setting, long seed, IntConsumer watcher) {
    byte[] pixels = new byte[images.size() * images.imageBytes()];
    int batches = (images.size() + BATCH - 1) / BATCH;
    IntStream.range(0, batches)
        .parallel()
        .forEach(
            batch -> {
              int from = batch * BATCH;
              int to = Math.min(images.size(), from + BATCH);
              corrupt(images, from, to, setting, seed, pixels);
              synchronized (pixels) {
                watcher.accept(to - from);
              }
            });
    return images.withPixels(pixels);
  }

  private void corrupt(
      ImageSet images, int from, int to, Setting setting, long seed, byte[] pixels) {
    WorkingImage work = new WorkingImage(images.height(), images.width(), images.channels());
    long kind = RandomStream.key(label());
    long split = RandomStream.key(images.split().name());
    for (int i = from; i < to; i++) {
      int at = i * images.imageBytes();
      images.copyImage(i, pixels, at);
      work.read(pixels, at);
      Randomness random = Randomness.seeded(seed, kind, setting.severity(), split, i);
      distortion.apply(work, setting, random);
      work.write(pixels, at);
    }
  }

  /**
   * Corrupts one image in place, before the cut to 8 bits.
   *
   * @param image values from 0 to 1; afterwards they may lie outside
   * @param setting variant and severity
   * @param random where the draws are taken from
   */
  public void apply(WorkingImage image, Setting setting, Randomness random) {
    distortion.apply(image, setting, random);
  }
}
