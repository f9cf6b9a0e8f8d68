package org.faktoryjca.testing.server;

import java.util.EnumSet;
import java.util.Set;

class Faktory110ContractTest extends RealContract {

    @Override
    String binary() {
        return "faktory";
    }

    @Override
    Set<Wrong> wrongs() {
        return EnumSet.complementOf(EnumSet.of(Wrong.MISSING_ARGUMENT_KILLS));
    }
}
