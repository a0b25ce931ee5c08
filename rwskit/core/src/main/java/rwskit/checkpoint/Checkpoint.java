package rwskit.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import rwskit.file.BadInputException;
import rwskit.weights.DType;
import rwskit.weights.StateDict;

/**
 * Weights in a file of any kind that is understood: safetensors, or a PyTorch checkpoint in the zip
 * container of PyTorch 1.6 and later or in the one before, or {@link TorchScript}, or the JSON
 * index of either in shards, for which the folder that it lies in may stand if it is the only one
 * there ({@code *.index.json}). What a file is, its first bytes say, not its name; of other
 * programs' files the message says what they are.
 *
 * <p>Of a checkpoint the state dict is read: the checkpoint itself, or what stands under a key of
 * it such as {@code state_dict} or {@code model}, or deeper, {@code model} in a dict {@code state}
 * being {@code state.model}; of several the least deep, where a single tensor, or some numbers,
 * beside a dict of tensors are none. What wrappers put into the names is taken off, as {@link
 * StateDictChoice} says. Parameters are tensors; optimiser state, counters and whatever else stands
 * beside is passed over. No pickle runs code: what it names beyond the few constructors that a
 * state dict needs is not made, and {@link CheckpointContents#leftOut} tells it.
 */
public final class Checkpoint {
  private static final int PICKLE = 0x80;

  private Checkpoint() {}

  /** What a file's first bytes say it is. */
  private enum Container {
    SAFETENSORS,
    TORCH_ZIP,
    TORCH_LEGACY,
    SHARD_INDEX
  }

  /**
   * Opens a state dict, whose tensors stay in the file until they are used; views that are
   * transposed or strided are copied into order then, one tensor at a time.
   *
   * @param file must not be changed in place while the state dict is in use (replacing it by
   *     renaming is safe)
   * @return the tensors in the file's order
   * @throws BadInputException if the file cannot be read, is a folder with no index or with
   *     several, is of no known kind, truncated or damaged, or big-endian; if it holds no state
   *     dict, or several, whose keys the message lists; if all its tensors are of types that {@link
   *     DType} lacks (of some, the state dict refuses these by name); or if a tensor takes more
   *     than 2 GiB, or does not fit its storage
   */
  public static StateDict read(Path file) {
    return open(file, StateDictChoice.only()).weights();
  }

  /**
   * Opens the state dict that stands under a key of a PyTorch checkpoint.
   *
   * @param file as for {@link #read(Path)}
   * @param key as for {@link StateDictChoice#under}
   * @return the tensors in the file's order
   * @throws BadInputException as {@link #read(Path)}, and if there is no state dict under that key
   */
  public static StateDict read(Path file, String key) {
    return open(file, StateDictChoice.only().under(key)).weights();
  }

  /**
   * Opens the state dict that stands under a key, or, if the file has no keys, all of it: a
   * safetensors file, or a PyTorch file of a bare state dict. So one key can go with several files
   * of which only some are checkpoints.
   *
   * @param file as for {@link #read(Path)}
   * @param key as for {@link #read(Path, String)}
   * @return the tensors in the file's order
   * @throws BadInputException as {@link #read(Path)}, and if the file has keys and there is no
   *     state dict under that one
   */
  public static StateDict readKeyedOrBare(Path file, String key) {
    return open(file, StateDictChoice.only().underOrBare(key)).weights();
  }

  /**
   * Opens a state dict, and tells what was done to its names and what was left out.
   *
   * @param file as for {@link #read(Path)}
   * @param choice which state dict, and which names
   * @return its tensors stay in the file until they are used
   * @throws BadInputException as {@link #read(Path)}, and if there is no state dict under the key
   *     of the choice, or no weight below its prefix
   */
  public static CheckpointContents open(Path file, StateDictChoice choice) {
    return CheckpointContents.of(file, find(file, choice), choice);
  }

