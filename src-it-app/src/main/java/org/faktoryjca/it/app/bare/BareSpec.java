package org.faktoryjca.it.app.bare;

import jakarta.resource.spi.Activation;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ResourceAdapter;

/** Has nothing to say. */
@Activation(messageListeners = BareListener.class)
public class BareSpec implements ActivationSpec {
    private ResourceAdapter adapter;

    @Override
    public void validate() {
        // There is nothing that could be wrong.
    }

    @Override
    public ResourceAdapter getResourceAdapter() {
        return adapter;
    }

    @Override
    public void setResourceAdapter(ResourceAdapter adapter) {
        this.adapter = adapter;
    }
}
