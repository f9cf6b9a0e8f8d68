package org.faktoryjca;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a public method of a {@link JobMethods} bean: it runs the jobs of these types.
 *
 * <p>The job's arguments become the method's, by position and type; a trailing {@link JobContext} parameter gets the
 * context. The container does not see the call, which the bean makes to itself: put its annotations (transaction, security,
 * interceptors) on the class.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OnJob {
    /** The types of job. */
    String[] value();
}
