// SPDX-License-Identifier: AGPL-3.0-only
package ai.casys.core.learning.graph;

import ai.casys.core.catalog.ToolKey;
import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A graph as text. Names come from strangers' servers; in each form they are data and never markup. */
public final class GraphDocument {

    private static final String NAMESPACE = "http://graphml.graphdrawing.org/xmlns";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private GraphDocument() {}

    /** The graph in that form; the same graph gives the same text. */
    public static String of(ToolGraph graph, GraphFormat format) {
        return switch (format) {
            case GRAPHML -> graphml(graph);
            case JSON -> json(graph);
            case DOT -> dot(graph);
        };
    }

    private static String json(ToolGraph graph) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        ArrayNode nodes = tree.putArray("nodes");
        graph.tools()
                .forEach(tool -> nodes.addObject()
                        .put("id", tool.toString())
                        .put("server", tool.server())
                        .put("tool", tool.tool())
                        .put("uses", rounded(graph.uses(tool))));
        ArrayNode edges = tree.putArray("edges");
        for (ToolEdge edge : graph.edges()) {
            ObjectNode node = edges.addObject()
                    .put("from", edge.key().from().toString())
                    .put("to", edge.key().to().toString())
                    .put("kind", edge.key().kind().text())
                    .put("successes", rounded(edge.tally().successes()))
                    .put("failures", rounded(edge.tally().failures()))
                    .put(
                            "probability",
                            rounded(graph.probability(
                                    edge.key().to(), edge.key().from())));
            if (edge.key().kind() == EdgeKind.FLOW) {
                node.put("output", edge.key().output());
                node.put("argument", edge.key().argument());
            }
        }
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
    }

    private static String dot(ToolGraph graph) {
        StringBuilder text = new StringBuilder("digraph tools {\n");
        for (ToolKey tool : graph.tools()) {
            text.append("  ").append(quoted(tool.toString())).append(";\n");
        }
        for (ToolEdge edge : graph.edges()) {
            text.append("  ")
                    .append(quoted(edge.key().from().toString()))
                    .append(" -> ")
                    .append(quoted(edge.key().to().toString()))
                    .append(" [label=")
                    .append(quoted(label(edge)));
            if (edge.key().kind() == EdgeKind.FLOW) {
                text.append(", style=bold");
            }
            text.append("];\n");
        }
        return text.append("}\n").toString();
    }

    private static String label(ToolEdge edge) {
        String counts = String.format(
                Locale.ROOT, "%.1f/%.1f", edge.tally().successes(), edge.tally().failures());
        return switch (edge.key().kind()) {
            case SEQUENCE -> counts;
            case FLOW -> edge.key().output() + " > " + edge.key().argument() + " " + counts;
        };
    }

    /** In a quoted string of DOT only the quotation mark ends it; a backslash before it would take it along. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(character -> {
            if (character == '"' || character == '\\') {
                quoted.append('\\');
            }
            quoted.appendCodePoint(Character.isISOControl(character) ? ' ' : character);
        });
        return quoted.append('"').toString();
    }

    private static String graphml(ToolGraph graph) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("graphml");
            xml.writeDefaultNamespace(NAMESPACE);
            key(xml, "server", "node", "string");
            key(xml, "tool", "node", "string");
            key(xml, "uses", "node", "double");
            key(xml, "kind", "edge", "string");
            key(xml, "output", "edge", "string");
            key(xml, "argument", "edge", "string");
            key(xml, "successes", "edge", "double");
            key(xml, "failures", "edge", "double");
            xml.writeStartElement("graph");
            xml.writeAttribute("id", "tools");
            xml.writeAttribute("edgedefault", "directed");
            for (ToolKey tool : graph.tools()) {
                xml.writeStartElement("node");
                xml.writeAttribute("id", legal(tool.toString()));
                data(xml, "server", tool.server());
                data(xml, "tool", tool.tool());
                data(xml, "uses", Double.toString(rounded(graph.uses(tool))));
                xml.writeEndElement();
            }
            for (ToolEdge edge : graph.edges()) {
                xml.writeStartElement("edge");
                xml.writeAttribute("source", legal(edge.key().from().toString()));
                xml.writeAttribute("target", legal(edge.key().to().toString()));
                data(xml, "kind", edge.key().kind().text());
                if (edge.key().kind() == EdgeKind.FLOW) {
                    data(xml, "output", edge.key().output());
                    data(xml, "argument", edge.key().argument());
                }
                data(xml, "successes", Double.toString(rounded(edge.tally().successes())));
                data(xml, "failures", Double.toString(rounded(edge.tally().failures())));
                xml.writeEndElement();
            }
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return text + "\n";
    }

    private static void key(XMLStreamWriter xml, String name, String of, String type) throws XMLStreamException {
        xml.writeEmptyElement("key");
        xml.writeAttribute("id", name);
        xml.writeAttribute("for", of);
        xml.writeAttribute("attr.name", name);
        xml.writeAttribute("attr.type", type);
    }

    private static void data(XMLStreamWriter xml, String key, String value) throws XMLStreamException {
        xml.writeStartElement("data");
        xml.writeAttribute("key", key);
        xml.writeCharacters(legal(value));
        xml.writeEndElement();
    }

    /** XML has no form at all for some characters. */
    private static String legal(String text) {
        StringBuilder legal = new StringBuilder(text.length());
        text.codePoints()
                .map(character -> isLegal(character) ? character : 0xFFFD)
                .forEach(legal::appendCodePoint);
        return legal.toString();
    }

    private static boolean isLegal(int character) {
        return character == '\t'
                || character == '\n'
                || character == '\r'
                || (character >= 0x20 && character <= 0xD7FF)
                || (character >= 0xE000 && character <= 0xFFFD)
                || character >= 0x10000;
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
