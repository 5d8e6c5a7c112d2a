package dev.wireside.compare;

import java.util.List;

/**
 * What crossed one connection, from the client's end.
 *
 * @param events in the order of the wire
 * @param flights how often the client had to wait for the server: turns from the client to the server, the greeting included
 * @param fromClient bytes that the client sent
 * @param fromServer bytes that the server sent
 */
record Recording(List<Event> events, int flights, long fromClient, long fromServer) {}
