package dev.wireside.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The report as JSON: its records as they are. */
public final class JsonText {
    private JsonText() {}

    /** Renders the report. */
    public static String render(Report report) {
        try {
            return JsonMapper.builder()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .build()
                            .writeValueAsString(report)
                    + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("records of strings and numbers have a form in JSON", impossible);
        }
    }
}
