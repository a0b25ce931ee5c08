package rwskit.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import rwskit.corruption.Corruption;
import rwskit.corruption.FrostPictures;
import rwskit.corruption.Randomness;
import rwskit.corruption.Setting;
import rwskit.corruption.Variant;
import rwskit.corruption.WorkingImage;
import rwskit.data.ImageSet;

/**
 * Times corruptions in this program: microseconds an image, from 8 bits to 8 bits, mean of
 * severities 1, 3 and 5. On one core it is processor time, which other programs hardly change, and
 * the median of some rounds; wall time is the fastest round's.
 */
final class CorruptionTimer {
  private static final List<Integer> SEVERITIES = List.of(1, 3, 5);
  private static final int ROUNDS = 9;
  private static final int ROUNDS_OF_SETS = 5;
  private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean PROGRAM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final long WARM_UP_NANOSECONDS = 200_000_000;

  /** Images of a round on one core. */
  private static final int FEW = 200;

  private final List<Setting> settings;
  private final ImageSet images;
  private final ImageSet few;
  private final WorkingImage work;
  private final byte[] pixels;

  CorruptionTimer(Variant variant, FrostPictures frost, ImageSet images) {
    this.settings =
        SEVERITIES.stream().map(severity -> new Setting(variant, severity, frost)).toList();
    this.images = images;
    this.few = images.range(0, Math.min(FEW, images.size()));
    this.work = new WorkingImage(images.height(), images.width(), images.channels());
    this.pixels = new byte[images.imageBytes()];
  }

  /** Runs everything for a while, so that what is compiled is compiled for all corruptions. */
  void warmUp() {
    for (Corruption corruption : Corruption.values()) {
      for (Setting setting : settings) {
        long end = System.nanoTime() + WARM_UP_NANOSECONDS;
        while (System.nanoTime() < end) {
          onThisThread(corruption, setting);
        }
      }
    }
  }

  CorruptionTime time(Corruption corruption) {
    return new CorruptionTime(
        onOneCore(corruption), onAllCores(corruption), processorOnAllCores(corruption));
  }

  /** One image after the other on the thread that asks; its processor time. */
  private double onOneCore(Corruption corruption) {
    return meanOfSeverities(
        setting -> {
          Runnable round = () -> onThisThread(corruption, setting);
          return rounds(THREAD::getCurrentThreadCpuTime, ROUNDS, round)[ROUNDS / 2] / few.size();
        });
  }

  /** A whole set by the method for sets, which uses all cores; wall time. */
  private double onAllCores(Corruption corruption) {
    return meanOfSeverities(
        setting ->
            rounds(System::nanoTime, ROUNDS_OF_SETS, () -> whole(corruption, setting))[0]
                / images.size());
  }

  /** The same, the processor time of all threads: a mean, for its clock ticks slowly. */
  private double processorOnAllCores(Corruption corruption) {
    return meanOfSeverities(
        setting -> {
          long start = PROGRAM.getProcessCpuTime();
          for (int i = 0; i < ROUNDS_OF_SETS; i++) {
            whole(corruption, setting);
          }
          return (PROGRAM.getProcessCpuTime() - start) / 1e3 / ROUNDS_OF_SETS / images.size();
        });
  }

  private void whole(Corruption corruption, Setting setting) {
    corruption.apply(images, setting, setting.severity());
  }

  private void onThisThread(Corruption corruption, Setting setting) {
    for (int i = 0; i < few.size(); i++) {
      few.copyImage(i, pixels, 0);
      work.read(pixels, 0);
      corruption.apply(work, setting, Randomness.seeded(setting.severity(), i));
      work.write(pixels, 0);
    }
  }

  private double meanOfSeverities(ToDoubleFunction<Setting> time) {
    return settings.stream().mapToDouble(time).average().orElseThrow();
  }

  /** Microseconds of every round, the fastest first. */
  private static double[] rounds(LongSupplier clock, int count, Runnable round) {
    double[] times = new double[count];
    for (int i = 0; i < count; i++) {
      long start = clock.getAsLong();
      round.run();
      times[i] = (clock.getAsLong() - start) / 1e3;
    }
    Arrays.sort(times);
    return times;
  }
}
