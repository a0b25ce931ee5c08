/** The command line, {@code java -jar rwskit.jar}: one class a command. */
package rwskit.cli;
