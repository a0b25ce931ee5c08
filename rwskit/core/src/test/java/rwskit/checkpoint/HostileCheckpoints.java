package rwskit.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static rwskit.checkpoint.TorchFiles.deflated;
import static rwskit.checkpoint.TorchFiles.integer;
import static rwskit.checkpoint.TorchFiles.latin;
import static rwskit.checkpoint.TorchFiles.legacy;
import static rwskit.checkpoint.TorchFiles.number;
import static rwskit.checkpoint.TorchFiles.patched;
import static rwskit.checkpoint.TorchFiles.storage;
import static rwskit.checkpoint.TorchFiles.tensor;
import static rwskit.checkpoint.TorchFiles.text;
import static rwskit.checkpoint.TorchFiles.zip;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import rwskit.file.BadInputException;

/** Files made to do harm, each with what the reader should say to it. */
final class HostileCheckpoints {
  private static final String ONE = integer(1);
  private static final String GOOD =
      "}" + text("a") + tensor(storage("0", 2), 0, integer(2), ONE) + "s.";

  private final List<Hostile> all = new ArrayList<>();

  private HostileCheckpoints() {}

  /** A file's content and a part of the message. */
  record Hostile(String name, byte[] content, String reason) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Hostile> all() throws IOException {
    HostileCheckpoints made = new HostileCheckpoints();
    made.calls();
    made.nesting();
    made.damagedPickles();
    made.tensors();
    made.archives();
    made.bombs();
    made.legacyFiles();
    made.programs();
    return made.all;
  }

  /** TorchScript whose modules hold themselves, or each two of the next. */
  private void programs() throws IOException {
    String net = "c__torch__\nNet\n)\u0081";
    program(
        "a program in itself",
        net + "q\u0000}" + text("net") + "h\u0000sb.",
        "modules are one in the other without end");
    StringBuilder doubling = new StringBuilder(net + "}b");
    for (int i = 0; i < 60; i++) {
      doubling.append("q\u0000" + net + "}(" + text("a") + "h\u0000" + text("b") + "h\u0000ub");
    }
    program(
        "a program of 2^60 modules", doubling + ".", "modules are one in the other without end");
    program("a program that is a list", "].", "is TorchScript without the classes");
    program("a program of no weights", net + "}b.", "without weights of its own");
  }

  private void program(String name, String pickle, String reason) throws IOException {
    Map<String, byte[]> entries =
        Map.of(
            "p/data.pkl",
            latin(pickle),
            "p/constants.pkl",
            latin(")."),
            "p/code/__torch__.py",
            "class Net(Module):\n  __parameters__ = []\n".getBytes(ISO_8859_1));
    add(name, deflated(entries), reason);
  }

  private void add(String name, byte[] content, String reason) {
    all.add(new Hostile(name, content, reason));
  }

  private void pickle(String name, String pickle, String reason) throws IOException {
    add(name, zip(pickle, new byte[8]), reason);
  }

  private void calls() throws IOException {
    String system = "an object of posix.system, of which nothing was run";
    pickle("call", "cposix\nsystem\n" + text("id") + "\u0085R.", system);
    pickle("call by name on the stack", text("posix") + text("system") + "\u0093)R.", system);
    pickle("instance", "(iposix\nsystem\n.", system);
    pickle("new object", "cposix\nsystem\n)\u0081.", system);
    pickle(
        "eval",
        "cbuiltins\neval\n" + text("1") + "\u0085R.",
        "an object of builtins.eval, of which nothing");
    pickle(
        "getattr", "c__builtin__\ngetattr\n.", "an object of builtins.getattr, of which nothing");
    pickle(
        "attribute of an allowed class",
        "ctorch\nSize.mro\n.",
        "an object of torch.Size.mro, of which nothing");
    pickle(
        "name with control characters",
        "cos\u001b[2J\npopen\n.",
        "an object of os\\u001b[2J.popen");
    pickle("type", "ctorch\nComplexFloatStorage\n.", "holds no dict");
    pickle("call of a string", text("a") + ")R.", "calls what is no function");
    pickle("call of a mark", "(cposix\nsystem\n" + text("id") + "o.", system);
    pickle("call with keywords", "cposix\nsystem\n)}\u0092.", system);
    pickle("built", "cposix\nsystem\n)\u0081}" + text("a") + "Nsb.", system);
    pickle("filled", "cposix\nsystem\n)\u0081(NNe(NNu.", system);
    pickle("call of nothing", "(o.", "it calls nothing");
    String weights = "}(" + text("a") + tensor(storage("0", 2), 0, integer(2), ONE);
    pickle("called for a weight", weights.replace("ctorch._utils", "cposix") + "u.", "left out: a");
    add("call in a bare pickle", latin("\u0080\u0004cposix\nsystem\n)R."), system);
    add("call in a legacy file", legacy("cposix\nsystem\n)R.", "0", 0, new byte[0]), system);
  }

