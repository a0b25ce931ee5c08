package rwskit.json;

import com.google.gson.Gson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rwskit.checkpoint.Checkpoint;
import rwskit.checkpoint.SafeTensors;
import rwskit.cli.Main;
import rwskit.data.ImageSet;
import rwskit.progress.Progress;
import rwskit.progress.ProgressDisplay;
import rwskit.store.Store;
import rwskit.study.Compute;
import rwskit.study.ModelSpec;
import rwskit.study.Models;
import rwskit.study.Study;
import rwskit.study.TinyStudy;
import rwskit.training.TrainingState;
import rwskit.training.TrainingTask;
import rwskit.weights.StateDict;

/**
 * A program that reads and writes every stored form, meant for a class path on which an old Gson
 * comes first. Ends with a status other than 0 at the first that fails.
 */
final class OldGson {
  private OldGson() {}

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    System.out.println(Gson.class.getProtectionDomain().getCodeSource().getLocation());
    study(folder.resolve("store"));
    state(folder.resolve("state.safetensors"));
    checkpoint(folder.resolve("notes.pth"));
    command("data", "list");
    String out = folder.resolve("corrupted").toString();
    for (String corruption : List.of("contrast", "fog")) {
      command(
          "corrupt", "--in", "shapes", "--out", out, "--corruption", corruption, "--severity", "5");
    }
    System.exit(0);
  }

  /** Trained by two worker processes, and then read here. */
  private static void study(Path folder) {
    Study study = TinyStudy.shapes();
    Store store = Store.at(folder);
    Models trained = study.train(Compute.workers(2), store, new TinyStudy.Recorder());
    Models read = study.train(Compute.here(), store, new Quiet());
    ModelSpec standard = ModelSpec.standard(0);
    require(read.stored(standard).record().equals(trained.stored(standard).record()));
    require(read.stored(standard).epochs().size() == 1);
    require(read.stored(standard).bestTa().equals(trained.stored(standard).bestTa()));
    require(store.verify().values().stream().allMatch(Optional::isEmpty));
    Study further = study.withSeeds(1).withCorruptions();
    require(
        further.train(Compute.here(), store, new Quiet()).stored(ModelSpec.standard(1)) != null);
  }

  private static void state(Path file) {
    Study study = TinyStudy.shapes();
    StateDict start = study.network().initialWeights(0);
    ImageSet images = study.data().fineTuning();
    TrainingTask task =
        new TrainingTask(study.network(), start, images, images, images, study.fineTuning(), 0);
    TrainingState.start(task).write(file);
    require(TrainingState.read(file, task).taskSha256().equals(task.sha256()));
  }

  private static void checkpoint(Path file) {
    StateDict weights = TinyStudy.shapes().network().initialWeights(0);
    Map<String, String> notes = Map.of("a", "note");
    Checkpoint.write(file, weights, notes);
    require(Checkpoint.read(file).equals(weights));
    Path other = file.resolveSibling("notes.safetensors");
    SafeTensors.write(other, weights, notes);
    require(SafeTensors.read(other).equals(weights));
    require(SafeTensors.readMetadata(other).equals(notes));
  }

  private static void command(String... arguments) {
    PrintWriter out = new PrintWriter(System.out, true);
    require(Main.run(out, out, arguments) == 0);
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalStateException("not what was written");
    }
  }

  private static final class Quiet implements ProgressDisplay {
    @Override
    public void show(Progress progress) {}

    @Override
    public void finish(String summary) {}

    @Override
    public void close() {}
  }
}
