"""Events: visits, meetings, sessions, forums … that a text says were held or are to be, once for each type and day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from models.derived.folding import fold
from seeds.drafting.agreement_lexicon import AFTER_ONLY, NO_COOPERATION
from seeds.drafting.agreements import FoundAgreement
from seeds.drafting.date_words import ordinals
from seeds.drafting.lexicon import Match, Phrases, cell, phrases, rows, word_set
from seeds.drafting.mentions import (
    CountryMention,
    DateMention,
    EventMention,
    OrganizationMention,
    PersonMention,
    PlaceMention,
)
from seeds.drafting.person_words import titles
from seeds.drafting.text import Article, Sentence, bare, is_definite, is_future_verb, stems

# Types that a text may hold several of under one word; the others are one event unless their days differ.
NEAR = 7
# Characters between two words of one event.
BESIDE = 25
MEETS = frozenset(("meeting", "talks"))
GATHERINGS = MEETS | {"council_meeting"}
NAMED = frozenset(
    (
        "forum",
        "conference",
        "exhibition",
        "summit",
        "business_forum",
        "business_mission",
        "council_meeting",
        "training_course",
    )
)
EMPTY_AFTER = word_set("rule_words", "events empty after")
ON_A_VISIT = word_set("rule_words", "events on a visit")
AMONG = word_set("rule_words", "events among")


@lru_cache
def event_words(language: str) -> Phrases[tuple[str, str]]:
    return Phrases(
        (
            (word, (row["type"], row["weight"]))
            for row in rows("event_words")
            if row["language"] == language
            for word in cell(row["words"])
        ),
    )


@lru_cache
def outlook_words(language: str) -> Phrases[str]:
    return phrases("outlook_words", "kind", language=language, article=False)


class _Reader:
    def __init__(
        self,
        article: Article,
        countries: Sequence[CountryMention],
        organizations: Sequence[OrganizationMention],
        people: Sequence[PersonMention],
        places: Sequence[PlaceMention],
        dates: Sequence[DateMention],
    ) -> None:
        self.article, self.words, self.language = article, article.words, article.language
        self.anchors = [m.span for m in (*places, *people)]
        self.dates = [m for m in dates if m.edtf]
        self.bodies = [m.span for m in organizations]
        self.countries = [m.span for m in countries]

    def read(self) -> Iterator[EventMention]:
        for sentence in self.article.sentences:
            if any(stem in NO_COOPERATION for folded in self.article.folds(sentence) for _, stem in stems(folded)):
                continue
            cues = list(outlook_words(self.language).find(self.words, sentence.first, sentence.last))
            for match in [*self._sessions(sentence), *event_words(self.language).find(self.words, *bounds(sentence))]:
                if event := self._event(match, sentence, cues):
                    yield event

    def _sessions(self, sentence: Sentence) -> Iterator[Match[tuple[str, str]]]:
        """Recognize a numbered session of a committee or council: `الدورة الثامنة للجنة`, `الاجتماع الثالث لمجلس`."""
        for at in range(sentence.first, sentence.last - 2):
            word, body = self.words[at], self.words[at + 2].fold
            if bare(word.fold.removeprefix("و")) in SESSIONS and body in BODIES:
                number = self.words[at + 1]
                if number.kind == "number" or ordinals().at(self.words, at + 1):
                    kind = ("council_meeting", "named")
                    yield Match(at, at + 2, word.start, number.end, kind, "", True)

    def _event(self, match: Match[tuple[str, str]], sentence: Sentence, cues: list[Match[str]]) -> EventMention | None:
        near = [
            cue
            for cue in cues
            if -NEAR <= cue.first - match.last <= NEAR
            and cue.first != match.first
            and -NEAR <= match.first - cue.last <= NEAR
        ]
        planned = next((cue for cue in near if cue.value == "planned" and self._close(cue, match)), None)
        said = planned or any(cue.value == "held" for cue in near) or self._stands_alone(match, sentence)
        if not said or self._is_none(match, sentence):
            return None
        will = is_future_verb(self.words[match.first].fold) or "will" in self._folds(match)
        span = (match.start, self._end(match, sentence))
        return EventMention(
            [span],
            match.value[0],
            "planned" if planned or will else "occurred",
            sentence.number,
            f"word of {match.value[0]}",
            (planned.start, planned.end) if planned else None,
        )

    def _is_none(self, match: Match[tuple[str, str]], sentence: Sentence) -> bool:
        """Return whether a word names no event, whatever the words near it say."""
        type_, weight = match.value
        following = self.article.fold_at(match.last)
        if type_ in ("skip", "session") or (type_ == "launch" and weight == "1"):
            return True
        if following in EMPTY_AFTER or self.article.fold_at(match.first - 1) in AMONG:
            return True
        if weight == "verb" and not self._meets_somebody(sentence):
            return True
        return type_ in MEETS and following in MEANWHILE

    def _stands_alone(self, match: Match[tuple[str, str]], sentence: Sentence) -> bool:
        """Return whether a word names an event with nothing near it that says so: by a place, a person or a day."""
        type_, weight = match.value
        # A body named by the word (اللجنة المشتركة) is no session by itself.
        if any(start <= match.start and match.end <= end for start, end in self.bodies):
            return False
        if type_ == "visit" and self._is_a_journey(match, sentence):
            return True
        if sentence.number == 0 and type_ in NAMED | MEETS:
            return True
        start, end = self.article.span(sentence)
        anchored = any(start <= a and b <= end for a, b in self.anchors)
        anchored = anchored or any(each.within(start, end) for each in self.dates)
        return anchored and (match.definite or type_ in NAMED or weight == "verb")

    def _folds(self, match: Match[tuple[str, str]]) -> list[str]:
        return [word.fold for word in self.words[match.first : match.last]]

    def _is_a_journey(self, match: Match[tuple[str, str]], sentence: Sentence) -> bool:
        """Recognize a visit that somebody makes: `في زيارة`, `بزيارة`, `زيارة وزير …`, `on a visit`."""
        before = self.article.fold_at(match.first - 1)
        visitor = titles("ar").at(self.words, match.last) if match.last < sentence.last else None
        following = self.words[match.last].fold if match.last < sentence.last else ""
        if match.last < sentence.last and any(start == self.words[match.last].start for start, _ in self.countries):
            return True
        if following == "to" or (before in ("the", "s") and following in ("of", "by")):
            return True
        return match.prefix.endswith("ب") or before in ON_A_VISIT or (visitor is not None and not visitor.prefix)

    def _close(self, cue: Match[str], match: Match[tuple[str, str]]) -> bool:
        """Recognize a word of the future about this event: near, without a mark between, and not itself past."""
        first, last = (cue.last, match.first) if cue.last <= match.first else (match.last, cue.first)
        return last - first <= 4 and not any(self.words[at].text in "،,؛;." for at in range(first, last))

    def _meets_somebody(self, sentence: Sentence) -> bool:
        """Return whether a verb counts: it needs a person, body or country in its sentence."""
        start, end = self.article.span(sentence)
        spans = [*self.anchors, *self.bodies, *self.countries]
        return any(start <= a and b <= end for a, b in spans)

    def _end(self, match: Match[tuple[str, str]], sentence: Sentence) -> int:
        """Return the end of an event's words, with adjectives and name: `المنتدى البريدي الإفريقي`, `زيارة رسمية`."""
        last = match.last
        while (
            last < sentence.last
            and last - match.last < 3
            and self.words[last].kind == "word"
            and bare(self.words[last].fold).endswith(("ي", "يه", "ه"))
        ):
            if any(stem in STOPS for _, stem in stems(self.words[last].fold)):
                break
            last += 1
        return self.words[last - 1].end


