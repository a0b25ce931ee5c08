/**
 * The command line, {@code java -jar rwskit.jar}: one class a command.
 *
 * <p>Start with {@link rwskit.cli.Main}.
 */
package rwskit.cli;
