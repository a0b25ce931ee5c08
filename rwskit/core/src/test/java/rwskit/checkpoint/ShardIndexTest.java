package rwskit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

class ShardIndexTest {
  private static final Tensor A = Tensor.of(new float[] {1, 2}, 2);
  private static final Tensor B = Tensor.of(new float[] {3}, 1);

  @TempDir Path folder;

  @BeforeEach
  void writeShards() throws IOException {
    Files.createDirectories(folder.resolve("in/deep"));
    for (String name : new String[] {"in/1.safetensors", "in/1.bin", "in/deep/1.bin", "1.bin"}) {
      Checkpoint.write(
          folder.resolve(name), StateDict.of(Map.of("a", A)).with("tied", A), Map.of());
    }
    Checkpoint.write(folder.resolve("in/2.safetensors"), StateDict.of(Map.of("b", B)), Map.of());
    Checkpoint.write(folder.resolve("in/2.bin"), StateDict.of(Map.of("b", B)), Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"safetensors", "bin"})
  void tensorsAreGatheredInTheIndexsOrder(String kind) throws IOException {
    Path index =
        index("'metadata':{'total_size':9},'weight_map':{'b':'2.K','a':'1.K','tied':'1.K'}", kind);
    StateDict read = Checkpoint.read(index);
    assertThat(read.names()).containsExactly("b", "a", "tied");
    assertThat(read.get("a")).isEqualTo(A).isEqualTo(read.get("tied"));
    assertThat(read.get("b")).isEqualTo(B);
    assertThat(Checkpoint.readMetadata(index)).isEmpty();
  }

  @Test
  void aTensorThatTheIndexDoesNotNameIsLeftOut() throws IOException {
    CheckpointContents contents =
        Checkpoint.open(index("'weight_map':{'a':'1.bin'}", ""), StateDictChoice.only());
    assertThat(contents.weights().names()).containsExactly("a");
    assertThat(contents.leftOut()).containsExactly("tied (in 1.bin, not in the index)");
  }

  @Test
  void shardsMayLieInAFolderBesideTheIndexAndBeLinks() throws IOException {
    Files.createSymbolicLink(folder.resolve("in/link.bin"), folder.resolve("1.bin"));
    Path index = index("'weight_map':{'a':'deep/1.bin','tied':'link.bin'}", "");
    assertThat(Checkpoint.read(index).names()).containsExactly("a", "tied");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'weight_map':{'a':'3.bin'} | says that tensor a is in 3.bin, which is missing",
        "'weight_map':{'c':'1.bin'} | says that tensor c is in 1.bin, where it is not",
        "'weight_map':{'a':'../1.bin'} | names the file ../1.bin, which is outside of its folder",
        "'weight_map':{'a':'deep/../../1.bin'} | which is outside of its folder",
        "'weight_map':{'a':'/etc/passwd'} | which is outside of its folder",
        "'weight_map':{'a':''} | which is outside of its folder",
        "'weight_map':{'a':'deep'} | which is missing",
        "'weight_map':{'a':'me.json'} | is an index; a file with tensors was expected",
        "'weight_map':{'a':'1.bin','a':'1.bin'} | names tensor a twice",
        "'weight_map':{'a':7,'b':[]} | the JSON in it is damaged",
        "'weight_map':['a'] | the JSON in it is damaged",
        "'error':'not found' | is a JSON text without a weight_map"
      })
  void whatItNamesMustBeThere(String json, String reason) throws IOException {
    Path index = index(json, "");
    assertThatThrownBy(() -> Checkpoint.read(index))
        .hasMessageContaining(index.getFileName().toString())
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"model.safetensors.index.json", "pytorch_model.bin.index.json", ".index.json"})
  void aFolderStandsForTheOneIndexInIt(String name) throws IOException {
    Path index = index("'weight_map':{'b':'2.bin','a':'1.bin','tied':'1.bin'}", "");
    Files.move(index, folder.resolve("in").resolve(name));
    Files.createDirectory(folder.resolve("in/not.index.json"));
    StateDict read = Checkpoint.read(folder.resolve("in"));
    assertThat(read.names()).containsExactly("b", "a", "tied");
    assertThat(read.get("b")).isEqualTo(B);
    assertThat(Checkpoint.readMetadata(folder.resolve("in"))).isEmpty();
    assertThat(Checkpoint.shards(folder.resolve("in")))
        .containsExactly(
            folder.resolve("in").resolve(name),
            folder.resolve("in/2.bin"),
            folder.resolve("in/1.bin"));
  }

  @Test
  void ofAFolderWithoutAnIndexOrWithSeveralTheFileIsAskedFor() throws IOException {
    Path in = folder.resolve("in");
    assertThatThrownBy(() -> Checkpoint.read(in))
        .hasMessage(
            in
                + " is a folder without the index of a checkpoint in shards (*.index.json); give"
                + " the file with the weights: 1.bin, 1.safetensors, 2.bin, 2.safetensors");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> Checkpoint.read(empty)).hasMessageEndingWith("with the weights");
    Path one = index("'weight_map':{'a':'1.bin'}", "");
    Files.copy(one, in.resolve("a.bin.index.json"));
    Files.move(one, in.resolve("b.safetensors.index.json"));
    assertThatThrownBy(() -> Checkpoint.read(in))
        .hasMessage(
            in
                + " is a folder with several indexes (*.index.json); give the one that is meant:"
                + " a.bin.index.json, b.safetensors.index.json");
    assertThat(Checkpoint.shards(in)).isEmpty();
    assertThat(Checkpoint.shards(in.resolve("1.bin"))).isEmpty();
  }

  @Test
  void aForgedIndexTakesNoMemory() throws IOException {
    StringBuilder json = new StringBuilder("'weight_map':{'a':'1.bin'");
    for (int i = 0; i < 200_001; i++) {
      json.append(",'t").append(i).append("':'1.bin'");
    }
    Path index = index(json + "}", "");
    assertThatThrownBy(() -> Checkpoint.read(index))
        .hasMessageContaining("names more than 200000 tensors");
  }

  private Path index(String json, String kind) throws IOException {
    String text = "{" + json.replace('\'', '"').replace("K", kind) + "}";
    return Files.writeString(folder.resolve("in/me.json"), text);
  }
}
