"""Measures of a graph without weights or directions: a node's neighbours, and how often it lies between others."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Set

Graph = Mapping[str, Set[str]]


def neighbours(groups: Iterable[Set[str]]) -> dict[str, set[str]]:
    """The graph in which all members of a group are joined to each other."""
    graph: dict[str, set[str]] = {}
    for group in groups:
        for member in group:
            graph.setdefault(member, set()).update(group - {member})
    return graph


def betweenness(graph: Graph) -> dict[str, float]:
    """The share of shortest paths between others that lead through each node (Brandes 2001), from 0 to 1."""
    scores = dict.fromkeys(graph, 0.0)
    for source in graph:
        _add_dependencies(graph, source, scores)
    pairs = (len(graph) - 1) * (len(graph) - 2)
    return {node: score / pairs if pairs > 0 else 0.0 for node, score in scores.items()}


def _add_dependencies(graph: Graph, source: str, scores: dict[str, float]) -> None:
    """Add to each node the paths from the source that lead through it."""
    order, predecessors, paths = _shortest_paths(graph, source)
    dependency = dict.fromkeys(order, 0.0)
    for node in reversed(order):
        for before in predecessors[node]:
            dependency[before] += paths[before] / paths[node] * (1 + dependency[node])
        if node != source:
            scores[node] += dependency[node]


def _shortest_paths(graph: Graph, source: str) -> tuple[list[str], dict[str, list[str]], dict[str, int]]:
    """The nodes by distance, those just before each, and how many shortest paths reach it."""
    distance, paths = {source: 0}, {source: 1}
    predecessors: dict[str, list[str]] = {source: []}
    order, queue = [], deque([source])
    while queue:
        node = queue.popleft()
        order.append(node)
        for other in graph[node]:
            if other not in distance:
                distance[other] = distance[node] + 1
                paths[other], predecessors[other] = 0, []
                queue.append(other)
            if distance[other] == distance[node] + 1:
                paths[other] += paths[node]
                predecessors[other].append(node)
    return order, predecessors, paths
