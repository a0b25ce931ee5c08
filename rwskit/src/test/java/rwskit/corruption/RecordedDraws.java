package rwskit.corruption;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import rwskit.corrupted.NpzFile;

/** Hands out the draws of a reference run in its order, whatever distribution is asked for. */
final class RecordedDraws implements Randomness {
  private static final Pattern DRAW = Pattern.compile("_draws?\\d*_\\w+");

  private final double[] draws;
  private int taken;

  private RecordedDraws(double[] draws) {
    this.draws = draws;
  }

  /**
   * @param fixture arrays of reference runs
   * @param run the run's name, as in {@code image0_s1}
   */
  static RecordedDraws of(NpzFile fixture, String run) {
    return new RecordedDraws(
        fixture.arrays().keySet().stream()
            .filter(name -> name.startsWith(run))
            .filter(name -> DRAW.matcher(name.substring(run.length())).matches())
            .sorted()
            .flatMapToDouble(name -> DoubleStream.of(fixture.get(name).values()))
            .toArray());
  }

  /** As if every one of so many draws had been 0. */
  static RecordedDraws zeros(int count) {
    return new RecordedDraws(new double[count]);
  }

  void requireAllTaken() {
    assertThat(taken).as("draws taken").isEqualTo(draws.length);
  }

  @Override
  public void normal(double mean, double deviation, double[] target) {
    take(target);
  }

  @Override
  public void uniform(double low, double high, double[] target) {
    take(target);
  }

  @Override
  public double uniform(double low, double high) {
    return next();
  }

  @Override
  public int integer(int low, int high) {
    return (int) next();
  }

  @Override
  public void poisson(double[] means) {
    take(means);
  }

  private void take(double[] target) {
    for (int i = 0; i < target.length; i++) {
      target[i] = next();
    }
  }

  private double next() {
    assertThat(taken).as("draws taken").isLessThan(draws.length);
    return draws[taken++];
  }
}
