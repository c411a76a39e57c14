"""Files that graph programs read: GraphML, GEXF and DOT."""

from __future__ import annotations

from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from reports.display.terminal_text import without_controls
from reports.exporting.graph import Edge, Graph, Node

# The attributes beside what the formats have a place of their own for.
OF_NODES = ("label", "label_ar", "kind", "country")
OF_EDGES = ("role", "capacity", "stage", "date")
# Characters that no XML may hold.
NO_CHARACTERS = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")
SHAPES = {"agreement": "box", "country": "ellipse"}


class Xml:
    """Writes elements, a line each; whatever text comes, the document stays well-formed."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.open_elements: list[str] = []
        self._line('?xml version="1.0" encoding="UTF-8"?')

    def open(self, name: str, **attributes: str) -> None:
        self._line(_tag(name, attributes))
        self.open_elements.append(name)

    def close(self) -> None:
        self._line(f"/{self.open_elements.pop()}")

    def element(self, name: str, text: str = "", **attributes: str) -> None:
        tag = _tag(name, attributes)
        self._line(f"{tag}>{escape(_xml(text))}</{name}" if text else f"{tag}/")

    def end(self) -> None:
        while self.open_elements:
            self.close()

    def _line(self, tag: str) -> None:
        self.stream.write(f"{'  ' * len(self.open_elements)}<{tag}>\n")


def _tag(name: str, attributes: dict[str, str]) -> str:
    return name + "".join(f" {key}={quoteattr(_xml(value))}" for key, value in attributes.items())


def write_graphml(graph: Graph, stream: TextIO) -> None:
    xml = Xml(stream)
    xml.open("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    for target, names in (("node", OF_NODES), ("edge", OF_EDGES)):
        for name in names:
            xml.element("key", **{"id": f"{target}_{name}", "for": target, "attr.name": name, "attr.type": "string"})
    xml.open("graph", id="mithaq", edgedefault="directed")
    for node in graph.nodes:
        xml.open("node", id=node.slug)
        _data(xml, "node", _of_node(node))
    for number, edge in enumerate(graph.edges):
        xml.open("edge", id=f"e{number}", source=edge.party, target=edge.agreement)
        _data(xml, "edge", _of_edge(edge))
    xml.end()


def write_gexf(graph: Graph, stream: TextIO) -> None:
    xml = Xml(stream)
    xml.open("gexf", xmlns="http://gexf.net/1.3", version="1.3")
    xml.open("graph", mode="static", defaultedgetype="directed")
    # A node's label has a place of its own.
    for target, names in (("node", OF_NODES[1:]), ("edge", OF_EDGES)):
        xml.open("attributes", **{"class": target})
        for name in names:
            xml.element("attribute", id=name, title=name, type="string")
        xml.close()
    xml.open("nodes")
    for node in graph.nodes:
        xml.open("node", id=node.slug, label=node.name_en or f"[{node.name_ar}]")
        _values(xml, {name: value for name, value in _of_node(node).items() if name != "label"})
    xml.close()
    xml.open("edges")
    for number, edge in enumerate(graph.edges):
        xml.open("edge", id=f"e{number}", source=edge.party, target=edge.agreement)
        _values(xml, _of_edge(edge))
    xml.end()


def write_dot(graph: Graph, stream: TextIO) -> None:
    stream.write('digraph mithaq {\n  charset="UTF-8"; rankdir=LR;\n')
    for node in graph.nodes:
        label = "\\n".join(_dot(name) for name in (node.name_en, node.name_ar) if name)
        shape = SHAPES.get(node.kind, "plaintext")
        rest = f"kind={_quoted(node.kind)}" + (f", country={_quoted(node.country)}" if node.country else "")
        stream.write(f'  {_quoted(node.slug)} [label="{label}", shape={shape}, {rest}];\n')
    for edge in graph.edges:
        attributes = [f"label={_quoted(edge.role)}"]
        attributes += [f"{name}={_quoted(value)}" for name, value in _of_edge(edge).items()]
        stream.write(f"  {_quoted(edge.party)} -> {_quoted(edge.agreement)} [{', '.join(attributes)}];\n")
    stream.write("}\n")


def _of_node(node: Node) -> dict[str, str]:
    return _known({"label": node.name_en, "label_ar": node.name_ar, "kind": node.kind, "country": node.country})


def _of_edge(edge: Edge) -> dict[str, str]:
    return _known({name: getattr(edge, name) for name in OF_EDGES})


def _known(values: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value is not None}


def _data(xml: Xml, target: str, values: dict[str, str]) -> None:
    """The attributes of a GraphML node or edge, which ends with them."""
    for name, value in values.items():
        xml.element("data", value, key=f"{target}_{name}")
    xml.close()


def _values(xml: Xml, values: dict[str, str]) -> None:
    """The attributes of a GEXF node or edge, which ends with them."""
    xml.open("attvalues")
    for name, value in values.items():
        xml.element("attvalue", **{"for": name, "value": value})
    xml.close()
    xml.close()


def _xml(value: str) -> str:
    return without_controls(value).translate(NO_CHARACTERS)


def _dot(text: str) -> str:
    return without_controls(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")


def _quoted(text: str) -> str:
    return f'"{_dot(text)}"'
