package rwskit.study.data;

import java.util.List;
import java.util.stream.Collectors;
import rwskit.corruption.Corruption;
import rwskit.corruption.Setting;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.evaluation.Evaluation;
import rwskit.training.Mixture;

/**
 * The images of a study with a corruption each, for one network that is to withstand all of them:
 * see {@link Mixture}. Test images stay clean.
 *
 * @param data clean images
 * @param corruptions which, each once
 * @param severity of all, 1 to 5
 */
public record MixtureData(StudyData data, List<Corruption> corruptions, int severity)
    implements DerivedData {
  /** Copies the list. */
  public MixtureData {
    corruptions = List.copyOf(corruptions);
  }

  @Override
  public String fingerprint() {
    String names = corruptions.stream().map(Corruption::label).collect(Collectors.joining(", "));
    // A few drawings stand for all: a change of a corruption's code gives another fingerprint.
    ImageSet drawings = DrawnSet.SHAPES.draw(2 * corruptions.size(), 0, Split.TRAIN);
    return "mixture of %s at severity %s (%s) of %s"
        .formatted(names, severity, mixed(drawings).sha256(), data.fingerprint());
  }

  @Override
  public String caption() {
    return "a mixture of %s corruptions at severity %s of %s"
        .formatted(corruptions.size(), severity, data.caption());
  }

  @Override
  public ImageSet fineTuning() {
    return mixed(data.fineTuning());
  }

  @Override
  public ImageSet test() {
    return data.test();
  }

  @Override
  public ImageCounts counts() {
    return data.counts();
  }

  private ImageSet mixed(ImageSet images) {
    Setting setting = Setting.nearest(images, severity).withFrost(frost());
    return Mixture.of(images, corruptions, setting, Evaluation.CORRUPTION_SEED);
  }
}
