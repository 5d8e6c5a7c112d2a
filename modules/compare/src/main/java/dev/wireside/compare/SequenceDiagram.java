package dev.wireside.compare;

import java.util.ArrayList;
import java.util.List;

/** One transcript as a sequence diagram in SVG: two lifelines, an arrow for each command and reply, a band for each wait. */
final class SequenceDiagram {
    private static final int WIDTH = 600;
    private static final int CLIENT = 52;
    private static final int SERVER = WIDTH - 22;
    private static final int TOP = 34;
    private static final int LINE = 15;
    private static final int GAP = 9;
    private static final int PADDING = 5;

    /** What fits between the lifelines in the page's font. */
    private static final int LONGEST_TEXT = 74;

    private final StringBuilder bands = new StringBuilder();
    private final StringBuilder arrows = new StringBuilder();
    private int y = TOP;

    private SequenceDiagram() {}

    /** Lines of one speaker about one command: one arrow. */
    private record Arrow(Event first, List<String> lines) {}

    /** The label is for who cannot see the drawing. */
    static String svg(List<Event> events, String label) {
        SequenceDiagram diagram = new SequenceDiagram();
        List<Arrow> all = arrows(events);
        int i = 0;
        while (i < all.size()) {
            int flight = all.get(i).first.flight();
            int start = diagram.y;
            for (; i < all.size() && all.get(i).first.flight() == flight; i++) {
                diagram.draw(all.get(i));
            }
            diagram.y += PADDING;
            diagram.band(flight, start);
        }
        return diagram.whole(label);
    }

    private static List<Arrow> arrows(List<Event> events) {
        List<Arrow> arrows = new ArrayList<>();
        for (Event event : events) {
            Event last = arrows.isEmpty() ? null : arrows.getLast().first;
            boolean goesOn = last != null
                    && event.from() == Event.From.SERVER
                    && last.from() == event.from()
                    && last.exchange() == event.exchange();
            if (goesOn) {
                arrows.getLast().lines.add(event.text());
            } else {
                arrows.add(new Arrow(event, new ArrayList<>(List.of(event.text()))));
            }
        }
        return arrows;
    }

    private void draw(Arrow arrow) {
        y += 4;
        String kind = switch (arrow.first.from()) {
            case CLIENT -> "c";
            case SERVER -> "s";
            case WIRE -> "w";
        };
        for (String line : arrow.lines) {
            y += LINE;
            text(kind, line);
        }
        if (arrow.first.from() != Event.From.WIRE) {
            y += GAP - 3;
            boolean outward = arrow.first.from() == Event.From.CLIENT;
            arrows.append(String.format(
                    "<line class=\"%s\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" marker-end=\"url(#%s)\"/>%n",
                    kind, outward ? CLIENT : SERVER, y, outward ? SERVER - 2 : CLIENT + 2, y, kind));
        }
    }

    private void text(String kind, String line) {
        String shown = line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT - 1) + "…";
        String at = kind.equals("s")
                ? "x=\"" + (SERVER - 10) + "\" text-anchor=\"end\""
                : kind.equals("c")
                        ? "x=\"" + (CLIENT + 10) + "\""
                        : "x=\"" + (CLIENT + SERVER) / 2 + "\" text-anchor=\"middle\"";
        arrows.append(String.format(
                "<text class=\"%s\" %s y=\"%d\">%s<title>%s</title></text>%n",
                kind, at, y, JavaHighlight.escape(shown), JavaHighlight.escape(line)));
    }

    private void band(int flight, int start) {
        bands.append(String.format(
                "<rect class=\"band\" x=\"4\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"5\"/>%n"
                        + "<text class=\"flight\" x=\"22\" y=\"%d\" text-anchor=\"middle\">%d</text>%n",
                start, WIDTH - 8, y - start, (start + y) / 2 + 4, flight));
        y += 3;
    }

    private String whole(String label) {
        String lifelines = String.format(
                "<line class=\"life\" x1=\"%1$d\" y1=\"%3$d\" x2=\"%1$d\" y2=\"%4$d\"/>"
                        + "<line class=\"life\" x1=\"%2$d\" y1=\"%3$d\" x2=\"%2$d\" y2=\"%4$d\"/>%n",
                CLIENT, SERVER, TOP - 6, y + 4);
        String heads = String.format(
                "<text class=\"head\" x=\"%d\" y=\"20\">client</text><text class=\"head\" x=\"%d\" y=\"20\""
                        + " text-anchor=\"end\">server</text>%n",
                CLIENT - 8, SERVER + 8);
        return String.format(
                "<svg class=\"seq\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n%s%s%s%s</svg>",
                WIDTH, y + 8, JavaHighlight.escape(label), bands, lifelines, heads, arrows);
    }
}
