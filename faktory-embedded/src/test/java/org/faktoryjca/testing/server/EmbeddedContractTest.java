package org.faktoryjca.testing.server;

class EmbeddedContractTest extends ContractTest {

    @Override
    WorkServer start() {
        return EmbeddedFaktory.start();
    }

    @Override
    WorkServer start(String password) {
        return EmbeddedFaktory.builder().password(password).start();
    }
}
