package rwskit.corruption;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ZoomAxisTest {
  @Property
  void thereAreEnoughPixelsAndAllLieInTheMiddle(
      @ForAll @IntRange(min = 16, max = 1000) int length,
      @ForAll @DoubleRange(min = 1, max = 4.5) double factor) {
    ZoomAxis axis = ZoomAxis.of(length, factor);
    double[] places = axis.places(new double[length]);
    assertThat(axis.enlarged()).isGreaterThanOrEqualTo(length);
    assertThat(axis.start() + axis.cropped()).isLessThanOrEqualTo(length);
    assertThat(places[0]).isNotNegative();
    assertThat(places[length - 1]).isLessThan(axis.cropped() - 1 + 1e-9);
    assertThat(axis.before(places[length - 1])).isBetween(0, axis.cropped() - 2);
  }

  /** Sizes that SciPy's {@code zoom} gives the crops of the benchmark. */
  @Test
  void sizesAreRoundedHalfToEven() {
    assertThat(ZoomAxis.of(32, 1.25)).isEqualTo(new ZoomAxis(32, 26, 32));
    assertThat(ZoomAxis.of(32, 1.75)).isEqualTo(new ZoomAxis(32, 19, 33));
    assertThat(ZoomAxis.of(32, 2.25)).isEqualTo(new ZoomAxis(32, 15, 34));
    assertThat(ZoomAxis.of(32, 1)).isEqualTo(new ZoomAxis(32, 32, 32));
  }
}
