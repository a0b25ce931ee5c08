package rwskit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.util.List;
import org.junit.jupiter.api.Test;
import rwskit.file.BadInputException;

class ComputeDeviceTest {
  @Test
  void devicesAreThoseThatThereAre() {
    assertThat(ComputeDevice.of("", 0)).isEqualTo(Device.cpu());
    assertThat(ComputeDevice.of("", 2)).isEqualTo(Device.gpu(0));
    assertThat(ComputeDevice.of("cpu", 2)).isEqualTo(Device.cpu());
    assertThat(ComputeDevice.of("gpu1", 2)).isEqualTo(Device.gpu(1));
    for (String wrong : List.of("gpu2", "gpu", "GPU0", "cuda:0")) {
      assertThatThrownBy(() -> ComputeDevice.of(wrong, 2))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("RWSKIT_DEVICE is '" + wrong + "'; cpu or gpu0 to gpu1");
    }
    assertThatThrownBy(() -> ComputeDevice.of("gpu0", 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("DJL sees no GPU here");
  }
}
