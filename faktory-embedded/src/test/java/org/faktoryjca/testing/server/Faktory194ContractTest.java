package org.faktoryjca.testing.server;

import java.util.EnumSet;
import java.util.Set;

class Faktory194ContractTest extends RealContract {

    @Override
    String binary() {
        return "faktory-1.9.4";
    }

    @Override
    Set<Wrong> wrongs() {
        return EnumSet.allOf(Wrong.class);
    }
}
