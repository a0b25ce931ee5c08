package rwskit.detect;

import java.util.ArrayList;
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
 * with its own weights, bit for bit, where the images are clean or like nothing that was learned. A
 * batch that mixes conditions is taken apart: the images of each are computed with their own patch.
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

  /** What some images of a batch are computed with. */
  private record Plan(DetectedGroup group, Hysteresis.Step step, StrengthTrial trial) {}

  /** What one batch is computed with: its number, and each of its groups. */
  private record Plans(long batch, List<Plan> each) {}

  /** What came of it. */
  private record Computed(Optional<Condition> patch, double alpha, float[] logits) {}

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
   * @throws BadInputException if the weights do not fit the network, or the patches are of others
   */
  public static AutoPatch open(
      Network network,
      StateDict weights,
      Detector detector,
      PatchSource patches,
      AutoPatchSettings settings) {
    if (!patches.base().equals(weights)) {
      throw new BadInputException(
          "the patches are of other weights (SHA-256 %s) than the network's (%s): make them of these"
              .formatted(patches.base().sha256(), weights.sha256()));
    }
    return new AutoPatch(NetworkModel.open(network, weights), weights, detector, patches, settings);
  }

  /**
   * Predicts, patched against what the batch is taken to suffer from.
   *
   * @param batch colour images of at least 16×16 pixels, at least one; labels are not used
   * @return classes and what was done
   * @throws BadInputException if there is none, or they are grey or smaller
   * @throws IllegalStateException after {@link #close}
   */
  public Prediction predict(ImageSet batch) {
    Plans plans = plans(detector.groups(batch));
    int classes = model.network().classes();
    float[] logits = new float[batch.size() * classes];
    List<Decision> decisions = new ArrayList<>();
    for (Plan plan : plans.each) {
      List<Integer> places = plan.group.places();
      Computed computed = compute(images(batch, places), plan);
      for (int i = 0; i < places.size(); i++) {
        System.arraycopy(computed.logits, i * classes, logits, places.get(i) * classes, classes);
      }
      decisions.add(
          new Decision(
              plans.batch,
              places.size(),
              plan.group.detection(),
              computed.patch,
              computed.alpha,
              plan.step.why()));
    }
    log.add(decisions);
    return new Prediction(Strength.largest(logits, classes), logits, decisions);
  }

  private static ImageSet images(ImageSet batch, List<Integer> places) {
    return places.size() == batch.size()
        ? batch
        : batch.select(places.stream().mapToInt(Integer::intValue).toArray());
  }

  private synchronized Plans plans(List<DetectedGroup> groups) {
    List<Plan> plans =
        groups.size() == 1
            ? List.of(plan(groups.get(0)))
            : groups.stream().map(this::planApart).toList();
    return new Plans(batches++, plans);
  }

  private Plan plan(DetectedGroup whole) {
    Hysteresis.Step step = hysteresis.next(whole.detection(), whole.places().size());
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
    return new Plan(whole, step, trial);
  }

  /** Says nothing about the stream: what is on, and what is tried, stays. */
  private Plan planApart(DetectedGroup group) {
    Hysteresis.Step step = hysteresis.apart(group.detection());
    List<Double> alphas = step.detected().map(settings.strength()::candidates).orElse(List.of());
    return new Plan(group, step, new StrengthTrial(alphas));
  }

  private Computed compute(ImageSet images, Plan plan) {
    if (plan.step.detected().isEmpty()) {
      return new Computed(Optional.empty(), 0, model.logits(images, none));
    }
    Condition patch = source.nearest(plan.step.detected().get());
    StrengthTrial strengths = plan.trial;
    List<Double> alphas = strengths.alphas();
    if (strengths.isOver()) {
      return computed(patch, alphas.get(strengths.best()), images);
    }
    List<Computed> tried = alphas.stream().map(alpha -> computed(patch, alpha, images)).toList();
    strengths.add(
        settings
            .strength()
            .costs(tried.stream().map(Computed::logits).toList(), model.network().classes()),
        images.size());
    return tried.get(strengths.best());
  }

  private Computed computed(Condition patch, double alpha, ImageSet images) {
    return new Computed(
        Optional.of(patch).filter(any -> alpha != 0), alpha, logits(images, patch, alpha));
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
   * @return the last {@value #LOGGED} decisions, see {@link DecisionLog}
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
