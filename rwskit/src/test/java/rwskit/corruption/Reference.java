package rwskit.corruption;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the benchmark's program once made of an image.
 *
 * @param name of the run, as in {@code image0_s1}
 * @param severity 1 to 5
 * @param shape height, width and channels
 * @param before values of the image, 0 to 255
 * @param after values that it became, 0 to 255, before the cut to 8 bits
 */
record Reference(String name, int severity, int[] shape, double[] before, double[] after) {
  private static final Pattern OUTPUT = Pattern.compile("((image\\d+)_s(\\d))_out");

  static List<Reference> all(Variant variant, Corruption corruption) throws IOException {
    NpzFile fixture = NpzFile.read(CorruptionReferenceTest.file(variant, corruption));
    return fixture.arrays().keySet().stream()
        .map(OUTPUT::matcher)
        .filter(Matcher::matches)
        .map(output -> of(fixture, output))
        .toList();
  }

  private static Reference of(NpzFile fixture, Matcher output) {
    NpzFile.Array image = fixture.get(output.group(2));
    return new Reference(
        output.group(1),
        Integer.parseInt(output.group(3)),
        image.shape(),
        image.values(),
        fixture.get(output.group()).values());
  }

  /** A fresh copy of the image. */
  WorkingImage image() {
    WorkingImage image = new WorkingImage(shape[0], shape[1], shape[2]);
    for (int i = 0; i < before.length; i++) {
      image.values()[i] = before[i] / 255;
    }
    return image;
  }
}
