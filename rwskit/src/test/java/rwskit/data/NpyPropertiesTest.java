package rwskit.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import rwskit.file.BadInputException;

class NpyPropertiesTest {
  private static final List<String> TOKENS =
      List.of("'", "(", ")", "{", "}", "[", ",", ":", "True", "|u1", "<f8", "9", "L", " ", "-");
  private static Path file;

  @BeforeContainer
  static void chooseAFile() throws IOException {
    file = Files.createTempFile("rwskit", ".npy");
  }

  @AfterContainer
  static void removeIt() throws IOException {
    Files.delete(file);
  }

  @Property(tries = 200)
  void imagesComeBackInRuns(
      @ForAll @IntRange(min = 1, max = 40) int count,
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll boolean grey,
      @ForAll @IntRange(max = 39) int from,
      @ForAll long seed) {
    int channels = grey ? 1 : 3;
    byte[] pixels = new byte[count * height * width * channels];
    new Random(seed).nextBytes(pixels);
    int[] labels = IntStream.range(0, count).map(i -> i % 3).toArray();
    ImageSet images =
        ImageSet.of(pixels, height, width, channels, labels, List.of("a", "b", "c"), Split.TEST);
    Npy.write(file, sink -> Npy.writeImages(images, sink), count, height, width, channels);
    NpyImages read = NpyImages.open(file);
    int start = Math.min(from, count);
    assertThat(read.size()).isEqualTo(count);
    assertThat(
            read.read(
                start,
                Arrays.copyOfRange(labels, start, count),
                images.classNames(),
                images.split()))
        .isEqualTo(images.range(start, count));
  }

  @Property(tries = 200)
  void labelsComeBack(@ForAll @Size(max = 50) List<@IntRange(max = 1000) Integer> labels) {
    int[] values = labels.stream().mapToInt(Integer::intValue).toArray();
    Npy.writeLabels(file, values);
    assertThat(Npy.open(file).integers()).containsExactly(values);
  }

  /** Never another exception, whatever stands in the header. */
  @Property(tries = 5000)
  void aChangedFileIsReadOrRefused(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] header =
        NpyHeader.bytes(random.nextBoolean() ? "|u1" : "<i8", random.nextInt(3), 2, 2, 3);
    byte[] bytes = Arrays.copyOf(header, header.length + random.nextInt(300));
    if (random.nextInt(4) == 0) {
      bytes[6] = (byte) (2 + random.nextInt(2));
    }
    for (int change = random.nextInt(4); change >= 0; change--) {
      int at = random.nextInt(header.length);
      if (random.nextBoolean()) {
        bytes[at] = (byte) random.nextInt(256);
      } else {
        byte[] token = TOKENS.get(random.nextInt(TOKENS.size())).getBytes();
        System.arraycopy(token, 0, bytes, at, Math.min(token.length, bytes.length - at));
      }
    }
    Files.write(file, random.nextInt(5) == 0 ? Arrays.copyOf(bytes, random.nextInt(140)) : bytes);
    try {
      Npy npy = Npy.open(file);
      npy.integers();
      NpyImages.open(file).pixels(0, NpyImages.open(file).size());
    } catch (BadInputException refused) {
      assertThat(refused.getMessage()).contains(file.toString()).doesNotContain("\n");
    }
  }
}
