package rwskit.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TableTextTest {
  private static final Table TABLE =
      Table.create(
          StringColumn.create("method", "RWS, α = 1", "a_b | c"),
          DoubleColumn.create("MB", new double[] {1.234, Double.NaN}));

  @Test
  void markdownHasAHeadARuleAndRows() {
    assertThat(TableText.markdown(TABLE))
        .isEqualTo(
            """
            | method | MB |
            |---|---:|
            | RWS, α = 1 | 1.23 |
            | a_b \\| c | – |
            """);
  }

  @Test
  void latexEscapesWhatLatexWouldRead() {
    assertThat(TableText.latex(TABLE))
        .isEqualTo(
            """
            \\begin{tabular}{lr}
            \\toprule
            method & MB \\\\
            \\midrule
            RWS, $\\alpha$ = 1 & 1.23 \\\\
            a\\_b | c & -- \\\\
            \\bottomrule
            \\end{tabular}
            """);
  }
}
