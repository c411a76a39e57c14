"""Measures of a graph without weights or directions: a node's neighbours, and how often it lies between others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

Graph = Mapping[str, Set[str]]
# Nodes times edges up to which paths are followed from every node: that takes about a second.
AFFORDABLE = 10_000_000


def neighbours(groups: Iterable[Set[str]]) -> dict[str, set[str]]:
    """The graph in which all members of a group are joined to each other."""
    graph: dict[str, set[str]] = {}
    for group in groups:
        for member in group:
            graph.setdefault(member, set()).update(group - {member})
    return graph


def pivots(graph: Graph) -> list[str]:
    """The nodes whose paths stand for all: every node, or of a large graph each so manieth in order of text."""
    edges = sum(map(len, graph.values())) // 2
    return sorted(graph)[:: 1 + len(graph) * edges // AFFORDABLE]


def betweenness(graph: Graph, sources: Sequence[str]) -> dict[str, float]:
    """The share of shortest paths between others that lead through each node (Brandes 2001), from 0 to 1.

    From fewer sources than there are nodes it is estimated (Brandes and Pich 2007).
    """
    nodes = sorted(graph)
    numbers = {node: number for number, node in enumerate(nodes)}
    adjacent = [[numbers[other] for other in sorted(graph[node])] for node in nodes]
    scores = [0.0] * len(nodes)
    for source in sources:
        _add_dependencies(adjacent, numbers[source], scores)
    pairs = (len(nodes) - 1) * (len(nodes) - 2) * len(sources) / (len(nodes) or 1)
    return {node: score / pairs if pairs > 0 else 0.0 for node, score in zip(nodes, scores, strict=True)}


def _add_dependencies(adjacent: list[list[int]], source: int, scores: list[float]) -> None:
    """Add to each node the paths from the source that lead through it."""
    order, distance, paths = _shortest_paths(adjacent, source)
    dependency = [0.0] * len(adjacent)
    for node in reversed(order[1:]):
        scores[node] += dependency[node]
        nearer, share = distance[node] - 1, (1 + dependency[node]) / paths[node]
        for other in adjacent[node]:
            if distance[other] == nearer:
                dependency[other] += paths[other] * share


def _shortest_paths(adjacent: list[list[int]], source: int) -> tuple[list[int], list[int], list[int]]:
    """The nodes that are reached, the nearest first; how far each node is, and how many shortest paths lead to it."""
    distance, paths = [-1] * len(adjacent), [0] * len(adjacent)
    distance[source], paths[source] = 0, 1
    order = [source]
    for node in order:
        farther = distance[node] + 1
        for other in adjacent[node]:
            if distance[other] < 0:
                distance[other] = farther
                order.append(other)
            if distance[other] == farther:
                paths[other] += paths[node]
    return order, distance, paths
