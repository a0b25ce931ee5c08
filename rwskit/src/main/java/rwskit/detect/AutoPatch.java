package rwskit.detect;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;
import rwskit.model.LoadedTensors;
import rwskit.model.Network;
import rwskit.model.NetworkModel;
import rwskit.weights.StateDict;
import tech.tablesaw.api.Table;

/**
 * A network that patches itself: from each batch a {@link Detector} tells what is wrong with the
 * images, and the network computes with the signature of that, at a strength found without labels;
 * with its own weights, bit for bit, where the images are clean or like nothing that was learned.
 *
 * <p>The network is loaded once. A patch is only its own tensors, loaded beside the network's when
 * it is first needed and kept; putting it on and taking it off is to name it or not. There are as
 * many patches as signatures times strengths, so that the memory has a bound, however long the
 * stream is. Holds native memory: close it, after all its calls have come back.
 *
 * <p>Any number of threads may predict at once. What is on is one state for all of them, that of
 * one stream: streams of their own need an AutoPatch each.
 */
public final class AutoPatch implements AutoCloseable {
  /** How many decisions the log keeps. */
  public static final int LOGGED = 10_000;

  private final NetworkModel model;
  private final StateDict base;
  private final Detector detector;
  private final PatchSource source;
  private final List<Condition> patches;
  private final AutoPatchSettings settings;
  private final LoadedTensors none;
  private final Map<Choice, LoadedTensors> loaded = new ConcurrentHashMap<>();
  private final DecisionLog log = new DecisionLog(LOGGED);

  // Guarded by this.
  private Hysteresis hysteresis;
  private Optional<Condition> on = Optional.empty();
  private StrengthTrial trial;
  private long batches;

  /** A patch at a strength. */
  private record Choice(Condition patch, double alpha) {}

  /** What one batch is computed with. */
  private record Plan(long batch, Hysteresis.Step step, StrengthTrial trial) {}

  private AutoPatch(
      NetworkModel model,
      StateDict base,
      Detector detector,
      PatchSource source,
      AutoPatchSettings settings) {
    this.model = model;
    this.base = base;
    this.detector = detector;
    this.source = source;
    this.patches = source.conditions();
    this.settings = settings;
    this.none = model.load(StateDict.of(Map.of()));
    reset();
  }

  /**
   * @param network what the weights are of
   * @param weights unpatched, mostly θ_std
   * @param detector tells what is wrong with images
   * @param patches of these weights
   * @param settings strength and patience
   * @return the network, unpatched so far
   * @throws BadInputException if the weights do not fit the network
   */
  public static AutoPatch open(
      Network network,
      StateDict weights,
      Detector detector,
      PatchSource patches,
      AutoPatchSettings settings) {
    return new AutoPatch(NetworkModel.open(network, weights), weights, detector, patches, settings);
  }

  /**
   * Predicts, patched against what the batch is taken to suffer from.
   *
   * @param batch colour images of at least 16×16 pixels, at least one; labels are not used
   * @return classes and what was done
   * @throws BadInputException if there is none, or they are grey or smaller
   */
  public Prediction predict(ImageSet batch) {
    Detection detection = detector.detect(batch);
    Plan plan = plan(detection, batch.size());
    Optional<Condition> detected = plan.step.detected();
    if (detected.isEmpty()) {
      return finish(batch, detection, plan, Optional.empty(), 0, model.logits(batch, none));
    }
    Condition patch = source.nearest(detected.get());
    StrengthTrial strengths = plan.trial;
    List<Double> alphas = strengths.alphas();
    if (strengths.isOver()) {
      double alpha = alphas.get(strengths.best());
      return finish(batch, detection, plan, Optional.of(patch), alpha, logits(batch, patch, alpha));
    }
    List<float[]> logits = alphas.stream().map(alpha -> logits(batch, patch, alpha)).toList();
    strengths.add(settings.strength().costs(logits, model.network().classes()), batch.size());
    int best = strengths.best();
    return finish(batch, detection, plan, Optional.of(patch), alphas.get(best), logits.get(best));
  }

  private synchronized Plan plan(Detection detection, int images) {
    Hysteresis.Step step = hysteresis.next(detection, images);
    Optional<Condition> now = step.detected();
    if (!now.equals(on)) {
      boolean another =
          !now.flatMap(Condition::corruption).equals(on.flatMap(Condition::corruption));
      on = now;
      List<Double> alphas = now.map(settings.strength()::candidates).orElse(List.of());
      // Another severity is no reason to try the same strengths again.
      if (another || !alphas.equals(trial.alphas())) {
        trial = new StrengthTrial(alphas);
      }
    }
    return new Plan(batches++, step, trial);
  }

  private Prediction finish(
      ImageSet batch,
      Detection detection,
      Plan plan,
      Optional<Condition> patch,
      double alpha,
      float[] logits) {
    Optional<Condition> applied = patch.filter(any -> alpha != 0);
    Decision decision =
        new Decision(plan.batch, batch.size(), detection, applied, alpha, plan.step.why());
    log.add(decision);
    return new Prediction(Strength.largest(logits, model.network().classes()), logits, decision);
  }

  private float[] logits(ImageSet batch, Condition patch, double alpha) {
    return model.logits(
        batch, alpha == 0 ? none : loaded.computeIfAbsent(new Choice(patch, alpha), this::load));
  }

  private LoadedTensors load(Choice choice) {
    return model.load(PatchSource.changed(base, source.weights(choice.patch, choice.alpha)));
  }

  /** Takes the patch off and begins anew, as before the first batch; the log stays. */
  public synchronized void reset() {
    hysteresis = new Hysteresis(settings.patience(), patches);
    on = Optional.empty();
    trial = new StrengthTrial(List.of());
  }

  /**
   * @return what was done about the last {@value #LOGGED} batches, see {@link DecisionLog}
   */
  public Table log() {
    return DecisionLog.table(log.decisions());
  }

  /**
   * @return how many patches are loaded; it does not grow beyond signatures times strengths
   */
  public int loadedPatches() {
    return loaded.size();
  }

  NetworkModel model() {
    return model;
  }

  @Override
  public void close() {
    model.close();
  }
}