  private static WeightsInFile find(Path file, StateDictChoice choice) {
    return MappedFile.open(
        ShardIndex.of(file),
        mapped ->
            switch (container(mapped)) {
              case SAFETENSORS -> {
                requireNoKey(file, "a safetensors file", choice);
                yield SafeTensors.open(mapped);
              }
              case TORCH_ZIP -> {
                TorchZip zip = TorchZip.open(mapped);
                if (!zip.isTorchScript()) {
                  yield zip.read(choice.inPickle());
                }
                requireNoKey(file, "a TorchScript file", choice);
                yield zip.weights(TorchScriptState.read(zip).found()).ofProgram(mapped.file());
              }
              case TORCH_LEGACY -> TorchLegacy.read(mapped, choice.inPickle());
              case SHARD_INDEX -> ShardIndex.read(mapped, shard -> findShard(shard, choice));
            });
  }

  private static WeightsInFile findShard(Path shard, StateDictChoice choice) {
    if (container(shard) == Container.SHARD_INDEX) {
      throw new BadInputException(shard + " is an index; a file with tensors was expected");
    }
    return find(shard, choice);
  }

  private static void requireNoKey(Path file, String kind, StateDictChoice choice) {
    if (choice.key().isPresent() && !choice.isKeyOptional()) {
      throw new BadInputException(
          "%s is %s, which has no key %s; leave the key out"
              .formatted(file, kind, choice.key().get()));
    }
  }

  /**
   * Reads a file's free-form notes: safetensors' {@code __metadata__}, or what {@link #write} put
   * beside the tensors in a PyTorch file.
   *
   * @param file as for {@link #read(Path)}
   * @return the notes in the file's order; empty if it has none
   * @throws BadInputException if the file cannot be read or is of no known kind
   */
  public static Map<String, String> readMetadata(Path file) {
    return switch (container(file)) {
      case SAFETENSORS -> SafeTensors.readMetadata(file);
      case TORCH_ZIP -> MappedFile.open(file, mapped -> TorchNotes.read(TorchZip.open(mapped)));
      case TORCH_LEGACY, SHARD_INDEX -> Map.of();
    };
  }

  /**
   * Writes a state dict, tensor by tensor: as a PyTorch zip file, which {@code
   * torch.load(weights_only=True)} reads, if the name ends in .pt, .pth, .pth.tar, .bin or .ckpt,
   * and else as safetensors, under any name that is not another format's.
   *
   * @param file the file's name; a file that stands there is replaced as a whole or not at all, so
   *     a state dict may be written over the file that it was read from
   * @param weights what to write
   * @param metadata free-form notes; none if empty
   * @throws BadInputException if the file cannot be written, or its name is another format's
   */
  public static void write(Path file, StateDict weights, Map<String, String> metadata) {
    WeightsFile.write(file, weights, metadata);
  }

  /**
   * Names the files of a checkpoint in shards, for instance not to write over one of them.
   *
   * @param file an index or the folder that it lies in
   * @return the index and the shards that it names; none if it is no index, or none that can be
   *     read
   */
  public static List<Path> shards(Path file) {
    return ShardIndex.filesOf(file);
  }

  private static Container container(Path file) {
    return MappedFile.open(ShardIndex.of(file), Checkpoint::container);
  }

  private static Container container(MappedFile mapped) throws IOException {
    ByteBuffer start = mapped.range(0, Math.min(mapped.size(), 9));
    if (ShardIndex.isJson(mapped)) {
      return Container.SHARD_INDEX;
    }
    // A safetensors header may have the length that the other kinds begin with.
    if (start.remaining() == 9 && start.get(8) == '{') {
      return Container.SAFETENSORS;
    }
    if (TorchZip.isZip(mapped)) {
      return Container.TORCH_ZIP;
    }
    if (start.hasRemaining() && (start.get(0) & 0xff) == PICKLE) {
      return Container.TORCH_LEGACY;
    }
    throw new BadInputException("%s %s".formatted(mapped.file(), OtherFormat.describe(mapped)));
  }
}
