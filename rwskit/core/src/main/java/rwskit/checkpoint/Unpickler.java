package rwskit.checkpoint;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import rwskit.checkpoint.TensorReference.Storage;
import rwskit.file.BadInputException;

/**
 * Reads the part of Python's pickle language, protocols 2 to 5, that state dicts and arrays are
 * written in; as documented in CPython's {@code pickletools}. A pickle is a program that may call
 * any function; here it can only build what {@link PickleGlobals} makes: maps, lists, numbers,
 * strings and {@link TensorReference tensors} or arrays, and an {@link Inert} for whatever else it
 * names. Nothing is built recursively, work grows with the bytes read, and {@link PickleMemory} is
 * limited, so that a forged pickle can take neither long nor all memory.
 *
 * <p>What comes out: {@link Map} for a dict, {@link List} for a list or tuple, {@link String},
 * {@link Long}, {@link BigInteger}, {@link Double}, {@link Boolean}, {@link TensorReference},
 * {@link OddTensor}, {@link Inert}, and {@link PickleGlobals#OPAQUE} for None, bytes and sets.
 * Lists and maps may contain themselves, so never ask for their hash, equality or text.
 */
final class Unpickler {
  /** The largest part of a file that is read as one pickle. */
  static final int MOST_BYTES = 32 << 20;

  private final Path file;
  private final PickleInput in;
  private final PickleGlobals globals;
  private final PickleMemory memory;
  private final List<Object> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final PickleMemo memo;
  private final List<Storage> storages = new ArrayList<>();

  /**
   * @param in the pickle from its position on; after {@link #read} it stands behind the pickle
   * @param globals what it may name
   */
  Unpickler(Path file, ByteBuffer in, PickleGlobals globals) {
    this.file = file;
    this.in = new PickleInput(file, in);
    this.globals = globals;
    memory = new PickleMemory(file, globals.kind());
    memo = new PickleMemo(file, memory);
  }

  /** Reads a pickle of weights. */
  Unpickler(Path file, ByteBuffer in) {
    this(file, in, new TorchGlobals(file));
  }

  /**
   * @throws BadInputException if the pickle refers to anything that is not allowed, or is damaged
   */
  Object read() {
    while (true) {
      int code = in.u1();
      if (code == '.') {
        return pop();
      }
      if (!atom(code) && !container(code) && !remember(code) && !object(code)) {
        throw bad(
            String.format(
                Locale.ROOT, "uses instruction 0x%02x, which no %s needs", code, globals.kind()));
      }
    }
  }

  /** The storages that were referred to, as often as they were. */
  List<Storage> storages() {
    return storages;
  }

