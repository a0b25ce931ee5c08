package rwskit.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Prints how many images a second one training gets through in rwskit and in PyTorch, by wall time
 * and by processor time. All programs stay loaded and take turns in short rounds, so that what else
 * the machine does hits all of them.
 */
@Command(name = "TrainingSpeed", sortOptions = false, mixinStandardHelpOptions = true)
public final class TrainingSpeed implements Runnable {
  /** As studies start their workers and environment/kernelspec.py the kernel. */
  private static final Map<String, String> ALLOCATOR =
      Map.of(
          "MALLOC_ARENA_MAX", "1",
          "MALLOC_MMAP_MAX_", "0",
          "MALLOC_TRIM_THRESHOLD_", Long.toString(1L << 40));

  private static final int BATCH = 128;

  @Option(names = "--python", required = true, description = "Interpreter that has torch.")
  private Path python;

  @Option(
      names = "--script",
      description = "The peer.",
      defaultValue = "rwskit/bench/peers/training.py",
      showDefaultValue = CommandLine.Help.Visibility.ALWAYS)
  private Path script;

  @Option(
      names = "--network",
      description = "The kit's name of it.",
      defaultValue = "vgg11",
      showDefaultValue = CommandLine.Help.Visibility.ALWAYS)
  private String network;

  @Option(
      names = "--divisors",
      split = ",",
      description = "Of the width.",
      defaultValue = "8,4,1",
      showDefaultValue = CommandLine.Help.Visibility.ALWAYS)
  private List<Integer> divisors;

  @Option(
      names = "--threads",
      split = ",",
      description = "Of one training.",
      defaultValue = "1,2",
      showDefaultValue = CommandLine.Help.Visibility.ALWAYS)
  private List<Integer> threads;

  @Option(
      names = "--rounds",
      description = "Of each program; medians are printed.",
      defaultValue = "9",
      showDefaultValue = CommandLine.Help.Visibility.ALWAYS)
  private int rounds;

  private TrainingSpeed() {}

  /**
   * Measures.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new TrainingSpeed()).execute(arguments));
  }

  @Override
  public void run() {
    System.out.println(
        "| width | threads | program | images/s | by processor time | rwskit's speed by it |");
    System.out.println("|---|---|---|---|---|---|");
    for (int count : threads) {
      for (int divisor : divisors) {
        measure(divisor, count);
      }
    }
  }

  private void measure(int divisor, int count) {
    List<PeerProcess> programs = new ArrayList<>();
    try {
      programs.add(rwskit(divisor, count));
      programs.add(torch("PyTorch", divisor, count, Map.of(), "channels_first"));
      programs.add(
          torch("PyTorch, allocator as rwskit's", divisor, count, ALLOCATOR, "channels_first"));
      programs.add(torch("PyTorch, channels-last", divisor, count, Map.of(), "channels_last"));
      // About a second a round; the first warms up.
      int steps = Math.max(2, 3 * divisor);
      double[][][] seconds = new double[programs.size()][2][rounds];
      for (int round = -1; round < rounds; round++) {
        for (int i = 0; i < programs.size(); i++) {
          String[] answer = programs.get(i).ask(Integer.toString(steps)).split(",");
          for (int clock = 0; clock < 2; clock++) {
            seconds[i][clock][Math.max(round, 0)] = Double.parseDouble(answer[clock]);
          }
        }
      }
      for (int i = 0; i < programs.size(); i++) {
        print(
            divisor, count, programs.get(i).title(), (long) steps * BATCH, seconds[i], seconds[0]);
      }
    } finally {
      programs.forEach(PeerProcess::close);
    }
  }

  private static void print(
      int divisor, int threads, String title, long images, double[][] seconds, double[][] own) {
    double[] ratios = new double[seconds[1].length];
    Arrays.setAll(ratios, round -> seconds[1][round] / own[1][round]);
    System.out.printf(
        Locale.ROOT,
        "| 1/%d | %d | %s | %.0f | %.0f | %.2f |%n",
        divisor,
        threads,
        title,
        images / median(seconds[0]),
        images / median(seconds[1]),
        median(ratios));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private PeerProcess rwskit(int divisor, int count) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:ActiveProcessorCount=" + count,
            "-cp",
            System.getProperty("java.class.path"),
            TrainingRounds.class.getName(),
            network,
            Integer.toString(divisor),
            Integer.toString(count));
    return start("rwskit", builder, count, ALLOCATOR);
  }

  private PeerProcess torch(
      String title, int divisor, int count, Map<String, String> environment, String layout) {
    ProcessBuilder builder =
        new ProcessBuilder(
            python.toString(),
            script.toString(),
            network,
            Integer.toString(divisor),
            Integer.toString(count),
            layout);
    return start(title, builder, count, environment);
  }

  private static PeerProcess start(
      String title, ProcessBuilder builder, int threads, Map<String, String> environment) {
    builder.environment().putAll(environment);
    builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
    return PeerProcess.start(title, builder);
  }
}
