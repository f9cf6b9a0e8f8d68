package org.faktoryjca.it.app.bare;

/** What beans of this adapter would hear. */
public interface BareListener {
    /** Is never called. */
    void hear();
}
