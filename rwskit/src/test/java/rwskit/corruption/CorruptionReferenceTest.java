package rwskit.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every corruption against what the benchmark's own program made of the same draws. */
class CorruptionReferenceTest {
  private static final Path FIXTURES =
      Path.of(System.getProperty("rwskit.fixtures"), "corruptions", "cifar-32");
  private static final Pattern OUTPUT = Pattern.compile("(image\\d+)_s(\\d)_out");

  /** Those whose 8-bit result is the reference's for every value. */
  private static final Set<Corruption> EXACT =
      EnumSet.of(Corruption.CONTRAST, Corruption.PIXELATE, Corruption.IMPULSE_NOISE);

  @ParameterizedTest
  @EnumSource
  void equalsTheReferenceProgramGivenItsDraws(Corruption corruption) throws IOException {
    NpzFile fixture = NpzFile.read(FIXTURES.resolve(corruption.label() + ".npz"));
    List<Matcher> outputs =
        fixture.arrays().keySet().stream().map(OUTPUT::matcher).filter(Matcher::matches).toList();
    assertThat(outputs).isNotEmpty();
    for (Matcher output : outputs) {
      WorkingImage image = read(fixture.get(output.group(1)));
      int severity = Integer.parseInt(output.group(2));
      RecordedDraws draws = new RecordedDraws(fixture, output.group(1) + "_s" + severity);

      corruption.apply(image, severity, draws);

      assertThat(draws.left).as("draws left over").isEmpty();
      compare(corruption, image, fixture.get(output.group()).values(), output.group());
    }
  }

  private static WorkingImage read(NpzFile.Array array) {
    int[] shape = array.shape();
    WorkingImage image = new WorkingImage(shape[0], shape[1], shape[2]);
    image.read(bytes(array.values()), 0);
    return image;
  }

  private static void compare(
      Corruption corruption, WorkingImage image, double[] expected, String name) {
    double[] clipped =
        Arrays.stream(image.values()).map(v -> 255 * Math.max(0, Math.min(1, v))).toArray();
    assertThat(clipped).as(name).containsExactly(expected, within(1e-4));
    if (EXACT.contains(corruption)) {
      byte[] pixels = new byte[expected.length];
      image.write(pixels, 0);
      assertThat(pixels).as(name).isEqualTo(bytes(expected));
    }
  }

  private static byte[] bytes(double[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (int) values[i];
    }
    return bytes;
  }

  /** Hands out the draws of a reference run in its order. */
  private static final class RecordedDraws implements Randomness {
    private static final Pattern DRAW = Pattern.compile("_draw\\d+_(\\w+)");

    private final Deque<String> left = new ArrayDeque<>();
    private final NpzFile fixture;

    RecordedDraws(NpzFile fixture, String run) {
      this.fixture = fixture;
      for (String name : fixture.arrays().keySet()) {
        if (name.startsWith(run) && DRAW.matcher(name.substring(run.length())).matches()) {
          left.add(name);
        }
      }
    }

    @Override
    public void normal(double mean, double deviation, double[] target) {
      next("normal", target);
    }

    @Override
    public void uniform(double low, double high, double[] target) {
      next("random", target);
    }

    private void next(String distribution, double[] target) {
      String name = left.remove();
      assertThat(name).endsWith("_" + distribution);
      double[] draws = fixture.get(name).values();
      assertThat(target).hasSameSizeAs(draws);
      System.arraycopy(draws, 0, target, 0, draws.length);
    }
  }
}
