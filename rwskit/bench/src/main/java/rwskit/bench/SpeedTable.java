package rwskit.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import rwskit.corruption.Corruption;
import rwskit.corruption.Variant;

/** The times of all corruptions at one size of image, with sums and targets. */
final class SpeedTable {
  private static final double TARGET_MICROSECONDS = 500;
  private static final int TARGET_CORES = 2;

  private final Variant variant;
  private final List<String> peers;
  private final List<Row> rows = new ArrayList<>();

  /**
   * @param variant whose parameters, at its size of image
   * @param peers what stands above the peers' columns
   */
  SpeedTable(Variant variant, List<String> peers) {
    this.variant = variant;
    this.peers = peers;
  }

  private record Row(String label, CorruptionTime own, List<PeerTime> peers) {
    boolean slowerThan(int peer) {
      return peers.get(peer).measured() && own.oneCore() > peers.get(peer).microseconds();
    }
  }

  /**
   * @param corruption what was measured
   * @param own in this program
   * @param others on one core, in the order of the table's columns
   */
  void add(Corruption corruption, CorruptionTime own, List<PeerTime> others) {
    rows.add(new Row(corruption.label(), own, others));
  }

  /** The table in Markdown and what follows from it. */
  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(format("%n%d×%<d pixels, µs an image%n%n", variant.size()));
    text.append("| | one core | all cores, wall | all cores, processor time |");
    peers.forEach(peer -> text.append(format(" %s | ÷ one core |", peer)));
    text.append(format("%n|---|---|---|---|%s%n", "---|---|".repeat(peers.size())));
    rows.forEach(row -> text.append(line(row)));
    Row sum = sum();
    text.append(line(sum)).append(format("%n"));
    if (variant == Variant.CIFAR) {
      text.append(target(sum.own()));
    }
    IntStream.range(0, peers.size()).forEach(peer -> text.append(comparison(peer)));
    return text.toString();
  }

  private static String line(Row row) {
    CorruptionTime own = row.own();
    return format(
        "| %s | %.1f | %.1f | %.1f |%s%n",
        row.label(),
        own.oneCore(),
        own.wall(),
        own.processor(),
        row.peers().stream().map(peer -> cells(peer, own)).collect(Collectors.joining()));
  }

  private static String cells(PeerTime peer, CorruptionTime own) {
    double time = peer.microseconds();
    return peer.measured() ? format(" %.0f | %.1f |", time, time / own.oneCore()) : " fails | |";
  }

  private Row sum() {
    CorruptionTime own =
        rows.stream().map(Row::own).reduce(new CorruptionTime(0, 0, 0), CorruptionTime::plus);
    List<PeerTime> others =
        IntStream.range(0, peers.size())
            .mapToObj(
                peer -> rows.stream().map(row -> row.peers().get(peer)).reduce(PeerTime::plus))
            .map(Optional::orElseThrow)
            .toList();
    return new Row("all " + rows.size(), own, others);
  }

  private static String target(CorruptionTime sum) {
    return format(
        "Target for all on %d cores: at most %.0f µs. Wall time on %d is %.0f, processor time a core"
            + " %.0f: %s.%n",
        TARGET_CORES,
        TARGET_MICROSECONDS,
        Runtime.getRuntime().availableProcessors(),
        sum.wall(),
        sum.processor() / TARGET_CORES,
        sum.wall() <= TARGET_MICROSECONDS ? "met" : "missed");
  }

  private String comparison(int peer) {
    String title = peers.get(peer);
    String slower = list(row -> row.slowerThan(peer), row -> "");
    String failed =
        list(row -> !row.peers().get(peer).measured(), row -> ": " + row.peers().get(peer).error());
    return format("Slower than %s on one core: %s.%n", title, slower.isEmpty() ? "none" : slower)
        + (failed.isEmpty() ? "" : format("%s fails: %s.%n", title, failed));
  }

  private String list(Predicate<Row> which, Function<Row, String> remark) {
    return rows.stream()
        .filter(which)
        .map(row -> row.label() + remark.apply(row))
        .collect(Collectors.joining(", "));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
