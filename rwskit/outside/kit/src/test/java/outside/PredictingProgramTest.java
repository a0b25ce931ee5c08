package outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import rwskit.model.Network;
import rwskit.model.NetworkModel;
import rwskit.study.Study;
import rwskit.weights.StateDict;
import rwskit.zoo.Zoo;
import rwskit.zoo.ZooEntry;

/** A program that loads a network of the zoo, patches it and predicts. */
class PredictingProgramTest {
  @Test
  void aPatchedNetworkPredicts() {
    ZooEntry fog = Zoo.load("shapes/fog");
    StateDict patched = fog.patch(4, 1).weights();
    Study study = fog.card().study().withTestImages(50);
    try (NetworkModel model = NetworkModel.open(fog.network(), patched)) {
      int[] classes = model.predict(study.data().test());
      assertEquals(50, classes.length);
    }
    assertTrue(study.evaluation().accuracy(patched).percent() > 80);
    assertEquals(10, Network.of(patched, fog.network().normalization()).classes());
  }

  /** Which program logs how is for the program to say. */
  @Test
  void noLoggingBindingComesAlong() {
    assertThrows(
        ClassNotFoundException.class, () -> Class.forName("org.slf4j.nop.NOPServiceProvider"));
  }
}