def bounds(sentence: Sentence) -> tuple[int, int]:
    """Return the words of a sentence, the end exclusive."""
    return sentence.first, sentence.last


SESSIONS = frozenset(map(fold, ("دورة", "اجتماع", "جلسة")))
BODIES = frozenset(map(fold, ("للجنة", "لمجلس", "للمجلس", "للجمعية", "لجمعية", "لهيئة", "للهيئة")))
# A meeting during a visit is part of it: زيارة يلتقي خلالها.
MEANWHILE = frozenset(map(fold, ("خلالها", "أثناءها", "خلاله")))
# After these, a definite meeting is one that was mentioned before.
AFTERWARDS = frozenset(map(fold, ("عقب", "إثر", "بعد", "خلال", "ختام", "وعقب", "وخلال", "هامش", "أثناء"))) | {
    "after",
    "following",
    "during",
}
STOPS = word_set("common_words", "function") | word_set("common_words", "verb") | word_set("common_words", "time")


def find_events(
    article: Article,
    countries: Sequence[CountryMention],
    organizations: Sequence[OrganizationMention],
    people: Sequence[PersonMention],
    places: Sequence[PlaceMention],
    dates: Sequence[DateMention],
    agreements: Sequence[FoundAgreement],
) -> list[EventMention]:
    """Return the events of a text, each once, and the signing of its agreements if that has a day of its own."""
    merged: list[EventMention] = []
    for event in _Reader(article, countries, organizations, people, places, dates).read():
        same = next((other for other in merged if _same(other, event) or _spoken_of(article, other, event)), None)
        if same is None:
            merged.append(event)
        else:
            same.spans += event.spans
    return [*merged, *_signings(article, dates, places, agreements, merged)]


