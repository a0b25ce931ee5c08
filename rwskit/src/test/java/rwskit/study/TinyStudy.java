package rwskit.study;

import java.util.ArrayList;
import java.util.List;
import rwskit.corruption.Corruption;
import rwskit.data.DrawnSet;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.progress.Progress;
import rwskit.progress.ProgressDisplay;
import rwskit.study.data.DrawnData;
import rwskit.training.Recipe;

/** A study whose models take a fraction of a second each. */
public final class TinyStudy {
  private TinyStudy() {}

  public static Study of(DrawnSet set) {
    Recipe recipe = Recipe.DRAWN.withEpochs(1).withBatchSize(20);
    return new Study(
        "tiny",
        new DrawnData(set, 40, 40, 30, 0),
        Network.of(Architecture.VGG11).withWidthDivisor(64),
        new Pretraining.Training(recipe.withLearningRate(.03f)),
        recipe,
        List.of(Corruption.CONTRAST, Corruption.PIXELATE),
        5,
        List.of(0L),
        1);
  }

  public static Study shapes() {
    return of(DrawnSet.SHAPES);
  }

  /** Remembers what it is shown. */
  public static class Recorder implements ProgressDisplay {
    public final List<Progress> shown = new ArrayList<>();
    public final List<String> summaries = new ArrayList<>();

    @Override
    public void show(Progress progress) {
      shown.add(progress);
    }

    @Override
    public void finish(String summary) {
      summaries.add(summary);
    }

    @Override
    public void close() {}

    /** How many models were trained, as the summary tells. */
    public int trained() {
      return Integer.parseInt(
          summaries.get(0).replaceFirst(".* models, (\\d+) of them trained now.*", "$1"));
    }
  }
}
