package rwskit.detect;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Decisions as a table. Keeps the last ones only, so that a long run does not fill the memory. */
public final class DecisionLog {
  /** Column: the batch's number, from 0; a batch that mixes conditions has a row for each. */
  public static final String BATCH = "batch";

  /** Column: how many images of the batch the row is about. */
  public static final String IMAGES = "images";

  /** Column: what was detected: {@code fog/3}, {@code clean} or {@code unknown}. */
  public static final String DETECTED = "detected";

  /** Column: the probability of what was detected, see {@link Detection#probability}. */
  public static final String PROBABILITY = "probability";

  /** Column: what the network was patched against; missing where it ran unpatched. */
  public static final String PATCH = "patch on";

  /** Column: α of that; missing where it ran unpatched. */
  public static final String ALPHA = "α";

  /** Column: why, in words. */
  public static final String WHY = "why";

  private final int most;
  private final Deque<Decision> last = new ArrayDeque<>();

  DecisionLog(int most) {
    this.most = most;
  }

  /** Those of a batch stay beside each other, whoever else adds. */
  synchronized void add(List<Decision> decisions) {
    for (Decision decision : decisions) {
      if (last.size() == most) {
        last.removeFirst();
      }
      last.add(decision);
    }
  }

  synchronized List<Decision> decisions() {
    return List.copyOf(last);
  }

  /**
   * @param decisions some
   * @return a row for each, in their order
   */
  public static Table table(List<Decision> decisions) {
    Table table =
        Table.create(
            "decisions",
            LongColumn.create(BATCH),
            IntColumn.create(IMAGES),
            StringColumn.create(DETECTED),
            DoubleColumn.create(PROBABILITY),
            StringColumn.create(PATCH),
            DoubleColumn.create(ALPHA),
            StringColumn.create(WHY));
    for (Decision decision : decisions) {
      Row row = table.appendRow();
      row.setLong(BATCH, decision.batch());
      row.setInt(IMAGES, decision.images());
      row.setString(DETECTED, decision.detection().label());
      row.setDouble(PROBABILITY, decision.detection().probability());
      decision
          .patch()
          .ifPresent(
              patch -> {
                row.setString(PATCH, patch.label());
                row.setDouble(ALPHA, decision.alpha());
              });
      row.setString(WHY, decision.why());
    }
    return table;
  }
}
