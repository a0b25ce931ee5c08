package rwskit.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.LongStream;
import rwskit.corruption.Corruption;
import rwskit.corruption.Setting;
import rwskit.data.ImageSet;
import rwskit.dataset.CheckpointRecipe;
import rwskit.evaluation.Evaluation;
import rwskit.file.BadInputException;
import rwskit.model.Network;
import rwskit.progress.ProgressDisplay;
import rwskit.progress.ProgressDisplays;
import rwskit.store.Store;
import rwskit.store.StoredModel;
import rwskit.study.data.ClassSubset;
import rwskit.study.data.FewerTestImages;
import rwskit.study.data.StudyData;
import rwskit.training.Recipe;
import rwskit.weights.StateDict;

/**
 * An experiment: θ₀, and for every seed θ_std and one θ_c for each corruption, all of one network
 * on one data set. Immutable; {@code with…} gives a changed copy.
 *
 * @param name in the catalogue, and in messages
 * @param data images for θ₀, fine-tuning and testing
 * @param network of the fine-tuned models
 * @param pretraining where θ₀ comes from
 * @param fineTuning how θ_std and θ_c are trained
 * @param corruptions which θ_c there are; may be none, where only θ_std is wanted
 * @param severity of the corruptions in training and testing, 1 to 5
 * @param seeds of the fine-tunings; order and augmentation of the images depend on them
 * @param threads that one training uses; part of what decides the weights' bits
 */
