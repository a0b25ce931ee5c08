/**
 * Files that are whole or absent, and the one exception that says what is wrong with an input.
 *
 * <p>Start with {@link rwskit.file.AtomicFile} and {@link rwskit.file.BadInputException}; {@link
 * rwskit.file.Printable} shows names of unknown origin, {@link rwskit.file.Archive} unpacks.
 */
package rwskit.file;