  private void nesting() throws IOException {
    pickle("deep lists", "]".repeat(400_000) + "a".repeat(399_999) + ".", "holds no state dict");
    pickle("marks", "(".repeat(2_000_000), "ends within an instruction");
    pickle("more marks", "(".repeat(20_000_000), "MB of memory");
    pickle("dicts", "}".repeat(8_000_000), "MB of memory");
    pickle("empty lists", "](" + "]".repeat(8_000_000) + "e.", "MB of memory");
    pickle("one value again and again", "N" + "2".repeat(33_000_000), "the pickle in it ");
    String twice = "(h\u0000h\u0000tq\u0000";
    pickle(
        "billion laughs",
        "}" + text("a") + "]q\u0000" + twice.repeat(10_000) + "s.",
        "damaged: it sets items of what is no dict");
    pickle("billion laughs alone", "]q\u0000" + twice.repeat(100_000) + ".", "it is a list of 2");
    pickle("dict in itself", "}q\u0000" + text("a") + "h\u0000s.", "its keys are a");
    String chain = ("}" + text("k")).repeat(100_000) + "N" + "s".repeat(100_000);
    pickle("dicts in dicts", chain + ".", "holds no state dict; its keys are k");
    StringBuilder laughs = new StringBuilder(GOOD.replace("s.", "sq\u0000"));
    for (int level = 0; level < 6; level++) {
      laughs.append("}(");
      for (int i = 0; i < 1000; i++) {
        laughs.append(text("k" + i)).append('h').append((char) level);
      }
      laughs.append("uq").append((char) (level + 1));
    }
    pickle("billion dicts", laughs + ".", "under k0.k0.k0.k0.k0.k0, k0.k0.k0.k0.k0.k1, ");
    StringBuilder memo = new StringBuilder("N");
    for (int i = 0; i < 500_000; i++) {
      memo.append('r').append(number(-i));
    }
    pickle("memo bomb", memo + ".", "holds no dict");
    String pairs = "](" + ("(" + text("k") + "Nt").repeat(10_000) + "eq\u0000";
    pickle(
        "copies of one list",
        pairs
            + "ccollections\nOrderedDict\nq\u0001"
            + "h\u0001h\u0000\u0085R".repeat(100_000)
            + ".",
        "OrderedDicts of more than");
    StringBuilder tensors = new StringBuilder("}(");
    StringBuilder roots = new StringBuilder("}(");
    for (int i = 0; i < 100_000; i++) {
      tensors.append(text("t" + i)).append("N");
      roots.append(text("k" + i)).append("h\u0000");
    }
    tensors.append(text("t")).append(tensor(storage("0", 2), 0, ONE, ONE)).append("uq\u0000");
    pickle("one state dict under many keys", tensors.append(roots) + "u.", "several state dicts");
    String longKey = text("k".repeat(10_000_000));
    pickle("long keys", "}" + longKey + "Ns.", "a key has more than 1000 characters");
  }

  private void damagedPickles() throws IOException {
    pickle("string beyond the end", "X" + number(Integer.MAX_VALUE), "truncated or damaged");
    pickle("string of negative length", "\u008d" + "\u00ff".repeat(8), "truncated or damaged");
    pickle("no end", "}", "truncated or damaged");
    pickle("nothing to call", "R.", "takes more values than it made");
    pickle("nothing below the mark", "}(s.", "takes more values than it made");
    pickle("no mark", "t.", "a mark is missing");
    pickle("nothing remembered", "h\u0007.", "memo 7, which is empty");
    pickle("unknown instruction", "P0\n.", "instruction 0x50");
    pickle("protocol of the future", "\u0080\u0009}.", "protocol 9");
    pickle("endless name", "c" + "a".repeat(1_000_000), "more than 200 characters");
    pickle("odd items", "}(NNNu.", "sets items that are no pairs");
    pickle("empty dict", "}.", "holds no state dict");
  }

  private void view(String name, String tensor, String reason) throws IOException {
    pickle(name, "}" + text("a") + tensor + "s.", reason);
  }

  private void tensors() throws IOException {
    String pair = storage("0", 2);
    view("beyond", tensor(pair, 1, integer(2), ONE), "tensor a: it reaches beyond the 2");
    view("negative offset", tensor(pair, -1, ONE, ONE), "negative offset");
    view("negative shape", tensor(pair, 0, integer(-1), ONE), "shape or stride that is not");
    view("negative stride", tensor(pair, 1, integer(2), integer(-1)), "shape or stride");
    view("strides missing", tensor(pair, 0, ONE + ONE, ONE), "differ in length");
    view("many dimensions", tensor(pair, 0, ONE.repeat(65), ONE.repeat(65)), "more than 64");
    view("shape of strings", tensor(pair, 0, text("2"), ONE), "shape or stride");
    String huge = integer(Long.MAX_VALUE);
    view("shape overflows", tensor(pair, 0, huge + huge, ONE + ONE), "overflows");
    view("stride overflows", tensor(pair, 0, integer(9), huge), "overflow");
    view("offset overflows", tensor(pair, Long.MAX_VALUE, ONE, ONE), "overflow");
    String many = integer(500_000_000);
    view("repeated", tensor(pair, 0, many, integer(0)), "repeats the 8 bytes of its storage");
    view("storage too small", tensor(storage("0", 3), 0, ONE, ONE), "storage 0 has 8 bytes");
    view("storage overflows", tensor(storage("0", 1L << 62), 0, ONE, ONE), "has 8 bytes");
    view(
        "storage on the disk",
        tensor(storage("../../../etc/passwd", 2), 0, ONE, ONE),
        "no entry archive/data/../../../etc/passwd");
    view("not of a storage", tensor(text("0"), 0, ONE, ONE), "no storage");
    StringBuilder views = new StringBuilder("}(");
    for (int i = 0; i < 1000; i++) {
      views.append(text("t" + i)).append(tensor(pair, 0, integer(10_000_000), integer(0)));
    }
    pickle("many repeated", views + "u.", "more than 16 times the file's");
  }