public record Study(
    String name,
    StudyData data,
    Network network,
    Pretraining pretraining,
    Recipe fineTuning,
    List<Corruption> corruptions,
    int severity,
    List<Long> seeds,
    int threads) {

  /**
   * @throws BadInputException if there is no seed, severity or threads are out of range, or data
   *     and network differ in their number of classes
   */
  public Study {
    corruptions = List.copyOf(corruptions);
    seeds = List.copyOf(seeds);
    if (seeds.isEmpty() || threads < 1) {
      throw new BadInputException(
          "study %s: expected at least one seed and one thread, found %s and %s"
              .formatted(name, seeds.size(), threads));
    }
    if (Set.copyOf(corruptions).size() < corruptions.size()
        || Set.copyOf(seeds).size() < seeds.size()) {
      throw new BadInputException(
          "study %s: corruptions %s and seeds %s, expected each once"
              .formatted(name, corruptions, seeds));
    }
    Corruption.requireSeverity(severity);
    if (network.classes() != data.classes()) {
      throw new BadInputException(
          "study %s: the network has %s classes and the data %s; expected the same"
              .formatted(name, network.classes(), data.classes()));
    }
  }

  /**
   * @param name of the catalogue, see {@link NamedStudies#names()}
   * @return that study at the scale that the environment chooses ({@link Scale#ofEnvironment()})
   * @throws BadInputException if there is none of that name
   */
  public static Study named(String name) {
    return NamedStudies.get(name, Scale.ofEnvironment());
  }

  /**
   * @param chosen which θ_c there are to be; none for θ_std alone
   * @return this study with those
   */
  public Study withCorruptions(Corruption... chosen) {
    return new Study(
        name, data, network, pretraining, fineTuning, List.of(chosen), severity, seeds, threads);
  }

  /**
   * @param level severity of all corruptions, 1 to 5
   * @return this study at that severity
   */
  public Study withSeverity(int level) {
    return new Study(
        name, data, network, pretraining, fineTuning, corruptions, level, seeds, threads);
  }

  /**
   * @param chosen seeds of the fine-tunings
   * @return this study with those
   */
  public Study withSeeds(long... chosen) {
    return new Study(
        name,
        data,
        network,
        pretraining,
        fineTuning,
        corruptions,
        severity,
        LongStream.of(chosen).boxed().toList(),
        threads);
  }

  /**
   * @param other network with the same number of classes
   * @return this study with that network
   * @throws BadInputException if the number of classes differs
   */
  public Study withNetwork(Network other) {
    return new Study(
        name, data, other, pretraining, fineTuning, corruptions, severity, seeds, threads);
  }

  /**
   * @param recipe how θ_std and θ_c are trained
   * @return this study with that recipe
   */
  public Study withFineTuning(Recipe recipe) {
    return new Study(
        name, data, network, pretraining, recipe, corruptions, severity, seeds, threads);
  }

  /**
   * @param other where θ₀ comes from
   * @return this study with that θ₀
   */
  public Study withPretraining(Pretraining other) {
    return new Study(name, data, network, other, fineTuning, corruptions, severity, seeds, threads);
  }

  /**
   * θ₀ of one's own: for instance a checkpoint that another program has trained.
   *
   * @param checkpoint a safetensors file or a PyTorch checkpoint with torchvision's names; its
   *     classifier is not used
   * @return this study with that θ₀
   * @throws BadInputException if the file cannot be read
   */
  public Study withPretraining(Path checkpoint) {
    return withPretraining(new Pretraining.Checkpoint(CheckpointRecipe.of(checkpoint)));
  }

  /**
   * The same images, but fine-tuning and testing on some of their classes only. θ₀ stays, and tells
   * apart what it did.
   *
   * @param chosen class indices, ascending; they are numbered anew from 0
   * @return the study on those classes, with a network for as many
   * @throws BadInputException if the indices are out of range or not ascending
   */
  public Study withClasses(int... chosen) {
    StudyData some = new ClassSubset(data, Arrays.stream(chosen).boxed().toList());
    return new Study(
        name,
        some,
        network.withClasses(some.classes()),
        pretraining,
        fineTuning,
        corruptions,
        severity,
        seeds,
        threads);
  }

  /**
   * @param other images with as many classes
   * @return this study on those images
   * @throws BadInputException if the number of classes differs
   */
  public Study withData(StudyData other) {
    return new Study(
        name, other, network, pretraining, fineTuning, corruptions, severity, seeds, threads);
  }

  /**
   * The same models, measured on fewer images: faster, with wider intervals.
   *
   * @param count how many test images, evenly spread over those there are
   * @return this study with those
   * @throws BadInputException if there are fewer, or it is not positive
   */
  public Study withTestImages(int count) {
    int all = data.counts().test();
    if (count < 1 || count > all) {
      throw new BadInputException("%s test images: expected 1 to %s".formatted(count, all));
    }
    return withData(new FewerTestImages(data, count));
  }

  /** The network with the classes that θ₀ tells apart. */
  public Network pretrainedNetwork() {
    return pretraining.network(this);
  }

  /**
   * @return every model that the study needs, θ₀ first
   */
  public List<ModelSpec> models() {
    List<ModelSpec> specs = new ArrayList<>();
    specs.add(ModelSpec.pretrained());
    for (long seed : seeds) {
      specs.add(ModelSpec.standard(seed));
      corruptions.forEach(corruption -> specs.add(ModelSpec.robust(corruption, seed)));
    }
    return List.copyOf(specs);
  }

  /**
   * Trains what the standard store lacks, with live progress where it can be shown, and reads the
   * rest. Where several models are missing, worker processes train: as many at once as the cores
   * allow, or one a GPU.
   *
   * @return the trained models
   * @throws BadInputException if the store cannot be written or a training fails
   * @throws CancellationException if the thread was interrupted; finished models are kept
   */
  public Models train() {
    return train(Compute.usual());
  }

  /**
   * Trains what the standard store lacks, with live progress where it can be shown, and reads the
   * rest. The weights are the same wherever they are trained, bit for bit, where the processors are
   * alike.
   *
   * @param compute where to train, for instance {@code Compute.workers(4)} or {@code
   *     Compute.spark("spark://host:7077")}
   * @return the trained models
   * @throws BadInputException if the store cannot be written, there is no Spark or no master, or a
   *     training fails, in other processes as often as they try it; the others are trained
   *     nevertheless
   * @throws CancellationException if the thread was interrupted; finished models are kept
   */
  public Models train(Compute compute) {
    try (ProgressDisplay display = ProgressDisplays.here()) {
      return train(compute, Store.standard(), display);
    }
  }

  /**
   * As {@link #train(Compute)}, with a store of one's own. A study whose data are of a class that
   * other processes do not have, such as one typed into a notebook, is trained in this JVM.
   *
   * @param compute where to train
   * @param store where the models are kept; for a cluster on a file system that all machines share
   * @param display is shown how far it is
   * @return the trained models
   * @throws BadInputException as in {@link #train(Compute)}
   * @throws CancellationException if the thread was interrupted; finished models are kept
   */
  public Models train(Compute compute, Store store, ProgressDisplay display) {
    return Trainer.installed().train(this, compute, store, display);
  }

  /**
   * θ₀'s weights with a linear layer for the fine-tuned classes: where every fine-tuning starts.
   */
  public StateDict adapted(StoredModel pretrained) {
    return network.adapt(pretrained.bestTa(), 0);
  }

  /**
   * @return the measure of TA and RA on this study's test images at its severity
   */
  public Evaluation evaluation() {
    ImageSet test = data.test();
    return Evaluation.of(network, test, setting(test));
  }

  /**
   * @return the same measure on the validation images of fine-tuning, a tenth of its images: what
   *     layers and strengths are to be chosen by
   */
  public Evaluation validation() {
    ImageSet images = TrainingImages.of(data.fineTuning()).validation();
    return Evaluation.ofValidation(network, images, setting(images));
  }

  /** How images of the data are corrupted: by the variant of their size, at the severity. */
  public Setting setting(ImageSet images) {
    return Setting.nearest(images, severity).withFrost(data.frost());
  }

  /**
   * @return of what TA and RA are measured, in a sentence: the data and the number of test images
   */
  public String testCaption() {
    String label = data.label();
    return String.format(
        Locale.ROOT,
        "%s: %,d test images.",
        label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1),
        data.counts().test());
  }

  /**
   * @return data, numbers of images, network, severity and seeds in one line, for captions
   */
  public String caption() {
    String frost =
        corruptions.contains(Corruption.FROST) ? ", frost from " + data.frost().description() : "";
    return "%s, %s, severity %s, %s seed%s%s"
        .formatted(
            data.caption(), network, severity, seeds.size(), seeds.size() == 1 ? "" : "s", frost);
  }
}
