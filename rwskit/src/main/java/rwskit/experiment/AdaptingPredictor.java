package rwskit.experiment;

import rwskit.detect.StreamBatch;
import rwskit.detect.Strength;
import rwskit.training.TestTimeAdaptation;

/** A network that goes on learning. */
record AdaptingPredictor(TestTimeAdaptation network) implements StreamPredictor {
  @Override
  public int[] predict(StreamBatch batch) {
    float[] logits = network.logits(batch.images());
    return Strength.largest(logits, logits.length / batch.images().size());
  }

  @Override
  public void reset() {
    network.reset();
  }

  @Override
  public void close() {
    network.close();
  }
}
