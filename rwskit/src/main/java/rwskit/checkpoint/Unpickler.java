package rwskit.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rwskit.checkpoint.TensorReference.Storage;
import rwskit.file.BadInputException;

/**
 * Reads the part of Python's pickle language, protocols 2 to 5, that state dicts and arrays are
 * written in; as documented in CPython's {@code pickletools}. A pickle is a program that may call
 * any function; here it can only build what {@link PickleGlobals} allows: maps, lists, numbers,
 * strings and {@link TensorReference tensors} or arrays. Nothing is built recursively, and work and
 * memory grow with the bytes read, so that a forged pickle can take neither long nor all memory.
 *
 * <p>What comes out: {@link Map} for a dict, {@link List} for a list or tuple, {@link String},
 * {@link Long}, {@link BigInteger}, {@link Double}, {@link Boolean}, {@link TensorReference}, and
 * {@link PickleGlobals#OPAQUE} for None and whatever else stands beside weights. Lists and maps may
 * contain themselves, so never ask for their hash, equality or text.
 */
final class Unpickler {
  /** About 40 steps describe a tensor with its optimiser state. */
  private static final int MOST_STEPS = 1_000_000;

  /** The largest part of a file that is read as one pickle. */
  static final int MOST_BYTES = 32 << 20;

  private static final int LONGEST_NAME = 200;

  private final Path file;
  private final ByteBuffer in;
  private final List<Object> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Integer, Object> memo = new HashMap<>();
  private final PickleGlobals globals;
  private final List<Storage> storages = new ArrayList<>();

  /**
   * @param in the pickle from its position on; after {@link #read} it stands behind the pickle
   * @param globals what it may name
   */
  Unpickler(Path file, ByteBuffer in, PickleGlobals globals) {
    this.file = file;
    this.in = in.order(ByteOrder.LITTLE_ENDIAN);
    this.globals = globals;
  }

  /** Reads a pickle of weights. */
  Unpickler(Path file, ByteBuffer in) {
    this(file, in, new TorchGlobals(file));
  }

  /**
   * @throws BadInputException if the pickle refers to anything that is not allowed, or is damaged
   */
  Object read() {
    for (int step = 0; step < MOST_STEPS; step++) {
      int code = u1();
      if (code == '.') {
        return pop();
      }
      if (!atom(code) && !container(code) && !memory(code) && !object(code)) {
        throw bad("uses instruction 0x%02x, which no %s needs".formatted(code, globals.kind()));
      }
    }
    throw bad(
        "has more than %,d instructions, more than any %s".formatted(MOST_STEPS, globals.kind()));
  }

  /** The storages that were referred to, as often as they were. */
  List<Storage> storages() {
    return storages;
  }