  private void archives() throws IOException {
    byte[] good = zip(GOOD, new byte[8]);
    add("truncated archive", Arrays.copyOf(good, good.length / 2), "truncated");
    add("cut by a byte", Arrays.copyOf(good, good.length - 1), "truncated");
    add("empty", new byte[0], "no safetensors file and no PyTorch checkpoint: it is empty");
    byte[] random = new byte[10_000];
    new Random(1).nextBytes(random);
    add("random bytes", random, "no safetensors file and no PyTorch checkpoint");
    add("outside", patched(good.clone(), "archive/data/0", 20, 1 << 30), "outside the archive");
    byte[] two = zip(GOOD, new byte[8], new byte[8]);
    // The 64-bit place of the second entry begins 4 bytes behind its name.
    int place = 46 + "archive/data/1".length() + 4;
    add("overlapping", patched(two.clone(), "archive/data/1", place, 0), "overlaps another one");
    add("place beyond", patched(two.clone(), "archive/data/1", place + 4, 9), "overlaps another");
    add("place negative", patched(two.clone(), "archive/data/1", place + 4, -9), "overlaps");
    add("two sizes", patched(good.clone(), "archive/data/0", 24, 4), "storage 0 has 4 bytes");
    add("encrypted", patched(good.clone(), "archive/data.pkl", 8, 1), "is encrypted");
    add("method", patched(good.clone(), "archive/data.pkl", 10, 12), "packed by method 12");
    byte[] counted = good.clone();
    int end = good.length - 22 - 20 - 56;
    Arrays.fill(counted, end + 32, end + 39, (byte) 0xff);
    add("endless entries", counted, "no checkpoint has more than");
    add("no pickle", deflated(Map.of("a/b", new byte[1])), "it has 0 entries named data.pkl");
    add(
        "two pickles",
        deflated(Map.of("a/data.pkl", new byte[1], "b/data.pkl", new byte[1])),
        "it has 2 entries named data.pkl");
    add(
        "big-endian",
        deflated(Map.of("a/data.pkl", new byte[1], "a/byteorder", latin("big"))),
        "byte order big");
  }

  private void bombs() throws IOException {
    add(
        "pickle bomb",
        deflated(Map.of("a/data.pkl", new byte[100_000_000])),
        "more than any state dict");
    String large = tensor(storage("0", 50_000_000), 0, integer(50_000_000), ONE);
    String pickle = TorchFiles.PROTOCOL_2 + "}" + text("a") + large + "s.";
    add(
        "storage bomb",
        deflated(Map.of("a/data.pkl", latin(pickle), "a/data/0", new byte[200_000_000])),
        "tensor a: entry a/data/0 would grow");
    byte[] lying = deflated(Map.of("a/data.pkl", latin(TorchFiles.PROTOCOL_2 + GOOD)));
    add("size that lies", patched(lying, "a/data.pkl", 24, 1_000_000), "it inflates to");
  }

  private void legacyFiles() {
    add("truncated legacy", legacy(GOOD, "0", 2, new byte[7]), "storage 0 ends beyond it");
    add("legacy size", legacy(GOOD, "0", 3, new byte[12]), "storage 0 has 3 elements; 2 were");
    add("legacy unknown key", legacy(GOOD, "1", 2, new byte[8]), "a storage that no tensor uses");
    add("legacy of no dict", legacy("].", "0", 2, new byte[8]), "it is a list of 0");
    add("pickle of nothing", latin("\u0080\u0002N."), "not one that torch.save wrote");
    byte[] big = legacy(GOOD, "0", 2, new byte[8]);
    big[new String(big, ISO_8859_1).indexOf("\u0088s")]++;
    add("legacy big-endian", big, "it is big-endian");
  }

  /** Reads every file given, in a machine with little memory; says so if one is not refused. */
  public static void main(String[] files) {
    for (String file : files) {
      try {
        Checkpoint.read(Path.of(file));
        System.out.println(file + " was read");
      } catch (BadInputException refused) {
        System.out.println("refused");
      }
    }
  }
}
