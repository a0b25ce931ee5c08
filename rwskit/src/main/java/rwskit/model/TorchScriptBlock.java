package rwskit.model;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import rwskit.checkpoint.CheckpointContents;
import rwskit.checkpoint.TorchScript;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * Computes with a TorchScript program. DJL's own block for these neither gives nor takes buffers,
 * such as running statistics, and computes gradients in training mode alone, which an attack needs
 * without. So the program is loaded with its buffers declared as parameters, and gradients are
 * computed where its caller asks for them.
 *
 * <p>The tensors are the program's own: no others can take their place in a call.
 */
final class TorchScriptBlock extends AbstractBlock {
  private static final byte VERSION = 1;

  private final CheckpointContents contents;
  private final TorchScript program;
  private final int classes;
  private final Map<String, Parameter> byName = new LinkedHashMap<>();
  private final Map<String, Parameter> byNameInFile = new LinkedHashMap<>();
  private PtSymbolBlock module;
  private boolean isTraining;

  TorchScriptBlock(CheckpointContents contents, TorchScript program, int classes) {
    super(VERSION);
    this.contents = contents;
    this.program = program;
    this.classes = classes;
    contents
        .weights()
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (tensor.dtype() == DType.F32) {
                String inFile = contents.nameInFile(name);
                Parameter parameter = addParameter(parameter(inFile, tensor));
                byName.put(name, parameter);
                byNameInFile.put(inFile, parameter);
              }
            });
  }

  private Parameter parameter(String name, Tensor tensor) {
    return Parameter.builder()
        .setName(name)
        .setType(Parameter.Type.OTHER)
        .optShape(new Shape(tensor.shape()))
        .optRequiresGrad(!program.buffers().contains(name) && !program.aliases().contains(name))
        .build();
  }

  /** Its parameters, and those buffers that are no counters or other whole numbers. */
  Map<String, Parameter> byName() {
    return byName;
  }

  /** Loads the program with the values that the parameters' initialisers give. */
  @Override
  public void initialize(NDManager manager, DataType type, Shape... inputs) {
    super.initialize(manager, type, inputs);
    Map<String, Tensor> initial = new LinkedHashMap<>();
    byName.forEach(
        (name, parameter) -> {
          NDArray array = parameter.getArray();
          initial.put(name, Tensor.of(array.toFloatArray(), array.getShape().getShape()));
        });
    PtNDManager owner = (PtNDManager) manager;
    module = load(owner, contents.withNamesOfFile(StateDict.of(initial)));
    JniUtils.enableInferenceMode(module);
    Set<String> missing = new LinkedHashSet<>(byNameInFile.keySet());
    for (NDArray own : JniUtils.moduleGetParams(module, owner)) {
      if (missing.remove(own.getName())) {
        take(own, byNameInFile.get(own.getName()));
      } else {
        own.close();
      }
    }
    if (!missing.isEmpty()) {
      // Else the model would compute with the file's, whatever it was opened with.
      throw new BadInputException(
          "%s: libtorch does not give %s; load the file in a newer PyTorch and save it anew"
              .formatted(program.file(), FirstFew.of(missing, ", ")));
    }
  }

  private void take(NDArray own, Parameter parameter) {
    parameter.close();
    parameter.setShape(null);
    parameter.setArray(own);
    if (!program.aliases().contains(own.getName())) {
      own.setRequiresGradient(parameter.requiresGradient());
    }
  }

  private PtSymbolBlock load(PtNDManager manager, StateDict weights) {
    byte[] bytes = program.encode(weights, buffer -> !BatchNormTensors.isCounter("." + buffer));
    try {
      return JniUtils.loadModule(manager, new ByteArrayInputStream(bytes), true, false);
    } catch (EngineException | IOException e) {
      throw failed("libtorch cannot load it", e);
    }
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    // Whoever trains is alone, so that others never see the switch.
    if (training != isTraining) {
      if (training) {
        JniUtils.enableTrainingMode(module);
      } else {
        JniUtils.enableInferenceMode(module);
      }
      isTraining = training;
    }
    NDArray images = inputs.singletonOrThrow();
    NDList outputs = compute(new NDList(images));
    Shape expected = new Shape(images.getShape().get(0), classes);
    if (outputs.size() != 1 || !outputs.get(0).getShape().equals(expected)) {
      throw new BadInputException(
          "%s computes %s from images %s: expected one tensor of logits %s"
              .formatted(
                  program.file(),
                  outputs.stream().map(NDArray::getShape).toList(),
                  images.getShape(),
                  expected));
    }
    return outputs;
  }

  private NDList compute(NDList images) {
    try {
      // Not "for training" but "with gradients, where these are asked for".
      return IValueUtils.forward(module, images, true);
    } catch (EngineException e) {
      throw failed("its program fails on images " + images.get(0).getShape(), e);
    }
  }

  private BadInputException failed(String what, Exception why) {
    String[] lines = String.valueOf(why.getMessage()).strip().split("\n");
    return new BadInputException(
        "%s: %s (%s)".formatted(program.file(), what, lines[lines.length - 1].strip()), why);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    return new Shape[] {new Shape(inputs[0].get(0), classes)};
  }
}
