package rwskit.worker;

import com.google.gson.Gson;

/**
 * How fast one process trains a study's network, as it tells its parent.
 *
 * @param trainedPerSecond images a second, steps of training with all that belongs to them
 * @param evaluatedPerSecond images a second, without gradients
 * @param images how many were trained on to measure it
 * @param peakBytes the most memory that the process had; 0 where the system does not tell
 */
record Speed(double trainedPerSecond, double evaluatedPerSecond, long images, long peakBytes) {
  String line() {
    return new Gson().toJson(this);
  }

  static Speed of(String line) {
    return new Gson().fromJson(line, Speed.class);
  }
}
