/**
 * Pseudo-random numbers that are the same on every machine, in every JVM and version of it.
 *
 * <p>There is one class: {@link rwskit.random.RandomStream}.
 */
package rwskit.random;
