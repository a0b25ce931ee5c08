package rwskit.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import rwskit.corruption.Corruption;
import rwskit.corruption.Variant;

/** The times of all corruptions at one size of image, with sums and targets. */
final class SpeedTable {
  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final double TARGET_MICROSECONDS = 500;

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

  /**
   * One corruption's times.
   *
   * @param corruption which
   * @param oneCore microseconds an image on one core
   * @param allCores wall microseconds an image of a set on all cores
   * @param peers on one core, in the order of the table's columns
   */
  record Row(Corruption corruption, double oneCore, double allCores, List<PeerTime> peers) {
    private boolean slowerThan(int peer) {
      return peers.get(peer).measured() && oneCore > peers.get(peer).microseconds();
    }
  }

  void add(Row row) {
    rows.add(row);
  }

  /**
   * The table in Markdown and what follows from it.
   *
   * @param coresHad how many cores the measurement on all cores had
   */
  String markdown(double coresHad) {
    StringBuilder text = new StringBuilder();
    text.append(line("\n%d×%<d pixels, µs an image\n", variant.size()));
    text.append(format("| | one core | %d cores, wall |", CORES));
    peers.forEach(peer -> text.append(" %s | ÷ one core |".formatted(peer)));
    text.append("\n|---|---|---|").append("---|---|".repeat(peers.size())).append('\n');
    rows.forEach(row -> text.append(line(row)));
    text.append(sum()).append('\n');
    text.append(line("The set had %.2f of %d cores on average.", coresHad, CORES));
    text.append(target());
    IntStream.range(0, peers.size()).forEach(peer -> text.append(comparison(peer)));
    return text.toString();
  }

  private static String line(Row row) {
    StringBuilder line = new StringBuilder();
    line.append(cells(row.corruption().label(), row.oneCore(), row.allCores()));
    for (PeerTime peer : row.peers()) {
      line.append(peer.measured() ? ratio(peer.microseconds(), row.oneCore()) : " fails | |");
    }
    return line.append('\n').toString();
  }

  private String sum() {
    StringBuilder line = new StringBuilder();
    line.append(cells("all " + rows.size(), total(Row::oneCore), total(Row::allCores)));
    for (int i = 0; i < peers.size(); i++) {
      int peer = i;
      double sum = total(row -> row.peers().get(peer).microseconds());
      line.append(Double.isNaN(sum) ? " | |" : ratio(sum, total(Row::oneCore)));
    }
    return line.append('\n').toString();
  }

  private String target() {
    if (variant != Variant.CIFAR) {
      return "";
    }
    double wall = total(Row::allCores);
    return line(
        "Target for all on two cores at most %.0f µs wall: %.0f on %d, %s.",
        TARGET_MICROSECONDS, wall, CORES, wall <= TARGET_MICROSECONDS ? "met" : "missed");
  }

  private String comparison(int peer) {
    String title = peers.get(peer);
    String slower = list(row -> row.slowerThan(peer), row -> "");
    String failed =
        list(row -> !row.peers().get(peer).measured(), row -> ": " + row.peers().get(peer).error());
    return line("Slower than %s on one core: %s.", title, slower.isEmpty() ? "none" : slower)
        + (failed.isEmpty() ? "" : line("%s fails: %s.", title, failed));
  }

  private String list(Predicate<Row> which, Function<Row, String> remark) {
    return rows.stream()
        .filter(which)
        .map(row -> row.corruption().label() + remark.apply(row))
        .collect(Collectors.joining(", "));
  }

  private double total(ToDoubleFunction<Row> time) {
    return rows.stream().mapToDouble(time).sum();
  }

  private static String cells(String label, double oneCore, double allCores) {
    return format("| %s | %.1f | %.1f |", label, oneCore, allCores);
  }

  private static String ratio(double microseconds, double oneCore) {
    return format(" %.0f | %.1f |", microseconds, microseconds / oneCore);
  }

  private static String line(String format, Object... values) {
    return format(format, values) + "\n";
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
