/** What a network's weights are worth: TA and RA with their intervals. */
package rwskit.evaluation;
