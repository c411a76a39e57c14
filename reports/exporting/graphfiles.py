"""Write a graph as GraphML, GEXF or DOT."""

from __future__ import annotations

from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from models.kinds.records import COOPERATION
from models.terminal.text import NOT_IN_XML, replace_controls
from reports.exporting.extract import Extract
from reports.exporting.graph import Edge, Node, read_graph

# The attributes for which the formats have no field of their own.
NODE_ATTRIBUTES = ("label", "label_ar", "kind", "country", "done", "whole", "partners")
EDGE_ATTRIBUTES = ("kind", "role", "capacity", "partner", "stage", "date")
# Whole numbers; the formats differ in the name of the type.
INTEGERS = ("done", "partner", "partners")
SHAPES = {"country": "ellipse", **dict.fromkeys(COOPERATION, "box")}


class Xml:
    """Write XML elements, one per line; any text leaves the document well-formed."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.open_elements: list[str] = []
        self._line('?xml version="1.0" encoding="UTF-8"?')

    def open(self, name: str, **attributes: str) -> None:
        self._line(_format_tag(name, attributes))
        self.open_elements.append(name)

    def close(self) -> None:
        self._line(f"/{self.open_elements.pop()}")

    def element(self, name: str, text: str = "", **attributes: str) -> None:
        tag = _format_tag(name, attributes)
        self._line(f"{tag}>{escape(_clean_for_xml(text))}</{name}" if text else f"{tag}/")

    def end(self) -> None:
        while self.open_elements:
            self.close()

    def _line(self, tag: str) -> None:
        self.stream.write(f"{'  ' * len(self.open_elements)}<{tag}>\n")


def _format_tag(name: str, attributes: dict[str, str]) -> str:
    return name + "".join(f" {key}={quoteattr(_clean_for_xml(value))}" for key, value in attributes.items())


def write_graphml(extract: Extract, stream: TextIO) -> None:
    graph = read_graph(extract)
    xml = Xml(stream)
    xml.open("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    for target, names in (("node", NODE_ATTRIBUTES), ("edge", EDGE_ATTRIBUTES)):
        for name in names:
            type = "int" if name in INTEGERS else "string"
            xml.element("key", **{"id": f"{target}_{name}", "for": target, "attr.name": name, "attr.type": type})
    xml.open("graph", id="mithaq", edgedefault="directed")
    for node in graph.nodes:
        xml.open("node", id=node.slug)
        _write_data(xml, "node", _node_attributes(node))
    for number, edge in enumerate(graph.edges):
        xml.open("edge", id=f"e{number}", source=edge.source, target=edge.target)
        _write_data(xml, "edge", _edge_attributes(edge))
    xml.end()


def write_gexf(extract: Extract, stream: TextIO) -> None:
    graph = read_graph(extract)
    xml = Xml(stream)
    xml.open("gexf", xmlns="http://gexf.net/1.3", version="1.3")
    xml.open("graph", mode="static", defaultedgetype="directed")
    # A node's label has a field of its own.
    for target, names in (("node", NODE_ATTRIBUTES[1:]), ("edge", EDGE_ATTRIBUTES)):
        xml.open("attributes", **{"class": target})
        for name in names:
            xml.element("attribute", id=name, title=name, type="integer" if name in INTEGERS else "string")
        xml.close()
    xml.open("nodes")
    for node in graph.nodes:
        xml.open("node", id=node.slug, label=node.name_en or f"[{node.name_ar}]")
        _write_values(xml, {name: value for name, value in _node_attributes(node).items() if name != "label"})
    xml.close()
    xml.open("edges")
    for number, edge in enumerate(graph.edges):
        xml.open("edge", id=f"e{number}", source=edge.source, target=edge.target)
        _write_values(xml, _edge_attributes(edge))
    xml.end()


def write_dot(extract: Extract, stream: TextIO) -> None:
    graph = read_graph(extract)
    stream.write('digraph mithaq {\n  charset="UTF-8"; rankdir=LR;\n')
    for node in graph.nodes:
        label = "\\n".join(_escape_for_dot(name) for name in (node.name_en, node.name_ar) if name)
        shape = SHAPES.get(node.kind, "plaintext")
        rest = f"kind={_quote_for_dot(node.kind)}" + (
            f", country={_quote_for_dot(node.country)}" if node.country else ""
        )
        stream.write(f'  {_quote_for_dot(node.slug)} [label="{label}", shape={shape}, {rest}];\n')
    for edge in graph.edges:
        attributes = [f"label={_quote_for_dot(edge.role)}"] if edge.role else ["style=dotted"]
        attributes += [f"{name}={_quote_for_dot(value)}" for name, value in _edge_attributes(edge).items()]
        stream.write(f"  {_quote_for_dot(edge.source)} -> {_quote_for_dot(edge.target)} [{', '.join(attributes)}];\n")
    stream.write("}\n")


def _node_attributes(node: Node) -> dict[str, str]:
    values = {"label": node.name_en, "label_ar": node.name_ar, "kind": node.kind, "country": node.country}
    return _drop_nulls({**values, "done": node.done, "whole": node.whole, "partners": node.partners})


def _edge_attributes(edge: Edge) -> dict[str, str]:
    return _drop_nulls({name: getattr(edge, name) for name in EDGE_ATTRIBUTES})


def _drop_nulls(values: dict[str, str | int | None]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items() if value is not None}


def _write_data(xml: Xml, target: str, values: dict[str, str]) -> None:
    """Write the attributes of a GraphML node or edge, and close it."""
    for name, value in values.items():
        xml.element("data", value, key=f"{target}_{name}")
    xml.close()


def _write_values(xml: Xml, values: dict[str, str]) -> None:
    """Write the attributes of a GEXF node or edge, and close it."""
    xml.open("attvalues")
    for name, value in values.items():
        xml.element("attvalue", **{"for": name, "value": value})
    xml.close()
    xml.close()


def _clean_for_xml(value: str) -> str:
    return replace_controls(value).translate(NOT_IN_XML)


def _escape_for_dot(text: str) -> str:
    # Graphviz reads entities of HTML in any text.
    escaped = replace_controls(text).replace("&", "&amp;").replace("\\", "\\\\")
    return escaped.replace('"', '\\"').replace("\n", " ")


def _quote_for_dot(text: str) -> str:
    return f'"{_escape_for_dot(text)}"'
