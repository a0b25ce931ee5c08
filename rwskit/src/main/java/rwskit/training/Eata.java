package rwskit.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;
import rwskit.model.Network;
import rwskit.weights.StateDict;

/**
 * EATA: steps down the entropy of those predictions alone that are reliable and not like most so
 * far, each weighted by exp(E₀ − H), with what clean images need held near where it was. S. Niu et
 * al., "Efficient Test-Time Model Adaptation without Forgetting", ICML 2022, arXiv 2204.02610,
 * equations 2 to 9; the mean over the chosen images, the margins and Adam's rate as in
 * mariodoebler/test-time-adaptation.
 */
public final class Eata extends TestTimeAdaptation {
  /** How much of the mean prediction a batch changes. */
  private static final double NEW = .1;

  private final Settings settings;
  private final Map<String, float[]> fisher;
  private Adam adam;
  private double[] meanPrediction;

  /**
   * What can be chosen.
   *
   * @param rate Adam's learning rate
   * @param redundant cosine to the mean prediction so far from which on an image is left out; the
   *     paper's for CIFAR-10 is .4
   * @param holding β, how strongly scales and shifts are held; the paper's for CIFAR-10 is 1
   */
  public record Settings(double rate, double redundant, double holding) {
    /** For CIFAR-10. */
    public static final Settings CIFAR10 = new Settings(.001, .4, 1);
  }

  private Eata(EntropyStep network, Settings settings, Map<String, float[]> fisher) {
    super(network);
    this.settings = settings;
    this.fisher = fisher;
    this.adam = new Adam(settings.rate);
  }

  /**
   * @param network with batch normalisation
   * @param weights where it begins
   * @param clean images from which it is told what clean images need; labels are not used; the
   *     paper takes 2,000
   * @param batchSize of these images, at least 2
   * @param settings rates and margins
   * @return the network
   * @throws BadInputException if there are fewer than two clean images or a batch
   */
  public static Eata open(
      Network network, StateDict weights, ImageSet clean, int batchSize, Settings settings) {
    if (batchSize < 2 || clean.size() < batchSize) {
      throw new BadInputException(
          "%s clean images in batches of %s: expected a whole batch of at least 2"
              .formatted(clean.size(), batchSize));
    }
    EntropyStep step = all(network, weights);
    return new Eata(step, settings, fisher(step, clean, batchSize));
  }

  /** Mean over whole batches of the squared gradients of the mean loss, equation 9. */
  private static Map<String, float[]> fisher(EntropyStep step, ImageSet clean, int batchSize) {
    Map<String, float[]> fisher = new LinkedHashMap<>();
    int batches = clean.size() / batchSize;
    for (int b = 0; b < batches; b++) {
      double[] equal = new double[batchSize];
      Arrays.fill(equal, 1.0 / batchSize);
      step.ofLikeliest(clean.range(b * batchSize, (b + 1) * batchSize), logits -> equal)
          .gradients()
          .forEach(
              (name, gradient) -> {
                float[] sum = fisher.computeIfAbsent(name, any -> new float[gradient.length]);
                for (int i = 0; i < sum.length; i++) {
                  sum[i] += gradient[i] * gradient[i] / batches;
                }
              });
    }
    return fisher;
  }

  @Override
  float[] step(ImageSet batch) {
    EntropyStep.Result result = network.ofEntropy(batch, this::weights);
    if (!result.gradients().isEmpty()) {
      Map<String, float[]> values = network.values();
      network.set(adam.step(values, held(result.gradients(), values)));
    }
    return result.logits();
  }

  /** What images count, and the mean prediction brought up to date by those that do. */
  private double[] weights(float[] logits) {
    int classes = network.classes();
    double[] weights = weights(logits, classes, meanPrediction, settings.redundant);
    double[] mean = new double[classes];
    int chosen = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        double[] p = softmax(logits, i, classes);
        for (int k = 0; k < classes; k++) {
          mean[k] += p[k];
        }
        chosen++;
      }
    }
    if (chosen > 0) {
      for (int k = 0; k < classes; k++) {
        mean[k] /= chosen;
        mean[k] = meanPrediction == null ? mean[k] : (1 - NEW) * meanPrediction[k] + NEW * mean[k];
      }
      meanPrediction = mean;
    }
    return weights;
  }

  /**
   * Equations 3 to 6: exp(E₀ − H) over the number of chosen images; 0 of an image whose entropy H
   * is E₀ = .4·ln(classes) or more, or whose prediction has a cosine of {@code redundant} or more
   * to the mean one.
   *
   * @param meanPrediction of images chosen so far; null where there are none
   */
  static double[] weights(float[] logits, int classes, double[] meanPrediction, double redundant) {
    double most = RELIABLE * Math.log(classes);
    double[] entropies = entropies(logits, classes);
    double[] weights = new double[entropies.length];
    int chosen = 0;
    for (int i = 0; i < weights.length; i++) {
      boolean counts =
          entropies[i] < most
              && (meanPrediction == null
                  || Math.abs(cosine(meanPrediction, softmax(logits, i, classes))) < redundant);
      weights[i] = counts ? Math.exp(most - entropies[i]) : 0;
      chosen += counts ? 1 : 0;
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= Math.max(1, chosen);
    }
    return weights;
  }

  private static double cosine(double[] a, double[] b) {
    double dot = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
      first += a[i] * a[i];
      second += b[i] * b[i];
    }
    return dot / Math.sqrt(first * second);
  }

  /** With the gradient of β·Σ F·(θ − θ_start)², equation 8. */
  private Map<String, float[]> held(Map<String, float[]> gradients, Map<String, float[]> values) {
    Map<String, float[]> held = new LinkedHashMap<>();
    gradients.forEach(
        (name, gradient) -> {
          float[] before = start().get(name);
          float[] now = values.get(name);
          float[] result = new float[gradient.length];
          for (int i = 0; i < result.length; i++) {
            result[i] =
                (float)
                    (gradient[i]
                        + 2 * settings.holding * fisher.get(name)[i] * (now[i] - before[i]));
          }
          held.put(name, result);
        });
    return held;
  }

  Map<String, float[]> fisher() {
    return fisher;
  }

  @Override
  void forget() {
    adam = new Adam(settings.rate);
    meanPrediction = null;
  }
}
