package rwskit.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rwskit.corruption.Corruption.BRIGHTNESS;
import static rwskit.corruption.Corruption.CONTRAST;
import static rwskit.corruption.Corruption.FOG;
import static rwskit.corruption.Corruption.GAUSSIAN_NOISE;
import static rwskit.corruption.Corruption.SATURATE;
import static rwskit.corruption.Corruption.SNOW;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rwskit.corruption.Corruption;
import rwskit.drawing.Label;
import rwskit.evaluation.Accuracy;
import rwskit.file.BadInputException;
import rwskit.model.Architecture;
import rwskit.model.OneThread;
import rwskit.study.Models;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

@ExtendWith(OneThread.class)
class TransferTest {
  private static final double ALPHA = .75;
  private static final int LAYERS = 3;

  @ParameterizedTest
  @EnumSource(names = {"VGG11", "VGG11_BN"})
  void transferTellsOwnOtherAndWrongSignaturesApart(Architecture architecture) {
    Constructed made = Made.of(architecture);
    Constructed other = Made.other(architecture);
    Transfer transfer = Transfer.of(other.models, made.models).layers(LAYERS).alpha(ALPHA);
    Table rows = transfer.rows();
    int at = 0;
    Places places = new Places();
    Map<String, List<List<Double>>> columns = new LinkedHashMap<>();
    boolean control = architecture.hasBatchNorm();
    for (String column :
        List.of(
            "RA standard",
            "RA statistics",
            "RA other set's wrong signatures",
            "RA other set's signature",
            "RA own signature",
            "RA robust")) {
      if (control || !column.equals("RA statistics")) {
        columns.put(column, new ArrayList<>());
      }
    }
    for (long seed : made.study.seeds()) {
      columns.values().forEach(bySeed -> bySeed.add(new ArrayList<>()));
      // The other set has the seeds 11 and 5.
      long there = seed == 5 ? 5 : 11;
      for (Corruption corruption : List.of(GAUSSIAN_NOISE, BRIGHTNESS, CONTRAST)) {
        Accuracy standard = made.ra(made.standard(seed), corruption);
        Accuracy own = made.ra(made.patched(corruption, seed, LAYERS, ALPHA), corruption);
        Accuracy robust = made.ra(made.robust(corruption, seed), corruption);
        Accuracy carried =
            made.ra(made.patched(seed, LAYERS, other.part(corruption, there, ALPHA)), corruption);
        double wrong = 0;
        for (Corruption one : List.of(GAUSSIAN_NOISE, BRIGHTNESS, CONTRAST)) {
          wrong +=
              one == corruption
                  ? 0
                  : made.ra(made.patched(seed, LAYERS, other.part(one, there, ALPHA)), corruption)
                          .percent()
                      / 2;
        }
        Row row = new Row(rows, at++);
        Expect.text(row, "data", "made 7", "from", "made 11", "corruption", corruption.label());
        assertThat(row.getLong("seed")).isEqualTo(seed);
        places.add(standard.percent(), own.percent(), carried.percent(), robust.percent(), wrong);
        Expect.accuracy(row, "RA standard", standard);
        Expect.accuracy(row, "RA own signature", own);
        Expect.accuracy(row, "RA other set's signature", carried);
        Expect.accuracy(row, "RA robust", robust);
        Expect.number(row, "RA other set's wrong signatures", wrong);
        if (control) {
          Accuracy statistics = made.ra(made.statistics(seed, ALPHA, corruption), corruption);
          Expect.accuracy(row, "RA statistics", statistics);
          add(columns, "RA statistics", statistics.percent());
        }
        add(columns, "RA standard", standard.percent());
        add(columns, "RA own signature", own.percent());
        add(columns, "RA other set's signature", carried.percent());
        add(columns, "RA robust", robust.percent());
        add(columns, "RA other set's wrong signatures", wrong);
      }
    }
    assertThat(rows.rowCount()).isEqualTo(at);
    places.areDifferent();
    Table summary = transfer.summary();
    assertThat(summary.columnNames().subList(1, summary.columnCount()))
        .containsExactlyElementsOf(columns.keySet());
    assertThat(transfer.figure("").sheet().labels())
        .extracting(Label::text)
        .contains("wrong", "own")
        .matches(texts -> texts.contains("statistics") == control);
    assertThat(summary.stringColumn("data").asList()).containsExactly("made 7");
    columns.forEach(
        (column, bySeed) -> Expect.text(new Row(summary, 0), column, Expect.spread(bySeed)));
  }