  /** Instructions that push a number or a string. */
  private boolean atom(int code) {
    switch (code) {
      case 'N' -> push(PickleGlobals.OPAQUE);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'K' -> push((long) u1());
      case 'M' -> push((long) u1() | u1() << 8);
      case 'J' -> push((long) need(4).getInt());
      case 0x8a -> push(integer(u1()));
      case 'G' -> push(need(8).order(ByteOrder.BIG_ENDIAN).getDouble());
      case 0x8c -> push(text(u1()));
      case 'X' -> push(text(u4()));
      case 0x8d -> push(text(need(8).getLong()));
      case 'U' -> push(globals.string(need(u1())));
      case 'T' -> push(globals.string(need(u4())));
      case 'C' -> push(globals.bytes(need(u1())));
      case 'B' -> push(globals.bytes(need(u4())));
      case 0x8e, 0x96 -> push(globals.bytes(need(need(8).getLong())));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Instructions that build dicts, lists, tuples and sets. */
  private boolean container(int code) {
    switch (code) {
      case '(' -> marks.push(stack.size());
      case '}' -> push(new LinkedHashMap<Object, Object>());
      case ']', ')' -> push(new ArrayList<>(0));
      case 't' -> push(popToMark());
      case 0x85, 0x86, 0x87 -> push(popLast(code - 0x84));
      case 'a' -> append(popLast(1));
      case 'e' -> append(popToMark());
      case 's' -> setItems(popLast(2));
      case 'u' -> setItems(popToMark());
      case 0x8f -> push(PickleGlobals.OPAQUE);
      case 0x90 -> popToMark();
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Instructions on the memo, and those that say how the pickle itself is written. */
  private boolean memory(int code) {
    switch (code) {
      case 'q' -> memo.put(u1(), top());
      case 'r' -> memo.put(need(4).getInt(), top());
      case 0x94 -> memo.put(memo.size(), top());
      case 'h' -> push(remembered(u1()));
      case 'j' -> push(remembered(need(4).getInt()));
      case 0x80 -> requireProtocol(u1());
      case 0x95 -> need(8);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Instructions that would call functions. */
  private boolean object(int code) {
    switch (code) {
      case 'c' -> push(globals.find(line(), line()));
      case 'i' -> {
        Object called = globals.find(line(), line());
        push(call(called, popToMark()));
      }
      case 0x93 -> {
        List<Object> name = popLast(2);
        push(globals.find(string(name.get(0)), string(name.get(1))));
      }
      case 'R', 0x81 -> {
        List<Object> call = popLast(2);
        push(call(call.get(0), list(call.get(1))));
      }
      case 'b' -> {
        Object state = pop();
        globals.build(top(), state);
      }
      case 'Q' -> {
        Storage storage = globals.persistent(list(pop()));
        storages.add(storage);
        push(storage);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private Object call(Object called, List<Object> arguments) {
    if (called == PickleGlobals.OPAQUE) {
      return called;
    }
    if (called instanceof PickleGlobals.Constructor constructor) {
      return constructor.of(arguments);
    }
    throw bad("is damaged: it calls what is no function");
  }

  private void append(List<Object> items) {
    list(top()).addAll(items);
  }

  private void setItems(List<Object> items) {
    if (!(top() instanceof Map<?, ?>) || items.size() % 2 != 0) {
      throw bad("is damaged: it sets items of what is no dict");
    }
    globals.putAll(top(), items);
  }

  private Object remembered(int index) {
    Object value = memo.get(index);
    if (value == null) {
      throw bad("is damaged: it refers to memo %d, which is empty".formatted(index));
    }
    return value;
  }

  private void requireProtocol(int protocol) {
    if (protocol > 5) {
      throw bad("is of protocol %d; 2 to 5 were expected".formatted(protocol));
    }
  }

  private void push(Object value) {
    stack.add(value);
  }

  /** Nothing below the last mark belongs to the instruction at hand. */
  private void requireOnStack(int count) {
    int floor = marks.isEmpty() ? 0 : marks.peek();
    if (stack.size() - floor < count) {
      throw bad("is damaged: it takes more values than it made");
    }
  }

  private Object top() {
    requireOnStack(1);
    return stack.get(stack.size() - 1);
  }

  private Object pop() {
    requireOnStack(1);
    return stack.remove(stack.size() - 1);
  }

  private List<Object> popLast(int count) {
    requireOnStack(count);
    return cut(stack.size() - count);
  }

  private List<Object> popToMark() {
    if (marks.isEmpty()) {
      throw bad("is damaged: a mark is missing");
    }
    return cut(marks.pop());
  }

  private List<Object> cut(int from) {
    List<Object> last = stack.subList(from, stack.size());
    List<Object> copy = new ArrayList<>(last);
    last.clear();
    return copy;
  }

  @SuppressWarnings("unchecked") // every list here holds objects of any kind
  private List<Object> list(Object value) {
    if (value instanceof List<?>) {
      return (List<Object>) value;
    }
    throw bad("is damaged: a list or tuple was expected");
  }

  private String string(Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw bad("is damaged: a name was expected");
  }

  private String line() {
    StringBuilder text = new StringBuilder();
    for (int c = u1(); c != '\n'; c = u1()) {
      if (text.length() == LONGEST_NAME) {
        throw bad("is damaged: a name has more than %d characters".formatted(LONGEST_NAME));
      }
      text.append((char) c);
    }
    return text.toString();
  }

  private Object integer(int length) {
    byte[] bigEndian = new byte[length];
    ByteBuffer bytes = need(length);
    for (int i = length - 1; i >= 0; i--) {
      bigEndian[i] = bytes.get();
    }
    if (length == 0) {
      return 0L;
    }
    BigInteger value = new BigInteger(bigEndian);
    if (value.bitLength() < Long.SIZE) {
      return value.longValue();
    }
    return value;
  }

  private String text(long length) {
    return UTF_8.decode(need(length)).toString();
  }

  private int u1() {
    return need(1).get() & 0xff;
  }

  private long u4() {
    return need(4).getInt() & 0xffffffffL;
  }

  private ByteBuffer need(long length) {
    if (length < 0 || length > in.remaining()) {
      throw bad("is truncated or damaged: it ends within an instruction");
    }
    ByteBuffer part = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + (int) length);
    return part;
  }

  private BadInputException bad(String reason) {
    return new BadInputException(file + ": the pickle in it " + reason);
  }
}
