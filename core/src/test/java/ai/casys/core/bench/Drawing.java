// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.bench;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Bars and labels on white, as a picture of pixels or as SVG. One thread. */
final class Drawing {

    private sealed interface Shape {
        record Bar(int x, int y, int width, int height, Color color) implements Shape {}

        record Label(int x, int y, int size, boolean bold, String text) implements Shape {}
    }

    private final int width;
    private final int height;
    private final List<Shape> shapes = new ArrayList<>();

    Drawing(int width, int height) {
        this.width = width;
        this.height = height;
    }

    void bar(int x, int y, int wide, int tall, Color color) {
        shapes.add(new Shape.Bar(x, y, wide, tall, color));
    }

    /** @param y of the line that the letters stand on */
    void label(int x, int y, int size, boolean bold, String text) {
        shapes.add(new Shape.Label(x, y, size, bold, text));
    }

    byte[] png() throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        for (Shape shape : shapes) {
            switch (shape) {
                case Shape.Bar bar -> {
                    graphics.setColor(bar.color());
                    graphics.fillRect(bar.x(), bar.y(), bar.width(), bar.height());
                }
                case Shape.Label label -> {
                    graphics.setColor(Color.DARK_GRAY);
                    graphics.setFont(new Font(Font.SANS_SERIF, label.bold() ? Font.BOLD : Font.PLAIN, label.size()));
                    graphics.drawString(label.text(), label.x(), label.y());
                }
            }
        }
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    String svg() {
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\">%n"
                .formatted(width, height));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        for (Shape shape : shapes) {
            svg.append(
                    switch (shape) {
                        case Shape.Bar(int x, int y, int wide, int tall, Color color) ->
                            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\"/>%n"
                                    .formatted(x, y, wide, tall, color.getRGB() & 0xff_ff_ff);
                        case Shape.Label(int x, int y, int size, boolean bold, String text) ->
                            "<text x=\"%d\" y=\"%d\" font-size=\"%d\"%s fill=\"#404040\">%s</text>%n"
                                    .formatted(x, y, size, bold ? " font-weight=\"bold\"" : "", escaped(text));
                    });
        }
        return svg.append("</svg>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