def _same(one: EventMention, other: EventMention) -> bool:
    """Merge the mentions of each type and outlook into one event; meetings and talks are the same type."""
    types = {one.type, other.type}
    if types == {"meeting", "council_meeting"} and 0 <= other.spans[0][0] - one.spans[-1][1] <= BESIDE:
        one.type = "council_meeting"
        return True
    return one.outlook == other.outlook and (
        len(types) == 1 or types <= MEETS or types <= {"forum", "business_forum", "conference"}
    )


def _spoken_of(article: Article, one: EventMention, other: EventMention) -> bool:
    """Return whether words such as `عقب الاجتماع`, `after the talks` refer to the event before."""
    first = article.word_at(other.spans[0][0])
    word = article.words[first]
    definite = is_definite(word.fold) or article.words[first - 1].fold == "the"
    before = {each.fold for each in article.words[max(first - 2, 0) : first]}
    return definite and bool(before & AFTERWARDS) and {one.type, other.type} <= GATHERINGS


def _signings(
    article: Article,
    dates: Sequence[DateMention],
    places: Sequence[PlaceMention],
    agreements: Sequence[FoundAgreement],
    events: list[EventMention],
) -> Iterator[EventMention]:
    """Find a signing with a day or place, without another event in the same sentence or on the same day."""
    seen: set[int] = set()
    for agreement in agreements:
        step = next((step for step in agreement.steps if step[0] == "signed" and step[2]), None)
        if step is None or step[2] is None:
            continue
        cue = step[2]
        if article.words[article.word_at(cue[0])].fold in AFTER_ONLY:
            continue
        sentence = article.sentence_at(cue[0])
        start, end = article.span(sentence)
        own = [m for m in dates if m.edtf and m.role == "date" and m.within(start, end)]
        where = [m for m in places if m.within(start, end)]
        if sentence.number in seen or not (own or where) or step[1] == "planned":
            continue
        days = {m.day for m in own}
        rivals = [event for event in events if event.outlook == "occurred" and event.type != "launch"]
        if any(event.sentence == sentence.number or days & _days(article, dates, event) for event in rivals):
            continue
        seen.add(sentence.number)
        spans = [cue, *(m.span for m in own[:1]), *(m.span for m in where[:1])]
        yield EventMention(spans, "signing", "occurred", sentence.number, "signing of an agreement")


def _days(article: Article, dates: Sequence[DateMention], event: EventMention) -> set[str]:
    start, end = article.span(article.sentences[event.sentence])
    return {m.day for m in dates if m.edtf and m.within(start, end)}
