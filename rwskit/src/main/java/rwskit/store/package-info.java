/**
 * Trained models on disk, by a key of everything that decides their weights.
 *
 * <p>Start with {@link rwskit.store.Store}.
 */
package rwskit.store;
