package org.faktoryjca.it.app.shared;

import jakarta.ejb.MessageDriven;
import java.util.List;
import org.faktoryjca.JobMethods;
import org.faktoryjca.OnJob;

/** Fails with what it was given: Faktory's pages show it. Which queues it serves, the application's descriptor says. */
@MessageDriven
public class Echo implements JobMethods {
    /** Each application has a class of its own of this name. */
    public record Order(String id, List<Line> lines) {}

    /** Likewise. */
    public record Line(String what, int pieces) {}

    /** The classes are those of the application that the method belongs to. */
    @OnJob("echo")
    public void echo(Order order) {
        var own = order.lines().get(0).getClass().getClassLoader() == getClass().getClassLoader();
        var current = Thread.currentThread()
                        .getContextClassLoader()
                        .getResource(Echo.class.getName().replace('.', '/') + ".class")
                != null;
        throw new IllegalStateException("echo of %s: %d pieces, own classes %s, own loader %s"
                .formatted(order.id(), order.lines().get(0).pieces(), own, current));
    }
}
