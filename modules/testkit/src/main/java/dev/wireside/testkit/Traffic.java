package dev.wireside.testkit;

/**
 * What has passed on one connection of a {@link FaultProxy}, seen from the client's end.
 *
 * @param connection its number, from 1 in the order of arrival
 * @param fromClient bytes that the client has sent
 * @param toClient bytes that the client was sent
 * @param flights how often the client has sent something and was then answered: how often it had to wait. With a latency
 *     of some milliseconds this is exact; without one, replies to pipelined commands can come between the commands
 * @param over whether the connection has ended
 */
public record Traffic(int connection, long fromClient, long toClient, int flights, boolean over) {}
