package rwskit.detect;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tribuo.Model;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import rwskit.checkpoint.SafeTensors;
import rwskit.file.AtomicFile;
import rwskit.file.BadInputException;
import rwskit.file.Sha256;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** Detectors on disk. Both files are used only if their checksums are the ones that were noted. */
final class DetectorFile {
  static final String NAME = "detector.safetensors";
  static final String MODEL = "detector.tribuo.pb";

  private static final String KIND = "rwskit.kind";
  private static final String DETECTOR = "detector";
  private static final String VERSION = "rwskit.version";

  /** 1 had no thresholds by corruption, 2 no checksum of its tensors. */
  private static final String FORMAT = "3";

  private static final String FEATURES = "rwskit.detector.features";
  private static final String CONDITIONS = "rwskit.detector.conditions";
  private static final String SHA256 = "rwskit.detector.model.sha256";
  private static final String OWN_SHA256 = "rwskit.detector.sha256";
  private static final String NOTE = "rwskit.detector.note.";
  private static final String MEAN = "mean";
  private static final String MATRIX = "whitening";
  private static final String CENTRES = "centres";

  private DetectorFile() {}

  static void write(Path folder, Detector detector) {
    byte[] model = bytes(detector.model());
    AtomicFile.write(
        folder.resolve(MODEL),
        channel -> {
          ByteBuffer left = ByteBuffer.wrap(model);
          while (left.hasRemaining()) {
            channel.write(left);
          }
        });
    Map<String, Tensor> tensors = new LinkedHashMap<>(detector.calibration().tensors().tensors());
    tensors.put(MEAN, detector.whitening().meanTensor());
    tensors.put(MATRIX, detector.whitening().matrixTensor());
    tensors.put(
        CENTRES,
        Tensor.of(
            Rows.joined(detector.centres()), detector.conditions().size(), ImageFeatures.COUNT));
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put(KIND, DETECTOR);
    notes.put(VERSION, FORMAT);
    notes.put(FEATURES, Integer.toString(ImageFeatures.VERSION));
    notes.put(
        CONDITIONS,
        detector.conditions().stream().map(Condition::label).collect(Collectors.joining(",")));
    notes.put(SHA256, new Sha256().add(model).hex());
    StateDict stored = StateDict.of(tensors);
    detector.notes().forEach((name, text) -> notes.put(NOTE + name, text));
    notes.put(OWN_SHA256, sha256(notes, stored));
    SafeTensors.write(folder.resolve(NAME), stored, notes);
  }