  /** Instructions that push a number or a string. */
  private boolean atom(int code) {
    switch (code) {
      case 'N' -> make(PickleGlobals.OPAQUE);
      case 0x88 -> make(true);
      case 0x89 -> make(false);
      case 'K' -> make((long) in.u1());
      case 'M' -> make((long) in.u2());
      case 'J' -> make((long) in.i4());
      case 0x8a -> make(in.integer(in.u1()));
      case 0x8b -> make(in.integer(in.i4()));
      case 'G' -> make(in.bigEndianDouble());
      case 0x8c -> make(in.text(in.u1()));
      case 'X' -> make(in.text(in.u4()));
      case 0x8d -> make(in.text(in.i8()));
      case 'U' -> make(globals.string(in.need(in.u1())));
      case 'T' -> make(globals.string(in.need(in.u4())));
      case 'C' -> make(globals.bytes(in.need(in.u1())));
      case 'B' -> make(globals.bytes(in.need(in.u4())));
      case 0x8e, 0x96 -> make(globals.bytes(in.need(in.i8())));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Instructions that build dicts, lists, tuples and sets, and that move what is there. */
  private boolean container(int code) {
    switch (code) {
      case '(' -> mark();
      case '}' -> make(new LinkedHashMap<Object, Object>());
      case ']', ')' -> make(new ArrayList<>(0));
      case 't', 'l' -> make(popToMark());
      case 0x85, 0x86, 0x87 -> make(popLast(code - 0x84));
      case 'd' -> {
        List<Object> items = popToMark();
        make(new LinkedHashMap<Object, Object>());
        setItems(items);
      }
      case 'a' -> append(popLast(1));
      case 'e' -> append(popToMark());
      case 's' -> setItems(popLast(2));
      case 'u' -> setItems(popToMark());
      case 0x8f -> make(PickleGlobals.OPAQUE);
      case 0x90 -> popToMark();
      case 0x91 -> {
        popToMark();
        make(PickleGlobals.OPAQUE);
      }
      case '0' -> pop();
      case '1' -> popToMark();
      case '2' -> push(top());
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Instructions on the memo, and those that say how the pickle itself is written. */
  private boolean remember(int code) {
    switch (code) {
      case 'q' -> memo.put(in.u1(), top());
      case 'r' -> memo.put(in.i4(), top());
      case 0x94 -> memo.put(memo.size(), top());
      case 'h' -> push(memo.get(in.u1()));
      case 'j' -> push(memo.get(in.i4()));
      case 0x80 -> requireProtocol(in.u1());
      case 0x95 -> in.need(8);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Instructions that would call functions. */
  private boolean object(int code) {
    switch (code) {
      case 'c' -> make(globals.find(in.line(), in.line()));
      case 'i' -> {
        Object called = globals.find(in.line(), in.line());
        make(call(called, popToMark()));
      }
      case 'o' -> {
        List<Object> call = popToMark();
        if (call.isEmpty()) {
          throw bad("is damaged: it calls nothing");
        }
        make(call(call.get(0), call.subList(1, call.size())));
      }
      case 0x93 -> {
        List<Object> name = popLast(2);
        make(globals.find(string(name.get(0)), string(name.get(1))));
      }
      case 'R', 0x81 -> {
        List<Object> call = popLast(2);
        make(call(call.get(0), list(call.get(1))));
      }
      case 0x92 -> {
        List<Object> call = popLast(3);
        make(call(call.get(0), list(call.get(1))));
      }
      case 'b' -> {
        Object state = pop();
        globals.build(top(), state);
      }
      case 'Q' -> {
        Object found = globals.persistent(list(pop()));
        if (found instanceof Storage storage) {
          storages.add(storage);
        } else if (found instanceof StorageView view) {
          storages.add(view.whole());
        }
        make(found);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private Object call(Object called, List<Object> arguments) {
    if (called instanceof Inert inert) {
      return inert.call(arguments);
    }
    if (called == PickleGlobals.OPAQUE) {
      return called;
    }
    if (called instanceof PickleGlobals.Constructor constructor) {
      return constructor.of(arguments);
    }
    throw bad("is damaged: it calls what is no function");
  }

  private void append(List<Object> items) {
    // Objects that are lists too are filled so, and nobody looks into them.
    if (!(top() instanceof Inert) && top() != PickleGlobals.OPAQUE) {
      memory.slots(items.size());
      list(top()).addAll(items);
    }
  }

  private void setItems(List<Object> items) {
    if (items.size() % 2 != 0) {
      throw bad("is damaged: it sets items that are no pairs");
    }
    if (top() instanceof Map<?, ?> || top() instanceof Inert) {
      memory.entries(items.size() / 2);
      globals.putAll(top(), items);
    } else if (top() != PickleGlobals.OPAQUE) {
      throw bad("is damaged: it sets items of what is no dict");
    }
  }

  private void requireProtocol(int protocol) {
    if (protocol > 5) {
      throw bad("is of protocol %s; 2 to 5 were expected".formatted(protocol));
    }
  }

  private void mark() {
    memory.take(0L);
    marks.push(stack.size());
  }

  /** Pushes a new value. */
  private void make(Object value) {
    memory.take(value);
    stack.add(value);
  }

  /** Pushes a value that was made before. */
  private void push(Object value) {
    memory.slots(1);
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

  private BadInputException bad(String reason) {
    return PickleGlobals.bad(file, reason);
  }
}
