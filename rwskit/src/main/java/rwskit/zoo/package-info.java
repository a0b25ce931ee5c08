/**
 * Trained networks and signatures by name, each with a card: what it is of, how it was made and
 * what it was measured to do. Those of the drawn studies travel with the kit.
 *
 * <p>Start with {@link rwskit.zoo.Zoo}.
 */
package rwskit.zoo;
