package dev.wireside.compare;

/** One of the two sides. */
public enum Contender {
    /** This project. */
    WIRESIDE,
    /** The library it is compared with. */
    LIBRARY
}
