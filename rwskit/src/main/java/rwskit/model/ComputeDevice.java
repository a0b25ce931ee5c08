package rwskit.model;

import ai.djl.Device;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rwskit.file.BadInputException;

/**
 * Where networks compute: on the GPU that the environment variable {@link #VARIABLE} names, on the
 * first where it names none, on the processor where DJL sees none. Several processes use several
 * GPUs when each is started with its own.
 */
public final class ComputeDevice {
  /** {@code cpu}, or {@code gpu0}, {@code gpu1} … */
  public static final String VARIABLE = "RWSKIT_DEVICE";

  private static final Pattern GPU = Pattern.compile("gpu(\\d{1,3})");

  private ComputeDevice() {}

  /**
   * @return how many GPUs DJL's PyTorch engine sees, 0 with a build for processors
   */
  public static int gpus() {
    return Torch.engine().getGpuCount();
  }

  /**
   * @return the device that this process computes on, {@code cpu} or {@code gpu0} …
   * @throws BadInputException if {@link #VARIABLE} names none that there is
   */
  public static String name() {
    Device device = chosen();
    return device.isGpu() ? "gpu" + device.getDeviceId() : "cpu";
  }

  static Device chosen() {
    return of(System.getenv().getOrDefault(VARIABLE, ""), gpus());
  }

  static Device of(String name, int gpus) {
    if (name.equals("cpu") || name.isEmpty() && gpus == 0) {
      return Device.cpu();
    }
    Matcher gpu = GPU.matcher(name.isEmpty() ? "gpu0" : name);
    if (!gpu.matches() || Integer.parseInt(gpu.group(1)) >= gpus) {
      throw new BadInputException(
          "%s is '%s'; cpu%s was expected"
              .formatted(
                  VARIABLE,
                  name,
                  gpus == 0 ? " (DJL sees no GPU here)" : " or gpu0 to gpu" + (gpus - 1)));
    }
    return Device.gpu(Integer.parseInt(gpu.group(1)));
  }
}
