package org.faktoryjca.it.app.bare;

import jakarta.ejb.MessageDriven;

/** Is deployed, and no more. */
@MessageDriven(messageListenerInterface = BareListener.class)
public class BareBean implements BareListener {
    @Override
    public void hear() {
        throw new IllegalStateException("nobody speaks");
    }
}
