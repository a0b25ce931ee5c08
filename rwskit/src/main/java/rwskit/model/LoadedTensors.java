package rwskit.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.IdentityHashMap;
import java.util.Map;
import rwskit.weights.StateDict;

/**
 * Some tensors of a {@link NetworkModel}, loaded beside its own, for calls that shall compute with
 * these in their place: a patch that is put on by naming it and taken off by not naming it. The
 * model's own tensors are shared and never written to, so that a call without is the unpatched
 * network's, bit for bit.
 *
 * <p>Holds native memory of its tensors: close it when no call uses it any more, or let the model's
 * closing do so. Any number of threads may compute with it at once.
 */
public final class LoadedTensors implements AutoCloseable {
  private final NDManager manager;
  private final Map<Parameter, NDArray> arrays = new IdentityHashMap<>();

  LoadedTensors(NDManager parent, Map<String, Parameter> parameters, StateDict tensors) {
    manager = parent.newSubManager();
    parameters.forEach(
        (name, parameter) -> {
          if (tensors.contains(name)) {
            arrays.put(
                parameter,
                manager.create(tensors.get(name).toFloats(), new Shape(tensors.get(name).shape())));
          }
        });
  }

  /**
   * @return how many tensors take the place of the model's
   */
  public int count() {
    return arrays.size();
  }

  /** Gives blocks these tensors, and the model's where there is none. */
  ParameterStore over(NDManager scratch) {
    return new ParameterStore(scratch, false) {
      @Override
      public NDArray getValue(Parameter parameter, Device device, boolean training) {
        NDArray instead = arrays.get(parameter);
        return instead == null ? super.getValue(parameter, device, training) : instead;
      }
    };
  }

  @Override
  public void close() {
    manager.close();
  }
}
