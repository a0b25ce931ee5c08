package rwskit.worker;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import rwskit.file.BadInputException;
import rwskit.model.ComputeDevice;
import rwskit.store.Store;
import rwskit.study.Study;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * What a study takes on this machine, estimated from a short training of its network on noise, for
 * which neither its images nor θ₀'s checkpoint need be there.
 *
 * @param study which
 * @param trainedImages images that all trainings see, each as often as it is seen
 * @param estimates one for each number of workers that was measured, ascending
 * @param missing what has to be put where before the study can be trained
 * @param measured how the speed was measured, in a sentence
 * @param freeDiskBytes in the store's file system
 * @param memoryBytes of the machine
 */
public record StudyPlan(
    Study study,
    long trainedImages,
    List<Estimate> estimates,
    List<String> missing,
    String measured,
    long freeDiskBytes,
    long memoryBytes) {
  /** Column: worker processes. */
  public static final String WORKERS = "workers";

  /** Column: models of the study, θ₀ among them. */
  public static final String MODELS = "models";

  /** Column: epochs of a fine-tuning. */
  public static final String EPOCHS = "epochs";

  /** Column: millions of images that all trainings see, each as often as it is seen. */
  public static final String IMAGES = "images, millions";

  /** Column: images a second in training, of all workers together. */
  public static final String SPEED = "images/s";

  /** Column: hours that all trainings take. */
  public static final String HOURS = "hours";

  /** Column: gigabytes (10⁹ bytes) on disk at the most, the store's models and what runs need. */
  public static final String DISK = "disk, GB";

  /** Column: gigabytes of memory at the most, of all workers; missing where it was not measured. */
  public static final String MEMORY = "memory, GB";

  private static final double GIGA = 1e9;
  private static final double START_SECONDS = 2;

  /**
   * An estimate for a number of workers.
   *
   * @param workers processes that train at once
   * @param imagesPerSecond in training, all together
   * @param hours for all of the study's models
   * @param diskBytes at the most: models, states of the running trainings, and with several workers
   *     the corrupted training images
   * @param memoryBytes at the most, of all workers; 0 where it was not measured
   */
  public record Estimate(
      int workers, double imagesPerSecond, double hours, long diskBytes, long memoryBytes) {}

  /** Copies the lists. */
  public StudyPlan {
    estimates = List.copyOf(estimates);
    missing = List.copyOf(missing);
  }

  /**
   * Measures with one worker, half as many as {@link Study#train()} would start, and as many; where
   * memory would not suffice for more workers, with fewer.
   *
   * @param study what is planned
   * @param time how long to measure; longer where a step or two of training take longer
   * @return the estimates
   * @throws BadInputException if the time is not positive, or a worker process cannot be started or
   *     fails
   */
  public static StudyPlan measure(Study study, Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new BadInputException("a measurement of %s: expected some time".formatted(time));
    }
    int most = WorkerPool.usualWorkers(study.threads());
    List<Integer> numbers = Stream.of(1, most / 2, most).filter(n -> n > 0).distinct().toList();
    double seconds = Math.max(.5, time.toMillis() / 1e3 / numbers.size() - START_SECONDS);
    PlannedWork work = PlannedWork.of(study);
    long memory = machine().getTotalMemorySize();
    List<Estimate> estimates = new ArrayList<>();
    double load = machine().getSystemLoadAverage();
    long images = 0;
    StringBuilder tooMany = new StringBuilder();
    List<Speed> alone = List.of();
    for (int workers : numbers) {
      // Measuring must not run into the wall that it is to warn of.
      if (workers > 1 && !work.fits(alone.get(0), workers, memory)) {
        tooMany.append("; the memory is too small for ").append(workers).append(" workers");
        continue;
      }
      List<Speed> speeds = SpeedMeasurement.run(study, workers, seconds);
      alone = alone.isEmpty() ? speeds : alone;
      images += speeds.stream().mapToLong(Speed::images).sum();
      estimates.add(work.estimate(alone.get(0), speeds));
    }
    return new StudyPlan(
        study,
        work.trainedImages(),
        estimates,
        Stream.concat(study.data().missing().stream(), study.pretraining().missing().stream())
            .toList(),
        String.format(
            Locale.ROOT,
            "%,d images of noise of %d×%d in batches of %d, random weights, %s, %d cores%s%s",
            images,
            work.counts().height(),
            work.counts().width(),
            study.fineTuning().batchSize(),
            ComputeDevice.name(),
            Runtime.getRuntime().availableProcessors(),
            load < 0 ? "" : String.format(Locale.ROOT, ", load average %.1f before", load),
            tooMany),
        Store.standard().freeBytes(),
        memory);
  }

  private static com.sun.management.OperatingSystemMXBean machine() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
  }

  /**
   * @return a row for each estimate, by the columns named above
   */
  public Table table() {
    Table table =
        Table.create(
            study.name() + (missing.isEmpty() ? "" : ", missing: " + String.join("; ", missing)),
            IntColumn.create(WORKERS),
            IntColumn.create(MODELS),
            IntColumn.create(EPOCHS),
            DoubleColumn.create(IMAGES),
            DoubleColumn.create(SPEED),
            DoubleColumn.create(HOURS),
            DoubleColumn.create(DISK),
            DoubleColumn.create(MEMORY));
    for (Estimate each : estimates) {
      table.intColumn(WORKERS).append(each.workers());
      table.intColumn(MODELS).append(study.models().size());
      table.intColumn(EPOCHS).append(study.fineTuning().epochs());
      table.doubleColumn(IMAGES).append(trainedImages / 1e6);
      table.doubleColumn(SPEED).append(each.imagesPerSecond());
      table.doubleColumn(HOURS).append(each.hours());
      table.doubleColumn(DISK).append(each.diskBytes() / GIGA);
      if (each.memoryBytes() > 0) {
        table.doubleColumn(MEMORY).append(each.memoryBytes() / GIGA);
      } else {
        table.doubleColumn(MEMORY).appendMissing();
      }
    }
    return table;
  }

  /**
   * @return the plan for reading, several lines
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    line(text, "%s: %s", study.name(), study.caption());
    line(
        text,
        "%d models: θ₀ (%s), %d θ_std, %d θ_c; fine-tuning for %d epochs; %.2f million images seen",
        study.models().size(),
        study.pretraining(),
        study.seeds().size(),
        study.seeds().size() * study.corruptions().size(),
        study.fineTuning().epochs(),
        trainedImages / 1e6);
    line(text, "measured on %s", measured);
    line(text, "%8s %10s %10s %9s %11s", WORKERS, SPEED, HOURS, DISK, MEMORY);
    for (Estimate each : estimates) {
      line(
          text,
          "%8d %10.1f %10.3f %9.1f %11s",
          each.workers(),
          each.imagesPerSecond(),
          each.hours(),
          each.diskBytes() / GIGA,
          each.memoryBytes() == 0 ? "–" : format("%.1f", each.memoryBytes() / GIGA));
    }
    line(
        text,
        "there are %.1f GB of disk and %.1f GB of memory",
        freeDiskBytes / GIGA,
        memoryBytes / GIGA);
    missing.forEach(lack -> line(text, "missing: %s", lack));
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(format(format, values)).append('\n');
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
