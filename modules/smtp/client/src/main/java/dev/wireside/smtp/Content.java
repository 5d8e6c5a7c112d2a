package dev.wireside.smtp;

import java.io.IOException;

/** The way that the content of one message takes: {@link DataContent} or {@link BdatContent}. */
sealed interface Content permits DataContent, BdatContent {
    /** Takes a piece of the message as its source wrote it. */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** Says that this byte may not be sent. */
    EightBitBodyException eightBit(byte found);
}