  private static byte[] bytes(LinearSGDModel model) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      model.serializeToStream(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("memory refused bytes", e);
    }
    return bytes.toByteArray();
  }

  static Detector read(Path folder) {
    Path file = folder.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      throw new BadInputException(
          "no detector in %s: there is no %s; detector train --out %s makes one"
              .formatted(folder, file, folder));
    }
    Map<String, String> notes = SafeTensors.readMetadata(file);
    require(file, notes, KIND, DETECTOR);
    require(file, notes, VERSION, FORMAT);
    require(file, notes, FEATURES, Integer.toString(ImageFeatures.VERSION));
    List<Condition> conditions = conditions(file, notes.getOrDefault(CONDITIONS, ""));
    LinearSGDModel model = model(folder.resolve(MODEL), notes.getOrDefault(SHA256, ""));
    StateDict tensors = SafeTensors.read(file);
    String found = sha256(notes, tensors);
    if (!found.equals(notes.get(OWN_SHA256))) {
      throw new BadInputException(
          "%s was changed after it was written: its notes and tensors have SHA-256 %s, expected %s; train it again"
              .formatted(file, found, notes.getOrDefault(OWN_SHA256, "one that is missing")));
    }
    int count = ImageFeatures.COUNT;
    int sizes = Calibration.sizes();
    requireConditions(file, model, conditions);
    return new Detector(
        model,
        conditions,
        new Whitening(
            values(file, tensors, MEAN, count), values(file, tensors, MATRIX, count, count)),
        Rows.of(values(file, tensors, CENTRES, conditions.size(), count), conditions.size()),
        new Calibration(
            values(file, tensors, "temperature", sizes),
            values(file, tensors, "cleanAbove", sizes),
            values(file, tensors, "newAbove", sizes),
            values(file, tensors, "usualUpTo", sizes),
            Rows.of(
                values(file, tensors, "mostMisfit", sizes, Kinds.of(conditions).count()), sizes)),
        ownNotes(notes));
  }

  private static void require(Path file, Map<String, String> notes, String note, String expected) {
    String found = notes.get(note);
    if (!expected.equals(found)) {
      throw new BadInputException(
          "%s is no detector that this program reads: its %s is %s, expected %s; train it again"
              .formatted(file, note, found == null ? "missing" : found, expected));
    }
  }

  /** Of all tensors and of all notes but this one. */
  static String sha256(Map<String, String> notes, StateDict tensors) {
    Sha256 sha = new Sha256().add(tensors.sha256().getBytes(UTF_8));
    new TreeMap<>(notes)
        .forEach(
            (name, text) -> {
              if (!name.equals(OWN_SHA256)) {
                sha.add((name + '\0' + text + '\0').getBytes(UTF_8));
              }
            });
    return sha.hex();
  }

  private static List<Condition> conditions(Path file, String labels) {
    try {
      return Stream.of(labels.split(",")).map(Condition::named).toList();
    } catch (BadInputException e) {
      throw new BadInputException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static LinearSGDModel model(Path file, String sha256) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      String found = new Sha256().add(bytes).hex();
      if (!found.equals(sha256)) {
        throw new BadInputException(
            "%s does not belong to %s beside it: it has SHA-256 %s, expected %s; copy both together"
                .formatted(file, NAME, found, sha256.isEmpty() ? "one that is missing" : sha256));
      }
      Model<?> model = Model.deserializeFromStream(new ByteArrayInputStream(bytes));
      if (model instanceof LinearSGDModel linear) {
        return linear;
      }
      throw new BadInputException(
          "%s holds a %s; a detector's is Tribuo's LinearSGDModel"
              .formatted(file, model.getClass().getSimpleName()));
    } catch (NoSuchFileException e) {
      throw new BadInputException(
          "there is no %s, which belongs to %s beside it; copy both together".formatted(file, NAME),
          e);
    } catch (InvalidProtocolBufferException | IllegalStateException | IllegalArgumentException e) {
      throw new BadInputException(
          "%s holds no classifier that Tribuo reads; train the detector again".formatted(file), e);
    } catch (IOException e) {
      throw BadInputException.of("cannot read " + file, e);
    }
  }

  private static void requireConditions(
      Path file, LinearSGDModel model, List<Condition> conditions) {
    List<String> learned =
        model.getOutputIDInfo().getDomain().stream()
            .map(label -> label.getLabel())
            .sorted()
            .toList();
    List<String> listed = conditions.stream().map(Condition::label).sorted().toList();
    if (!listed.equals(learned)
        || model.getFeatureIDMap().size() != ImageFeatures.COUNT
        || !conditions.get(0).equals(Condition.CLEAN)) {
      throw new BadInputException(
          "%s and %s differ: %s conditions against %s, %s features; train the detector again"
              .formatted(
                  file, MODEL, listed.size(), learned.size(), model.getFeatureIDMap().size()));
    }
  }

  private static float[] values(Path file, StateDict tensors, String name, long... shape) {
    Tensor tensor = tensors.contains(name) ? tensors.get(name) : null;
    if (tensor == null || tensor.dtype() != DType.F32 || !Arrays.equals(tensor.shape(), shape)) {
      throw new BadInputException(
          "%s: tensor %s is %s, expected F32 of %s"
              .formatted(file, name, tensor == null ? "missing" : tensor, Arrays.toString(shape)));
    }
    float[] values = tensor.toFloats();
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new BadInputException(
            "%s: tensor %s holds %s, expected finite numbers".formatted(file, name, value));
      }
    }
    return values;
  }

  private static Map<String, String> ownNotes(Map<String, String> notes) {
    Map<String, String> own = new LinkedHashMap<>();
    notes.forEach(
        (name, text) -> {
          if (name.startsWith(NOTE)) {
            own.put(name.substring(NOTE.length()), text);
          }
        });
    return own;
  }
}
