package rwskit.experiment;

import java.util.List;
import rwskit.data.ImageSet;
import rwskit.detect.AutoPatch;
import rwskit.detect.PatchSource;
import rwskit.model.Network;
import rwskit.model.NetworkModel;
import rwskit.study.Models;
import rwskit.study.TrainingImages;
import rwskit.training.Eata;
import rwskit.training.Sar;
import rwskit.training.Tent;
import rwskit.weights.StateDict;

/**
 * What predicts the images of a stream in {@link Streams}: the network that patches itself, and
 * what it has to be compared with. Immutable.
 */
public final class StreamMethod {
  /** Adam's learning rate, the papers' for CIFAR-10. */
  private static final double RATE = .001;

  /** Clean images from which EATA learns what it must not forget, as in the paper. */
  private static final int EATA_CLEAN = 2_000;

  private static final int EATA_BATCH = 64;

  private final String name;
  private final Needs needs;
  private final Opening opening;

  /** What a method's network has to have. */
  enum Needs {
    NOTHING,
    DETECTOR,
    MIXTURE,
    BATCH_NORM
  }

  private interface Opening {
    StreamPredictor open(StreamContext context);
  }

  private StreamMethod(String name, Needs needs, Opening opening) {
    this.name = name;
    this.needs = needs;
    this.opening = opening;
  }

  /**
   * @return θ_std as it is, whatever comes
   */
  public static StreamMethod clean() {
    return new StreamMethod(
        "θ_std", Needs.NOTHING, context -> weights(context, context.models().standard()));
  }

  /**
   * @return θ_std with all signatures at once, each at one part in their number
   */
  public static StreamMethod allSignatures() {
    return new StreamMethod(
        "all signatures", Needs.NOTHING, context -> weights(context, context.patched().together()));
  }

  /**
   * @return one network that is trained on all of the study's corruptions, each image with one; it
   *     is trained where the store lacks it
   */
  public static StreamMethod allCorruptions() {
    return new StreamMethod(
        "trained on all",
        Needs.MIXTURE,
        context ->
            weights(context, context.mixture().apply(context.models().seed()).orElseThrow()));
  }

  /**
   * @return {@link AutoPatch} with the study's signatures
   */
  public static StreamMethod autoPatch() {
    return new StreamMethod(
        "AutoPatch", Needs.DETECTOR, context -> auto(context, context.patched().signatures()));
  }

  /**
   * @return the same with θ_c in place of the signature of the detected corruption
   */
  public static StreamMethod expert() {
    return new StreamMethod(
        "θ_c of the detected",
        Needs.DETECTOR,
        context -> auto(context, PatchSource.experts(context.models())));
  }

  /**
   * @return the signature of the corruption that each image has, as somebody knows who may look; at
   *     the strength of the true severity where strengths go by severity, otherwise at 1
   */
  public static StreamMethod oracle() {
    return new StreamMethod(
        "oracle",
        Needs.NOTHING,
        context ->
            new OraclePredictor(
                context.models().study().network(),
                context.models().standard(),
                context.patched().signatures(),
                context.settings().strength()));
  }

  /**
   * @param share α, of the batch's own statistics, above 0 to 1
   * @return θ_std with batch normalisation by (1 − α) · running + α · the batch's own statistics
   */
  public static StreamMethod batchStatistics(double share) {
    return new StreamMethod(
        "batch statistics " + share,
        Needs.BATCH_NORM,
        context ->
            new FixedPredictor(
                NetworkModel.openBlending(
                    context.models().study().network(), context.models().standard(), share)));
  }

  /**
   * @return {@link Tent} from θ_std
   */
  public static StreamMethod tent() {
    return new StreamMethod(
        "TENT",
        Needs.BATCH_NORM,
        context ->
            new AdaptingPredictor(Tent.open(network(context), context.models().standard(), RATE)));
  }

  /**
   * @return {@link Eata} from θ_std, held by clean training images
   */
  public static StreamMethod eata() {
    return new StreamMethod(
        "EATA",
        Needs.BATCH_NORM,
        context -> {
          ImageSet all = TrainingImages.of(context.models().study().data().fineTuning()).train();
          ImageSet some = all.range(0, Math.min(EATA_CLEAN, all.size()));
          return new AdaptingPredictor(
              Eata.open(
                  network(context),
                  context.models().standard(),
                  some,
                  Math.min(EATA_BATCH, some.size()),
                  Eata.Settings.CIFAR10));
        });
  }

  /**
   * @return {@link Sar} from θ_std
   */
  public static StreamMethod sar() {
    return new StreamMethod(
        "SAR",
        Needs.BATCH_NORM,
        context ->
            new AdaptingPredictor(Sar.open(network(context), context.models().standard(), RATE)));
  }

  /**
   * @param models of a study
   * @return all methods that its network can have, but for {@link #allCorruptions}, which has to be
   *     trained
   */
  public static List<StreamMethod> all(Models models) {
    List<StreamMethod> everywhere =
        List.of(clean(), allSignatures(), autoPatch(), expert(), oracle());
    if (!models.study().network().hasBatchNorm()) {
      return everywhere;
    }
    return List.of(
        clean(),
        allSignatures(),
        batchStatistics(.1),
        batchStatistics(1),
        tent(),
        eata(),
        sar(),
        autoPatch(),
        expert(),
        oracle());
  }

  private static Network network(StreamContext context) {
    return context.models().study().network();
  }

  private static StreamPredictor weights(StreamContext context, StateDict weights) {
    return new FixedPredictor(NetworkModel.open(network(context), weights));
  }

  private static StreamPredictor auto(StreamContext context, PatchSource source) {
    return new AutoPatchPredictor(
        AutoPatch.open(
            network(context),
            context.models().standard(),
            context.detector(),
            source,
            context.settings()));
  }

  Needs needs() {
    return needs;
  }

  StreamPredictor open(StreamContext context) {
    return opening.open(context);
  }

  /**
   * @return its name in tables
   */
  @Override
  public String toString() {
    return name;
  }
}
