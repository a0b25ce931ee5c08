package rwskit.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a network's layers and keeps the names, shapes and parameters of their tensors, in the
 * order in which they are made: that of the state dict.
 */
final class NamedLayers {
  private static final String WEIGHT = "weight";
  private static final String BIAS = "bias";
  private static final List<String> BATCH_NORM =
      List.of(WEIGHT, BIAS, "running_mean", "running_var");

  private final BatchNormDesign batchNorm;
  private final Map<String, long[]> shapes = new LinkedHashMap<>();
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();

  /**
   * @param batchNorm where batch normalisations take their statistics from
   */
  NamedLayers(BatchNormDesign batchNorm) {
    this.batchNorm = batchNorm;
  }

  /** A convolution without bias that keeps the size up to its stride. */
  Block convolution(String name, int inputs, int outputs, int kernel, int stride) {
    Conv2d layer =
        Conv2d.builder()
            .setKernelShape(new Shape(kernel, kernel))
            .optStride(new Shape(stride, stride))
            .optPadding(new Shape(kernel / 2, kernel / 2))
            .setFilters(outputs)
            .optBias(false)
            .build();
    shapes.put(name + "." + WEIGHT, new long[] {outputs, inputs, kernel, kernel});
    name(layer, name, List.of(WEIGHT));
    return layer;
  }

  Block batchNorm(String name, int channels) {
    Block layer = batchNorm.layer();
    NamedBlock.putBatchNorm(shapes, name, channels);
    name(layer, name, BATCH_NORM);
    return layer;
  }

  Block linear(String name, int inputs, int outputs) {
    Linear layer = Linear.builder().setUnits(outputs).build();
    shapes.put(name + "." + WEIGHT, new long[] {outputs, inputs});
    shapes.put(name + "." + BIAS, new long[] {outputs});
    name(layer, name, List.of(WEIGHT, BIAS));
    return layer;
  }

  private void name(Block layer, String module, List<String> parts) {
    Iterator<String> part = parts.iterator();
    layer
        .getDirectParameters()
        .values()
        .forEach(parameter -> parameters.put(module + "." + part.next(), parameter));
  }

  /** The network of the layers made so far. */
  NamedBlock in(Block block) {
    return new NamedBlock(block, parameters, shapes);
  }
}
