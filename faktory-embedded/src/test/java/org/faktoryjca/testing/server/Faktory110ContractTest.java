package org.faktoryjca.testing.server;

class Faktory110ContractTest extends ContractTest {

    @Override
    WorkServer start() {
        return RealServers.named("faktory").start();
    }

    @Override
    WorkServer start(String password) {
        return RealServers.named("faktory").password(password).start();
    }
}
