package rwskit.experiment;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import rwskit.file.BadInputException;
import rwskit.method.CopiedLayers;
import rwskit.method.Ingredients;
import rwskit.method.Merge;
import rwskit.method.Method;
import rwskit.method.Methods;
import rwskit.method.Rws;
import rwskit.study.Study;
import rwskit.study.TrainingImages;
import rwskit.training.BatchNormAdaptation;
import rwskit.training.SurgicalFineTuning;
import rwskit.weights.StateDict;

/**
 * What a {@link Comparison} compares: a method of {@code rwskit.method} with the networks or images
 * that it is given. Most take θ_c of the corruption that is tested and change the first layers; the
 * named ones here are given others. Immutable.
 */
public final class Candidate {
  private static final int SURGICAL_EPOCHS = 15;

  /** Which networks stand for θ_c. */
  private enum Robust {
    RIGHT,
    SIBLING,
    STRANGER,
    MIXTURE
  }

  /** Which tensors may be changed. */
  private enum Extent {
    FIRST_LAYERS,
    WHOLE
  }

  /** What a method works on. */
  private enum Subject {
    NETWORKS,
    ITSELF,
    STATISTICS
  }

  private final String name;
  private final Robust robust;
  private final Extent extent;
  private final Subject subject;
  private final int draws;
  private final Function<ComparisonCase, Method> method;

  private Candidate(
      String name,
      Robust robust,
      Extent extent,
      Subject subject,
      int draws,
      Function<ComparisonCase, Method> method) {
    this.name = name;
    this.robust = robust;
    this.extent = extent;
    this.subject = subject;
    this.draws = draws;
    this.method = method;
  }

  /** A method of weights. */
  private static Candidate networks(String name, Robust robust, Extent extent, Method method) {
    return new Candidate(name, robust, extent, Subject.NETWORKS, 1, any -> method);
  }

  /**
   * @param method given θ_c of the corruption that is tested, or of all of them
   * @return that method on the first layers
   */
  public static Candidate of(Method method) {
    return networks(method.name(), Robust.RIGHT, Extent.FIRST_LAYERS, method);
  }

  /**
   * @param method a name of {@link Methods}
   * @return that method on the first layers
   * @throws BadInputException if there is no such method
   */
  public static Candidate of(String method) {
    return of(Methods.named(method));
  }

  /**
   * @return a control: RWS of another corruption of the same family
   */
  public static Candidate sibling() {
    return networks("rws, sibling", Robust.SIBLING, Extent.FIRST_LAYERS, new Rws());
  }

  /**
   * @return a control: RWS of a corruption of another family
   */
  public static Candidate stranger() {
    return networks("rws, stranger", Robust.STRANGER, Extent.FIRST_LAYERS, new Rws());
  }

  /**
   * The rival of signatures where many corruptions are to be withstood: one network that was
   * trained on all of them, by the recipe of θ_c, each image with one of them.
   *
   * @return that network in place of θ_std at α = 1, and between the two below
   */
  public static Candidate mixture() {
    return networks("mixture", Robust.MIXTURE, Extent.WHOLE, new CopiedLayers());
  }

  /**
   * @return the signature of the network that was trained on all corruptions, see {@link #mixture}
   */
  public static Candidate mixtureSignature() {
    return networks("rws of mixture", Robust.MIXTURE, Extent.FIRST_LAYERS, new Rws());
  }

  /**
   * {@link SurgicalFineTuning} of the first layers for fifteen epochs, else by the study's recipe,
   * on training images with the corruption.
   *
   * @param images how many labelled images, at least 20
   * @return that method
   */
  public static Candidate surgical(int images) {
    return new Candidate(
        "surgical",
        Robust.RIGHT,
        Extent.FIRST_LAYERS,
        Subject.ITSELF,
        1,
        of -> {
          Study study = of.target().study();
          return SurgicalFineTuning.of(
              study.network(),
              TrainingImages.train(study, of.corruptions()),
              images,
              study.fineTuning().withEpochs(SURGICAL_EPOCHS),
              of.seed());
        });
  }

  /**
   * {@link BatchNormAdaptation} to the training images with the corruption that patched networks'
   * statistics are estimated on: for networks with batch normalisation.
   *
   * @return that method
   */
  public static Candidate statistics() {
    return new Candidate(
        "bn-statistics",
        Robust.RIGHT,
        Extent.WHOLE,
        Subject.STATISTICS,
        1,
        of ->
            new BatchNormAdaptation(
                of.target().study().network(),
                TrainingImages.forStatistics(of.target().study(), of.corruptions()),
                of.target().study().fineTuning().batchSize()));
  }

  /**
   * @return this method on all tensors, the linear layer too; where the heads fit
   */
  public Candidate whole() {
    return new Candidate(name + ", whole", robust, Extent.WHOLE, subject, draws, method);
  }

  /**
   * A method that draws, with the parameter {@code seed}, is measured for several draws.
   *
   * @param count draws 0 … count − 1; accuracies are their means
   * @return this method with those
   * @throws BadInputException if the count is below 1; and when it is measured, if the method has
   *     no such parameter and the count is above 1
   */
  public Candidate draws(int count) {
    if (count < 1) {
      throw new BadInputException(count + " draws of " + name + ": expected at least 1");
    }
    return new Candidate(name, robust, extent, subject, count, method);
  }

  /**
   * @param shown in tables
   * @return this one with another name, such as one that states a parameter
   */
  public Candidate called(String shown) {
    return new Candidate(shown, robust, extent, subject, draws, method);
  }

  /**
   * @return what tables call it
   */
  public String name() {
    return name;
  }

  /** Whether it is of the one network for all corruptions, and so is stored once for them. */
  boolean takesMixture() {
    return robust == Robust.MIXTURE;
  }

  boolean isWhole() {
    return extent == Extent.WHOLE;
  }

  int draws() {
    return draws;
  }

  /** θ_c, or the networks that stand for them. */
  List<StateDict> robust(ComparisonCase of) {
    return switch (robust) {
      case RIGHT -> of.robust();
      case SIBLING -> of.robust(of::sibling);
      case STRANGER -> of.robust(of::stranger);
      case MIXTURE -> List.of(of.mixture().orElseThrow());
    };
  }

  /** What it makes, of the first layers or of the whole. */
  Merge merge(ComparisonCase of, List<StateDict> networks, OptionalInt layers, int draw) {
    Method drawn = method.apply(of);
    if (draws > 1) {
      drawn = drawn.with(Map.of("seed", (double) draw));
    }
    Ingredients ingredients = subject == Subject.NETWORKS ? of.networks(networks) : of.itself();
    return drawn.merge(
        layers.isPresent() ? ingredients.firstLayers(layers.getAsInt()) : ingredients);
  }

  /**
   * The backbone with what it made. Normalisations are the θ_c's and statistics estimated anew, as
   * with signatures; but of a method that adapts statistics itself they are what it made.
   */
  StateDict changed(ComparisonCase of, Merge merge, double alpha, List<StateDict> networks) {
    return subject == Subject.STATISTICS
        ? merge.apply(of.backbone(), alpha)
        : of.changed(merge, alpha, networks);
  }
}
