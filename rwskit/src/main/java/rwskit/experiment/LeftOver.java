package rwskit.experiment;

import java.util.List;
import rwskit.analysis.Columns;
import rwskit.corruption.Corruption;
import rwskit.file.BadInputException;
import rwskit.signature.Layers;
import rwskit.study.Models;
import rwskit.weights.StateDict;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The table of {@link StandardDirection#leftOver}. */
final class LeftOver {
  private static final double PERCENT = 100;
  private static final double COPY = 1;
  private static final double THOUSAND = 1000;

  private LeftOver() {}

  static Table of(Models models, List<Corruption> corruptions, int layers, Table rows) {
    Table table =
        Table.create(
            "what RWS leaves of the standard direction",
            StringColumn.create(Columns.DATA),
            StringColumn.create(Columns.CORRUPTION),
            DoubleColumn.create(Columns.KAPPA),
            DoubleColumn.create(Columns.LEFT_OVER),
            DoubleColumn.create(Columns.COPY_AGAINST_RWS));
    List<Long> seeds = models.study().seeds();
    StateDict pretrained = models.pretrained();
    List<String> names = Layers.first(pretrained, layers);
    for (Corruption corruption : corruptions) {
      double kappa = 0;
      double left = 0;
      for (long seed : seeds) {
        StateDict standard = models.seed(seed).standard();
        StateDict robust = models.seed(seed).robust(corruption);
        // RWS projects tensor by tensor, each with a κ of its own.
        List<StandardShare> shares =
            names.stream()
                .map(name -> StandardShare.of(List.of(name), pretrained, standard, robust))
                .toList();
        StandardShare all = shares.stream().reduce(StandardShare::plus).orElseThrow();
        double square = shares.stream().mapToDouble(StandardShare::leftOverSquare).sum();
        kappa += all.kappa() / seeds.size();
        left += PERCENT * Math.sqrt(square / all.start()) / seeds.size();
      }
      Row row = table.appendRow();
      row.setString(Columns.DATA, models.study().data().label());
      row.setString(Columns.CORRUPTION, corruption.label());
      row.setDouble(Columns.KAPPA, rounded(kappa));
      row.setDouble(Columns.LEFT_OVER, rounded(left));
      row.setDouble(Columns.COPY_AGAINST_RWS, rounded(difference(rows, corruption)));
    }
    return table;
  }

  /** For reading. */
  private static double rounded(double value) {
    return Math.round(value * THOUSAND) / THOUSAND;
  }

  private static double difference(Table rows, Corruption corruption) {
    double copied = 0;
    double patched = 0;
    int copies = 0;
    int patches = 0;
    for (Row row : rows) {
      if (!row.getString(Columns.CORRUPTION).equals(corruption.label())) {
        continue;
      }
      if (row.isMissing(Columns.KAPPA)) {
        patched += row.getDouble(Columns.RA);
        patches++;
      } else if (row.getDouble(Columns.KAPPA) == COPY) {
        copied += row.getDouble(Columns.RA);
        copies++;
      }
    }
    if (copies == 0) {
      throw new BadInputException("κ = 1, a copy, was not measured: set it among the kappas");
    }
    return copied / copies - patched / patches;
  }
}
