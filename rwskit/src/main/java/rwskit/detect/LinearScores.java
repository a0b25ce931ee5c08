package rwskit.detect;

import java.util.List;
import java.util.Map;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.math.la.DenseMatrix;

/**
 * What Tribuo's logistic regression computes of whitened features, computed of features as they
 * are: whitening is linear too, and goes into the weights. Without an object for each feature and
 * condition, which is what most of the model's own time goes into.
 *
 * @param weights a row for each condition, in the detector's order
 * @param bias one for each condition
 */
record LinearScores(double[][] weights, double[] bias) {
  static LinearScores of(
      LinearSGDModel model, List<Condition> conditions, Map<String, Integer> places, Whitening by) {
    int size = by.mean().length;
    DenseMatrix learned = model.getWeightsCopy();
    ImmutableOutputInfo<Label> labels = model.getOutputIDInfo();
    double[][] weights = new double[conditions.size()][size];
    double[] bias = new double[conditions.size()];
    for (int k = 0; k < bias.length; k++) {
      int row = labels.getID(new Label(conditions.get(k).label()));
      bias[k] = learned.get(row, size);
      for (Map.Entry<String, Integer> feature : places.entrySet()) {
        int i = feature.getValue();
        double weight = learned.get(row, model.getFeatureIDMap().getID(feature.getKey()));
        for (int j = 0; j <= i; j++) {
          weights[k][j] += weight * by.matrix()[i * size + j];
        }
      }
      for (int j = 0; j < size; j++) {
        bias[k] -= weights[k][j] * by.mean()[j];
      }
    }
    return new LinearScores(weights, bias);
  }

  /** Logarithms of the probabilities that the model gives an image. */
  double[] logProbabilities(double[] features) {
    return logSoftmax(scores(features), 1);
  }

  /** The same but for a number that all conditions have in common. */
  double[] scores(double[] features) {
    double[] scores = new double[bias.length];
    for (int k = 0; k < scores.length; k++) {
      double score = bias[k];
      double[] row = weights[k];
      for (int i = 0; i < features.length; i++) {
        score += row[i] * features[i];
      }
      scores[k] = score;
    }
    return scores;
  }

  /** Of values divided by a temperature. */
  static double[] logSoftmax(double[] values, double temperature) {
    double highest = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      highest = Math.max(highest, value / temperature);
    }
    double sum = 0;
    for (double value : values) {
      sum += Math.exp(value / temperature - highest);
    }
    double[] logs = new double[values.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = values[i] / temperature - highest - Math.log(sum);
    }
    return logs;
  }
}
