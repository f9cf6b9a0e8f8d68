package org.faktoryjca.it;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jboss.arquillian.container.test.api.Deployer;

/** What one test deploys. What is left of it at the test's end is undeployed, so that one test's failure is not another's. */
final class Deployments implements AutoCloseable {
    private final Deployer deployer;
    private final Deque<String> deployed = new ArrayDeque<>();

    Deployments(Deployer deployer) {
        this.deployer = deployer;
    }

    void deploy(String name) {
        deployer.deploy(name);
        deployed.push(name);
    }

    void undeploy(String name) {
        deployed.remove(name);
        deployer.undeploy(name);
    }

    /** Why it cannot be deployed: the word of the deployer, which some servers keep to their logs. */
    String refusalOf(String name) {
        try (var log = new ServerLog()) {
            try {
                deploy(name);
                undeploy(name);
            } catch (Exception e) {
                // A checked one, which Arquillian does not declare: what is in it is also in the log.
                return log.text() + e;
            }
            return log.text();
        }
    }

    /** The last ones first: applications go before the adapter that they use. */
    @Override
    public void close() {
        AssertionError failure = null;
        while (!deployed.isEmpty()) {
            var name = deployed.peek();
            try {
                undeploy(name);
            } catch (Exception e) {
                // Whatever Arquillian throws, checked ones undeclared among it; the others are still to go.
                failure = new AssertionError("cannot undeploy " + name, e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
