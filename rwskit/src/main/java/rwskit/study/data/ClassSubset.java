package rwskit.study.data;

import java.util.List;
import java.util.stream.IntStream;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;

/**
 * Some classes of a study's data, as a data set of its own; θ₀ is trained on all of them still.
 *
 * @param data with all classes
 * @param chosen which, ascending; a class's place among them is its new label
 */
public record ClassSubset(StudyData data, List<Integer> chosen) implements DerivedData {
  public ClassSubset {
    chosen = List.copyOf(chosen);
    for (int i = 0; i < chosen.size(); i++) {
      if (chosen.get(i) < (i == 0 ? 0 : chosen.get(i - 1) + 1) || chosen.get(i) >= data.classes()) {
        throw wrong(data, chosen);
      }
    }
    if (chosen.size() < 2) {
      throw wrong(data, chosen);
    }
  }

  private static BadInputException wrong(StudyData data, List<Integer> chosen) {
    return new BadInputException(
        "classes %s of %s: expected at least two, ascending, from 0 to %s"
            .formatted(chosen, data.label(), data.classes() - 1));
  }

  @Override
  public String fingerprint() {
    return "classes " + chosen + " of " + data.fingerprint();
  }

  @Override
  public String label() {
    return data.label() + ", classes " + ranges();
  }

  @Override
  public String caption() {
    return "classes %s of %s".formatted(ranges(), data.caption());
  }

  /** For instance {@code 0–4}. */
  private String ranges() {
    StringBuilder text = new StringBuilder();
    int from = 0;
    for (int i = 1; i <= chosen.size(); i++) {
      if (i == chosen.size() || chosen.get(i) > chosen.get(i - 1) + 1) {
        text.append(text.length() == 0 ? "" : ", ").append(chosen.get(from));
        text.append(i - 1 == from ? "" : "–" + chosen.get(i - 1));
        from = i;
      }
    }
    return text.toString();
  }

  @Override
  public int classes() {
    return chosen.size();
  }

  @Override
  public ImageSet fineTuning() {
    return some(data.fineTuning());
  }

  @Override
  public ImageSet test() {
    return some(data.test());
  }

  private ImageSet some(ImageSet all) {
    int[] indices =
        IntStream.range(0, all.size()).filter(i -> chosen.contains(all.label(i))).toArray();
    ImageSet images = all.select(indices);
    return images.withLabels(
        IntStream.of(images.labels()).map(chosen::indexOf).toArray(),
        chosen.stream().map(all.classNames()::get).toList());
  }

  /** Of images that are not there, as if all classes had equally many. */
  @Override
  public ImageCounts counts() {
    ImageCounts all = data.counts();
    boolean known = missing().isEmpty();
    return new ImageCounts(
        all.height(),
        all.width(),
        all.pretraining(),
        known ? chosen(data.fineTuningPerClass()) : share(all.fineTuning()),
        known ? chosen(data.testPerClass()) : share(all.test()));
  }

  private int chosen(int[] perClass) {
    return chosen.stream().mapToInt(label -> perClass[label]).sum();
  }

  private int share(int images) {
    return (int) ((long) images * chosen.size() / data.classes());
  }
}
