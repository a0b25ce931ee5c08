package rwskit.detect;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Evaluation;
import rwskit.file.BadInputException;
import rwskit.model.Torch;
import rwskit.study.Models;
import rwskit.weights.StateDict;

/**
 * How much of a signature is put on, without labels.
 *
 * @param rule by what
 * @param alphas of {@link Rule#BY_SEVERITY} the α of each severity, the weakest first; of the
 *     others the α's that are tried, each above 0
 */
public record Strength(Rule rule, List<Double> alphas) {
  /** What decides α. */
  public enum Rule {
    /** The severity that was detected. */
    BY_SEVERITY,
    /**
     * Of some α's the one with which the network is surest: the least mean entropy of predictions.
     */
    BY_ENTROPY,
    /**
     * Of some α's the one whose predictions are most often what most of them say; the least of
     * those that are equal in that.
     */
    BY_AGREEMENT
  }

  /**
   * @throws BadInputException if there is no α, one of those that are tried is not above 0, one is
   *     not a finite number, or by severity there are not five
   */
  public Strength {
    alphas = List.copyOf(alphas);
    boolean bySeverity = rule == Rule.BY_SEVERITY;
    if (alphas.isEmpty()
        || !alphas.stream()
            .allMatch(alpha -> Float.isFinite(alpha.floatValue()) && (bySeverity || alpha > 0))
        || bySeverity && alphas.size() != Corruption.SEVERITIES) {
      throw new BadInputException(
          "strengths %s: expected %s"
              .formatted(
                  alphas, bySeverity ? "a finite α for each of five severities" : "α's above 0"));
    }
  }

  /**
   * @param alphas of the severities 1 to 5
   * @return that rule
   */
  public static Strength bySeverity(double... alphas) {
    return new Strength(Rule.BY_SEVERITY, boxed(alphas));
  }

  /**
   * @param alphas that are tried
   * @return that rule
   */
  public static Strength byEntropy(double... alphas) {
    return new Strength(Rule.BY_ENTROPY, boxed(alphas));
  }

  /**
   * @param alphas that are tried
   * @return that rule
   */
  public static Strength byAgreement(double... alphas) {
    return new Strength(Rule.BY_AGREEMENT, boxed(alphas));
  }

  /**
   * By severity, with the α of each that has the highest mean RA over corruptions on validation
   * images, the least of equal ones.
   *
   * @param models of the seed in view; a patch is measured for each corruption, severity and α
   * @param layers how many of the first layers of signatures
   * @param alphas that come into question; 0 for no patch
   * @return that rule
   * @throws BadInputException if there is no α, or the network has fewer layers
   */
  public static Strength validated(Models models, int layers, double... alphas) {
    if (alphas.length == 0) {
      throw new BadInputException("no α to choose from: expected at least one");
    }
    List<Evaluation> validations =
        IntStream.rangeClosed(1, Corruption.SEVERITIES)
            .mapToObj(severity -> models.study().withSeverity(severity).validation())
            .toList();
    List<double[][]> byCorruption =
        models.study().corruptions().parallelStream()
            .map(
                corruption ->
                    Torch.onThreads(
                        1, () -> percents(models, corruption, layers, alphas, validations)))
            .toList();
    double[][] sums = new double[Corruption.SEVERITIES][alphas.length];
    for (double[][] percents : byCorruption) {
      for (int at = 0; at < sums.length; at++) {
        for (int i = 0; i < alphas.length; i++) {
          sums[at][i] += percents[at][i];
        }
      }
    }
    double[] best = new double[sums.length];
    for (int at = 0; at < best.length; at++) {
      int highest = 0;
      for (int i = 1; i < alphas.length; i++) {
        highest = sums[at][i] > sums[at][highest] ? i : highest;
      }
      best[at] = alphas[highest];
    }
    return bySeverity(best);
  }

  /** RA of a corruption's signature: a row for each severity, a column for each α. */
  private static double[][] percents(
      Models models,
      Corruption corruption,
      int layers,
      double[] alphas,
      List<Evaluation> validations) {
    double[][] percents = new double[validations.size()][alphas.length];
    for (int i = 0; i < alphas.length; i++) {
      StateDict patched = models.patched(corruption, layers, alphas[i]);
      for (int at = 0; at < percents.length; at++) {
        percents[at][i] = validations.get(at).accuracy(patched, corruption).percent();
      }
    }
    return percents;
  }

  private static List<Double> boxed(double... alphas) {
    return Arrays.stream(alphas).boxed().toList();
  }

  /**
   * @param condition of a corruption
   * @return α of its severity; of the rules that try some, 1
   */
  public double alpha(Condition condition) {
    return rule == Rule.BY_SEVERITY ? alphas.get(condition.severity() - 1) : 1;
  }

  /** Which α's come into question. */
  List<Double> candidates(Condition detected) {
    return rule == Rule.BY_SEVERITY ? List.of(alphas.get(detected.severity() - 1)) : alphas;
  }

  /**
   * What images say for each of some patches, such as one signature at several α: the less, the
   * better; to be summed over batches.
   *
   * @param logits with each patch, of the same images, N×classes, flattened
   * @param classes how many there are
   * @return {@link Rule#BY_ENTROPY}: entropies in nats, summed over images; else how many images
   *     are predicted otherwise than most patches do
   */
  public double[] costs(List<float[]> logits, int classes) {
    return rule == Rule.BY_ENTROPY
        ? logits.stream().mapToDouble(one -> entropy(one, classes)).toArray()
        : disagreements(logits, classes);
  }

  /** Summed over images, in nats. */
  static double entropy(float[] logits, int classes) {
    double sum = 0;
    for (int from = 0; from < logits.length; from += classes) {
      double[] one = new double[classes];
      for (int k = 0; k < classes; k++) {
        one[k] = logits[from + k];
      }
      sum -= DoubleStream.of(LinearScores.logSoftmax(one, 1)).map(log -> Math.exp(log) * log).sum();
    }
    return sum;
  }

  private static double[] disagreements(List<float[]> logits, int classes) {
    double[] disagreements = new double[logits.size()];
    List<int[]> said = logits.stream().map(one -> largest(one, classes)).toList();
    for (int image = 0; image < said.get(0).length; image++) {
      int[] votes = new int[classes];
      for (int[] one : said) {
        votes[one[image]]++;
      }
      int most = Arrays.stream(votes).max().orElseThrow();
      for (int i = 0; i < disagreements.length; i++) {
        disagreements[i] += votes[said.get(i)[image]] == most ? 0 : 1;
      }
    }
    return disagreements;
  }

  /**
   * @param logits N×classes, flattened
   * @param classes how many there are
   * @return the class with the largest logit, for each image; the first of equal ones
   */
  public static int[] largest(float[] logits, int classes) {
    int[] largest = new int[logits.length / classes];
    for (int i = 0; i < largest.length; i++) {
      for (int k = 1; k < classes; k++) {
        if (logits[i * classes + k] > logits[i * classes + largest[i]]) {
          largest[i] = k;
        }
      }
    }
    return largest;
  }
}
