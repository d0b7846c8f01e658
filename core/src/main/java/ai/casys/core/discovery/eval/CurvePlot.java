// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.discovery.eval;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A learning curve as SVG: quality by the number of calls learned from, which stand at equal distances. */
public final class CurvePlot {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int LEFT = 60;
    private static final int TOP = 50;
    private static final int WIDE = 540;
    private static final int TALL = 250;
    private static final int LINES = 5;

    private CurvePlot() {}

    /** Draws; the points ascend. */
    public static String of(String title, List<EvalReport.Point> curve) {
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT)
                .append("\" font-family=\"sans-serif\" font-size=\"13\" fill=\"#404040\">\n")
                .append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        text(svg, LEFT, 24, "start", title);
        for (int line = 0; line <= LINES; line++) {
            double value = (double) line / LINES;
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>%n",
                    LEFT,
                    y(value),
                    LEFT + WIDE,
                    y(value)));
            text(svg, LEFT - 8, y(value) + 4, "end", String.format(Locale.ROOT, "%.1f", value));
        }
        for (int place = 0; place < curve.size(); place++) {
            String calls = String.format(Locale.ROOT, "%,d", curve.get(place).calls());
            text(svg, x(place, curve.size()), TOP + TALL + 20, "middle", calls);
        }
        text(svg, LEFT + WIDE / 2.0, TOP + TALL + 42, "middle", "calls learned from");
        line(svg, curve, point -> point.measured().ndcg10(), "#1f6feb", "NDCG@10", LEFT + 10);
        line(svg, curve, point -> point.measured().complete10(), "#bf5b04", "COMP@10", LEFT + 120);
        return svg.append("</svg>\n").toString();
    }

    private static void line(
            StringBuilder svg,
            List<EvalReport.Point> curve,
            ToDoubleFunction<EvalReport.Point> measure,
            String colour,
            String name,
            int at) {
        StringBuilder points = new StringBuilder();
        for (int place = 0; place < curve.size(); place++) {
            points.append(String.format(
                    Locale.ROOT, "%.1f,%.1f ", x(place, curve.size()), y(measure.applyAsDouble(curve.get(place)))));
        }
        svg.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"")
                .append(colour)
                .append("\" points=\"")
                .append(points.toString().strip())
                .append("\"/>\n<g fill=\"")
                .append(colour)
                .append("\">\n");
        text(svg, at, TOP - 6, "start", name);
        svg.append("</g>\n");
    }

    private static double x(int place, int points) {
        return LEFT + (points == 1 ? 0 : (double) WIDE * place / (points - 1));
    }

    private static double y(double value) {
        return TOP + TALL * (1 - Math.clamp(value, 0, 1));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                text.replace("&", "&amp;").replace("<", "&lt;")));
    }
}
