package rwskit.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * One signature of all weights of VGG-16 (14.7 million, in its 28 tensors) beside plain copies that
 * move as many bytes as a signature must: three networks read and one written, 16 bytes a weight.
 * As all move the same, the ratio of two times is the ratio of two bandwidths.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgs = "-Xmx4g")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SignatureBenchmark {
  private static final int[] CHANNELS = {
    3, 64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512
  };
  private static final int PARTS = 64;

  private StateDict pretrained;
  private StateDict standard;
  private StateDict robust;
  private float[][] source;
  private float[][] target;

  /** Draws three networks and twice their weights as plain arrays. */
  @Setup
  public void draw() {
    pretrained = vgg16(1);
    standard = vgg16(2);
    robust = vgg16(3);
    int part = (int) (2 * pretrained.elementCount() / PARTS);
    source = new float[PARTS][part];
    target = new float[PARTS][part];
    SplittableRandom random = new SplittableRandom(4);
    for (float[] values : source) {
      fill(values, random);
    }
  }

  /**
   * @return the signature of all tensors, in new memory
   */
  @Benchmark
  public StateDict signature() {
    return Signature.extract(pretrained, standard, robust).weights();
  }

  /**
   * @return a copy into memory that is there already, on all cores
   */
  @Benchmark
  public float[][] copy() {
    IntStream.range(0, PARTS)
        .parallel()
        .forEach(i -> System.arraycopy(source[i], 0, target[i], 0, source[i].length));
    return target;
  }

  /**
   * @return a copy into new memory, as a signature's is, on all cores
   */
  @Benchmark
  public float[][] copyToNewMemory() {
    return IntStream.range(0, PARTS)
        .parallel()
        .mapToObj(i -> source[i].clone())
        .toArray(float[][]::new);
  }

  private static StateDict vgg16(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 1; i < CHANNELS.length; i++) {
      String layer = "features.%d.".formatted(i);
      tensors.put(layer + "weight", tensor(random, CHANNELS[i], CHANNELS[i - 1], 3, 3));
      tensors.put(layer + "bias", tensor(random, CHANNELS[i]));
    }
    tensors.put("classifier.weight", tensor(random, 10, 512));
    tensors.put("classifier.bias", tensor(random, 10));
    return StateDict.of(tensors);
  }

  private static Tensor tensor(SplittableRandom random, long... shape) {
    int size = 1;
    for (long extent : shape) {
      size *= (int) extent;
    }
    float[] values = new float[size];
    fill(values, random);
    return Tensor.of(values, shape);
  }

  private static void fill(float[] values, SplittableRandom random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() - 0.5) * 0.1f;
    }
  }
}
