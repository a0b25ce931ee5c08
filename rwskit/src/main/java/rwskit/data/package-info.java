/**
 * Labelled images in memory and where they come from: files and drawing programs.
 *
 * <p>Start with {@link rwskit.data.ImageSet}.
 */
package rwskit.data;
