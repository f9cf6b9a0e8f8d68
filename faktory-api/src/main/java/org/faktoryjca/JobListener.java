package org.faktoryjca;

/**
 * What a message-driven bean implements to be given whole jobs.
 *
 * <p>A bean that returns has done the job (ACK, after its transaction has committed). One that throws has failed it: the
 * server retries it as the job's {@code retry} says. A job may be run more than once: make it harmless.
 */
@FunctionalInterface
public interface JobListener {
    /**
     * Runs one job.
     *
     * @throws Exception to fail the job; type, message and stack trace are kept by the server
     */
    void onJob(Job job) throws Exception;
}
