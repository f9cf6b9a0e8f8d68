package org.faktoryjca.testing.examples;

/** What the examples are about. */
public record Order(int number, String mail) {}