  private static void add(Map<String, List<List<Double>>> columns, String column, double value) {
    List<List<Double>> bySeed = columns.get(column);
    bySeed.get(bySeed.size() - 1).add(value);
  }

  @Test
  void transferInBothDirectionsIsOneAfterTheOther() {
    Models made = Made.of(Architecture.VGG11).models;
    Models other = Made.other(Architecture.VGG11).models;
    Transfer there = Transfer.of(made, other).layers(2);
    Transfer both = Transfer.of(other, made).layers(2).alpha(.5).and(there);
    Table rows = both.rows();
    assertThat(rows.rowCount()).isEqualTo(3 * 3 + 2 * 3);
    assertThat(rows.first(9).toString())
        .isEqualTo(Transfer.of(other, made).layers(2).alpha(.5).rows().toString());
    assertThat(rows.last(6).toString()).isEqualTo(there.rows().last(6).toString());
    Row back = new Row(rows, 9);
    Expect.text(back, "data", "made 11", "from", "made 7", "corruption", "contrast");
    // Seed 11 is not here: the first must do.
    Constructed own = Made.of(Architecture.VGG11);
    Constructed target = Made.other(Architecture.VGG11);
    Expect.accuracy(
        back,
        "RA other set's signature",
        target.ra(target.patched(11, 2, own.part(CONTRAST, 3, 1)), CONTRAST));
    assertThat(both.summary().stringColumn("data").asList()).containsExactly("made 7", "made 11");
    assertThat(both.figure("both").title()).contains("both");
    assertThat(both.figure("both").caption())
        .endsWith(
            "The first 2 layers of each signature, α = 0.5. %s The first 2 layers of each signature, α = 1. %s"
                .formatted(made.study().testCaption(), other.study().testCaption()));
    Transfer normalised =
        Transfer.of(
            Made.of(Architecture.VGG11_BN).models, Made.other(Architecture.VGG11_BN).models);
    assertThatThrownBy(() -> both.and(normalised))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("one has batch normalisation");
    for (ThrowingCallable change :
        List.<ThrowingCallable>of(() -> both.layers(3), () -> both.alpha(1))) {
      assertThatThrownBy(change)
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("say what varies before and(…)");
    }
  }

  @Test
  void transferTakesWrongOnesFromAllOverTheList() {
    List<Corruption> six = List.of(GAUSSIAN_NOISE, SNOW, FOG, BRIGHTNESS, CONTRAST, SATURATE);
    assertThat(Transfer.wrongOnes(six, GAUSSIAN_NOISE)).containsExactly(SNOW, BRIGHTNESS, CONTRAST);
    assertThat(Transfer.wrongOnes(six, CONTRAST)).containsExactly(SATURATE, SNOW, FOG);
    assertThat(Transfer.wrongOnes(six.subList(0, 2), SNOW)).containsExactly(GAUSSIAN_NOISE);
  }

  @Test
  void transferNeedsTwoCommonCorruptions() {
    Constructed made = Made.of(Architecture.VGG11);
    Models one =
        new Models(made.study.withCorruptions(CONTRAST), made.models.store(), java.util.Map.of());
    assertThatThrownBy(() -> Transfer.of(one, made.models))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("needs two corruptions that both have, found [CONTRAST]");
    Models two =
        new Models(
            made.study.withCorruptions(CONTRAST, BRIGHTNESS),
            made.models.store(),
            java.util.Map.of());
    assertThat(Transfer.of(two, made.models)).isNotNull();
  }
}
