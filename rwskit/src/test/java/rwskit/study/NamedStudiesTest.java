package rwskit.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import rwskit.corruption.Corruption;
import rwskit.file.BadInputException;

class NamedStudiesTest {
  @Test
  void everyNameIsThatOfItsStudyAtEveryScale() {
    assertThat(NamedStudies.names()).containsExactly("cifar10-vgg11-quarter", "shapes", "textures");
    for (String name : NamedStudies.names()) {
      for (Scale scale : Scale.values()) {
        Study study = NamedStudies.get(name, scale);
        assertThat(study.name()).isEqualTo(name);
        assertThat(study.data().classes()).isEqualTo(study.network().classes());
        assertThat(study.corruptions()).containsExactly(Corruption.values());
        assertThat(study.severity()).isEqualTo(5);
      }
    }
  }

  @Test
  void theQuickScaleIsTheSmallerOne() {
    for (String name : NamedStudies.names()) {
      Study quick = NamedStudies.get(name, Scale.QUICK);
      Study full = NamedStudies.get(name, Scale.DEFAULT);
      assertThat(quick.models().size() * quick.fineTuning().epochs())
          .isLessThan(full.models().size() * full.fineTuning().epochs());
    }
  }

  @Test
  void anUnknownNameListsTheKnownOnes() {
    assertThatThrownBy(() -> NamedStudies.get("shades", Scale.QUICK))
        .isInstanceOf(BadInputException.class)
        .hasMessage("no study named shades; there are cifar10-vgg11-quarter, shapes, textures");
  }

  @Test
  void scalesHaveNames() {
    assertThat(Scale.named("quick")).isEqualTo(Scale.QUICK);
    assertThat(Scale.named("default")).isEqualTo(Scale.DEFAULT);
    for (String wrong : List.of("", "huge", "quick ")) {
      assertThatThrownBy(() -> Scale.named(wrong))
          .isInstanceOf(BadInputException.class)
          .hasMessage("scale \"" + wrong + "\": expected quick or default");
    }
  }
}
