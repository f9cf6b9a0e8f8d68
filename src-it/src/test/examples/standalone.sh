#!/bin/sh
# The work server in memory, alone; run in the repository after a build.
# tag::run[]
java -jar faktory-testing/target/faktory-testing-*-standalone.jar --bind 127.0.0.1:0 \
    --state faktory-testing/src/test/resources/org/faktoryjca/testing/examples/dead-mails.json
# end::run[]
