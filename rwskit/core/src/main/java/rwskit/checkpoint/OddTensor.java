package rwskit.checkpoint;

/**
 * A tensor that the kit has no type for: it is passed over by name.
 *
 * @param type what it is, for messages: {@code complex64}, {@code sparse}
 */
record OddTensor(String type) {}
