package org.faktoryjca.it.app.ineffective;

import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;

/** Wants no transaction, where some servers do not see it: the class does not declare {@code onJob}. */
@MessageDriven
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Ineffective implements JobMethods {
    /** Harmless. */
    @OnJob("ineffective")
    public void run() {}
}
