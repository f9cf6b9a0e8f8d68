package org.faktoryjca;

import org.faktoryjca.spi.OnJobMethods;

/**
 * What a message-driven bean implements to have each type of job run by a method of its own, marked with {@link OnJob}.
 *
 * <pre>{@code
 * @MessageDriven(activationConfig = @ActivationConfigProperty(propertyName = "queues", propertyValue = "images"))
 * public class ImageJobs implements JobMethods {
 *     @OnJob("thumbnail")
 *     public void thumbnail(long id, int width) { … }
 * }
 * }</pre>
 */
public interface JobMethods extends JobListener {
    /**
     * Runs the method for the job's type. It runs inside the container's own call of the bean, so that transactions,
     * injection and exceptions are the same on every application server.
     *
     * @throws UnknownJobTypeException if no method is marked with the job's type
     * @throws ArgumentMismatchException if the job's arguments do not fit the method's parameters
     * @throws Exception what the method throws
     */
    @Override
    default void onJob(Job job) throws Exception {
        OnJobMethods.of(getClass()).run(this, job);
    }
}
