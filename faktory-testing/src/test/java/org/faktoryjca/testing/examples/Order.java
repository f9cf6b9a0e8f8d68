package org.faktoryjca.testing.examples;

/** What the examples are about. */
// tag::order[]
public record Order(int number, String mail) {}
// end::order[]
