/**
 * Data sets by name, and the benchmark's frost pictures: where each comes from, where its files lie
 * and how they are read.
 *
 * <p>Start with {@link rwskit.dataset.DataRecipe}.
 */
package rwskit.dataset;
