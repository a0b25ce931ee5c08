/** What a network's weights are worth: TA, RA and corruption errors with their intervals. */
package rwskit.evaluation;
