"""Measures of a graph with weighted edges: how strongly its nodes are joined, and how often one connects others.

A record of n parties gives each pair of them a weight of 1/(n - 1), so that a treaty of two hundred parties weighs as
much for a party as one of two. The length of an edge is the inverse of its weight (Newman 2001).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import heappop, heappush

from models.errors import MithaqError

Graph = dict[str, dict[str, float]]
# The members of a record, and the weight of each pair of them.
Group = tuple[Sequence[str], float]
# Lengths are whole numbers, so that equally long paths are equal: a weight of 1 has this length.
UNIT = 1_000_000
FAR = 1 << 60
# Neighbours through which a shorter detour is looked for; more of them find hardly any more.
NEAREST = 8
# Nodes times edges up to which paths are followed: six hundred parties of dense treaties take some five seconds.
AFFORDABLE = 20_000_000
# Pairs of parties up to which detours are looked for, and up to which they are joined at all: a thousand and two
# thousand parties of one record. No treaty has three hundred.
MOST_FOLLOWED, MOST_JOINED = 500_000, 2_000_000

Neighbours = list[list[tuple[int, int]]]


def join_members(wholes: Iterable[Sequence[Group]]) -> Graph:
    """Return the graph in which the members of each group are joined, both ways.

    The groups of one whole count once: a pair that is in several of them gets the greatest of their weights.

    Raises:
        MithaqError: there are too many pairs to join.
    """
    graph: Graph = {}
    added = 0
    for groups in wholes:
        largest = max(len(members) * (len(members) - 1) // 2 for members, _ in groups)
        _refuse_more(largest)
        added += largest
        if added > MOST_JOINED:
            # Many of them may be the same pairs.
            _refuse_more(sum(map(len, graph.values())))
            added = 0
        for members, _ in groups:
            for member in members:
                graph.setdefault(member, {})
        if len(groups) == 1:
            _add(graph, *groups[0])
        else:
            for (one, other), weight in _greatest(groups).items():
                graph[one][other] = graph[one].get(other, 0.0) + weight
    for one, row in graph.items():
        # Each pair is in the row of its first member only, so far.
        for other, weight in row.items():
            if one < other:
                graph[other][one] = weight
    return graph


def _refuse_more(pairs: int) -> None:
    if pairs > MOST_JOINED:
        raise MithaqError(
            f"these records join more than {MOST_JOINED:,} pairs of parties, the most that are measured;"
            " narrow them by a filter, such as --sector or --since"
        )


def _add(graph: Graph, members: Sequence[str], weight: float) -> None:
    ordered = sorted(members)
    for place, one in enumerate(ordered):
        row = graph[one]
        for other in ordered[place + 1 :]:
            row[other] = row.get(other, 0.0) + weight


def _greatest(groups: Iterable[Group]) -> dict[tuple[str, str], float]:
    greatest: dict[tuple[str, str], float] = {}
    for members, weight in groups:
        ordered = sorted(members)
        for place, one in enumerate(ordered):
            for other in ordered[place + 1 :]:
                greatest[one, other] = max(weight, greatest.get((one, other), 0.0))
    return greatest


def betweenness(graph: Mapping[str, Mapping[str, float]]) -> dict[str, float] | None:
    """Return the share of shortest paths between others that lead through each node, from 0 to 1 (Brandes 2001).

    Return None if there are too many nodes and edges to follow all paths.
    """
    nodes = sorted(graph)
    if sum(map(len, graph.values())) // 2 > MOST_FOLLOWED:
        return None
    near = _nearest(nodes, graph)
    if len(nodes) * sum(map(len, near)) // 2 > AFFORDABLE:
        return None
    scores = [0.0] * len(nodes)
    for source in range(len(nodes)):
        _add_dependencies(near, source, scores)
    pairs = (len(nodes) - 1) * (len(nodes) - 2)
    return {node: score / pairs if pairs > 0 else 0.0 for node, score in zip(nodes, scores, strict=True)}


def _nearest(nodes: Sequence[str], graph: Mapping[str, Mapping[str, float]]) -> Neighbours:
    """Return the neighbours of each node with their distance, without edges that are longer than a detour."""
    numbers = {node: number for number, node in enumerate(nodes)}
    lengths = [{numbers[other]: round(UNIT / weight) for other, weight in graph[node].items()} for node in nodes]
    closest = [sorted(row, key=lambda other: (row[other], other))[:NEAREST] for row in lengths]
    return [
        [(other, length) for other, length in row.items() if not _has_shorter(lengths, closest[node], node, other)]
        for node, row in enumerate(lengths)
    ]


def _has_shorter(lengths: Sequence[Mapping[int, int]], through: Iterable[int], one: int, other: int) -> bool:
    """Return whether a detour by one of these neighbours is shorter than the edge."""
    edge, from_one, to_other = lengths[one][other], lengths[one], lengths[other]
    return any(from_one[middle] + to_other.get(middle, FAR) < edge for middle in through)


def _add_dependencies(near: Neighbours, source: int, scores: list[float]) -> None:
    """Add to each node the paths from the source that lead through it."""
    order, before, paths = _shortest_paths(near, source)
    dependency = [0.0] * len(near)
    for node in reversed(order[1:]):
        scores[node] += dependency[node]
        share = (1 + dependency[node]) / paths[node]
        for nearer in before[node]:
            dependency[nearer] += paths[nearer] * share


def _shortest_paths(near: Neighbours, source: int) -> tuple[list[int], list[list[int]], list[int]]:
    """Return the nodes reached, the nearest first; the nodes before each, and how many shortest paths lead to it."""
    distance, paths = [FAR] * len(near), [0] * len(near)
    before: list[list[int]] = [[] for _ in near]
    distance[source], paths[source] = 0, 1
    order, waiting, is_settled = [], [(0, source)], [False] * len(near)
    while waiting:
        far, node = heappop(waiting)
        if is_settled[node]:
            continue
        is_settled[node] = True
        order.append(node)
        for other, length in near[node]:
            farther = far + length
            if farther < distance[other]:
                distance[other], paths[other], before[other] = farther, paths[node], [node]
                heappush(waiting, (farther, other))
            elif farther == distance[other]:
                paths[other] += paths[node]
                before[other].append(node)
    return order, before, paths
