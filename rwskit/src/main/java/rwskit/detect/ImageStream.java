package rwskit.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import rwskit.corruption.Corruption;
import rwskit.corruption.Setting;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;
import rwskit.random.RandomStream;

/**
 * Images that arrive one batch after the other while their condition changes, as the field of
 * test-time adaptation measures it (the settings of mariodoebler/test-time-adaptation, there {@code
 * reset_each_shift}, {@code continual}, {@code mixed_domains} and {@code correlated}). Immutable;
 * the same description of the same images gives the same stream.
 *
 * @param kind how images follow each other
 * @param corruptions in the order in which they come
 * @param severities of each corruption, one stretch after the other: 5 alone, or for instance 1 2 3
 *     4 5 4 3 2 1
 * @param stretch images of each stretch, at least 1
 * @param clean images of a stretch of clean ones before each corruption and at the end; 0 for none
 * @param batchSize images a batch, at least 1; the last one of a stretch may have fewer
 * @param seed decides which images come, in which order, and their corruptions' randomness
 */
public record ImageStream(
    Kind kind,
    List<Corruption> corruptions,
    List<Integer> severities,
    int stretch,
    int clean,
    int batchSize,
    long seed) {
  private static final long ORDER = RandomStream.key("stream");

  /** How images follow each other. */
  public enum Kind {
    /** A stretch for each condition; methods begin anew at each, as if somebody told them. */
    RESET,
    /** A stretch for each condition, and nobody tells. */
    CONTINUAL,
    /** The images of all stretches in one, in a drawn order: a batch has many conditions. */
    MIXED,
    /** As continual, and within a stretch one class after the other, in a drawn order. */
    CORRELATED
  }

  /**
   * @throws BadInputException if there is no corruption or severity, or a number is out of range
   */
  public ImageStream {
    corruptions = List.copyOf(corruptions);
    severities = List.copyOf(severities);
    severities.forEach(Corruption::requireSeverity);
    if (corruptions.isEmpty()
        || severities.isEmpty()
        || stretch < 1
        || clean < 0
        || batchSize < 1) {
      throw new BadInputException(
          ("a stream of %s corruptions at %s severities, %s images a stretch, %s clean ones, %s a"
                  + " batch: expected at least 1 each, of clean ones 0")
              .formatted(corruptions.size(), severities.size(), stretch, clean, batchSize));
    }
  }

  /**
   * @param kind how images follow each other
   * @param corruptions in the order in which they come
   * @param stretch images of each
   * @param batchSize images a batch
   * @return a stream at severity 5, without clean images, of seed 0
   * @throws BadInputException if there is no corruption, or a number is less than 1
   */
  public static ImageStream of(
      Kind kind, List<Corruption> corruptions, int stretch, int batchSize) {
    return new ImageStream(
        kind, corruptions, List.of(Corruption.SEVERITIES), stretch, 0, batchSize, 0);
  }

  /**
   * @param levels severities of each corruption, one stretch after the other
   * @return this stream with those
   */
  public ImageStream withSeverities(Integer... levels) {
    return new ImageStream(kind, corruptions, List.of(levels), stretch, clean, batchSize, seed);
  }

  /**
   * @param images of a stretch of clean ones before each corruption and at the end
   * @return this stream with those
   */
  public ImageStream withClean(int images) {
    return new ImageStream(kind, corruptions, severities, stretch, images, batchSize, seed);
  }

  /**
   * @param chosen decides all that is drawn
   * @return this stream with that seed
   */
  public ImageStream withSeed(long chosen) {
    return new ImageStream(kind, corruptions, severities, stretch, clean, batchSize, chosen);
  }

  /**
   * @return the condition of each stretch, in order; of a mixed stream before they are mixed
   */
  public List<Condition> stretches() {
    List<Condition> stretches = new ArrayList<>();
    for (Corruption corruption : corruptions) {
      if (clean > 0) {
        stretches.add(Condition.CLEAN);
      }
      severities.forEach(severity -> stretches.add(Condition.of(corruption, severity)));
    }
    if (clean > 0) {
      stretches.add(Condition.CLEAN);
    }
    return stretches;
  }

  /**
   * Lets the images come, one batch after the other. Only one stretch is corrupted at a time, but
   * of a mixed stream all.
   *
   * @param from clean images; each stretch draws its own from all of them, and one comes again
   *     within a stretch only where there are fewer than the stretch is long
   * @param setting variant and frost; its severity is of no concern
   * @param receiver of the batches
   */
  public void run(ImageSet from, Setting setting, Consumer<StreamBatch> receiver) {
    List<Condition> stretches = stretches();
    if (kind == Kind.MIXED) {
      mixed(from, setting, stretches, receiver);
      return;
    }
    for (int number = 0; number < stretches.size(); number++) {
      Condition condition = stretches.get(number);
      ImageSet images = images(from, setting, condition, number);
      for (int first = 0; first < images.size(); first += batchSize) {
        int count = Math.min(batchSize, images.size() - first);
        receiver.accept(
            new StreamBatch(
                images.range(first, first + count), Collections.nCopies(count, condition), number));
      }
    }
  }

  private void mixed(
      ImageSet from, Setting setting, List<Condition> stretches, Consumer<StreamBatch> receiver) {
    List<Condition> conditions = new ArrayList<>();
    List<ImageSet> parts = new ArrayList<>();
    int[] labels = new int[0];
    for (int number = 0; number < stretches.size(); number++) {
      ImageSet part = images(from, setting, stretches.get(number), number);
      parts.add(part);
      int[] own = part.labels();
      labels = IntStream.concat(Arrays.stream(labels), Arrays.stream(own)).toArray();
      for (int i = 0; i < own.length; i++) {
        conditions.add(stretches.get(number));
      }
    }
    byte[] pixels = new byte[Math.multiplyExact(labels.length, from.imageBytes())];
    int at = 0;
    for (ImageSet part : parts) {
      for (int i = 0; i < part.size(); i++, at++) {
        part.copyImage(i, pixels, at * from.imageBytes());
      }
    }
    ImageSet all =
        ImageSet.of(
            pixels,
            from.height(),
            from.width(),
            from.channels(),
            labels,
            from.classNames(),
            from.split());
    int[] order = RandomStream.of(seed, ORDER).permutation(labels.length);
    for (int first = 0; first < order.length; first += batchSize) {
      int[] some = Arrays.copyOfRange(order, first, Math.min(order.length, first + batchSize));
      receiver.accept(
          new StreamBatch(
              all.select(some), Arrays.stream(some).mapToObj(conditions::get).toList(), 0));
    }
  }

  /** The images of a stretch, in the order in which they come. */
  private ImageSet images(ImageSet from, Setting setting, Condition condition, int number) {
    int count = condition.equals(Condition.CLEAN) ? clean : stretch;
    RandomStream random = RandomStream.of(seed, ORDER, number);
    List<Integer> chosen = new ArrayList<>();
    while (chosen.size() < count) {
      int[] order = random.permutation(from.size());
      for (int i = 0; i < order.length && chosen.size() < count; i++) {
        chosen.add(order[i]);
      }
    }
    if (kind == Kind.CORRELATED) {
      int[] rank = random.permutation(from.classNames().size());
      chosen.sort(Comparator.comparingInt(image -> rank[from.label(image)]));
    }
    int[] indices = chosen.stream().mapToInt(index -> index).toArray();
    return condition.applyTo(from.select(indices), setting, seed);
  }
}
