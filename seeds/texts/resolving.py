"""Replace cited words by their positions, and move citations along when the text was corrected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from seeds.format.collection import Span
from seeds.format.problems import Problems
from seeds.format.records import Citation, Link, Record
from seeds.texts.article_text import Text
from seeds.texts.corrected import Digests, find_passages
from seeds.texts.locate import Ambiguous, SearchableText


@dataclass
class Resolver:
    """Resolves the citations of one text; `digests` are those of its spans when the files were last formatted."""

    text: Text
    digests: Digests
    problems: Problems
    # Moved citations, as file:line: old → new.
    moved: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        stale = any(self.text.span_digest(*span) != digest for span, digest in self.digests.items())
        self.places = find_passages(self.digests, self.text) if stale else {}
        self.searchable = SearchableText(self.text)

    def resolve(self, citation: Citation) -> Citation:
        """Return the citation with the positions that it has in the text; one without a position is a problem."""
        if citation.words:
            return self._find(citation)
        span = citation.start, citation.end
        if span in self.places:
            return self._move(citation, self.places[span])
        if span not in self.digests:
            self._warn_of_edges(citation, span)
        return citation

    def _find(self, citation: Citation) -> Citation:
        assert citation.words
        try:
            start, end = self.searchable.resolve(citation.words)
        except Ambiguous as error:
            self.problems.add(citation.place, str(error))
            return citation
        return citation._replace(start=start, end=end, words=None)

    def _move(self, citation: Citation, places: list[Span]) -> Citation:
        old = f"[{citation.start}, {citation.end}]"
        if len(places) != 1:
            what = "several times" if places else "no longer"
            listed = "".join(f"\n    {self.searchable.place(*place)}" for place in places)
            problem = f"the words that {old} cited are {what} in {self.text.name}; cite words in its place{listed}"
            self.problems.add(citation.place, problem)
            return citation
        start, end = places[0]
        if places[0] == (citation.start, citation.end):
            return citation
        self.moved.append(f"{citation.place}: {old} → [{start}, {end}]")
        return citation._replace(start=start, end=end)

    def _warn_of_edges(self, citation: Citation, span: Span) -> None:
        """Warn of new positions that cut a word or are blank, which a look at the words would have shown."""
        quote = self.text.content[slice(*span)]
        if quote and not quote.strip():
            self.problems.warn(citation.place, f"[{span[0]}, {span[1]}] is blank")
        elif quote != quote.strip():
            self.problems.warn(citation.place, f"[{span[0]}, {span[1]}] begins or ends with a blank: {quote!r}")
        elif quote and not self.searchable.is_whole(*span):
            self.problems.warn(citation.place, f"[{span[0]}, {span[1]}] begins or ends within a word: {quote!r}")


def resolve_citations(records: Iterable[Record], resolvers: Mapping[str, Resolver]) -> bool:
    """Resolve the citations of records and links in place; return whether any has changed."""
    changed = False
    for record in records:
        holders: list[Record | Link] = [record, *record.links]
        for holder in holders:
            resolved = [_resolve(each, resolvers) for each in holder.citations]
            changed |= resolved != holder.citations
            holder.citations = resolved
    return changed


def _resolve(citation: Citation, resolvers: Mapping[str, Resolver]) -> Citation:
    resolver = resolvers.get(citation.cited)
    return resolver.resolve(citation) if resolver else citation
