/**
 * What a long computation tells while it runs, and who shows it.
 *
 * <p>Start with {@link rwskit.progress.ProgressDisplays}.
 */
package rwskit.progress;
