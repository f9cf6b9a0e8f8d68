package org.faktoryjca.testing.server;

class Faktory194ContractTest extends ContractTest {

    @Override
    WorkServer start() {
        return RealServers.named("faktory-1.9.4").start();
    }

    @Override
    WorkServer start(String password) {
        return RealServers.named("faktory-1.9.4").password(password).start();
    }
}
