"""Agreements: which mentions are one, and the milestones of each.

An agreement is drafted only if words say that it came about or is to: "under an agreement" alone drafts none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from seeds.drafting.agreement_candidates import Candidate, CandidateReader
from seeds.drafting.agreement_lexicon import ALIKE, ARTICLES, GENERIC
from seeds.drafting.agreement_stages import Step
from seeds.drafting.lexicon import Match
from seeds.drafting.mentions import AgreementMention, CountryMention, DateMention, OrganizationMention
from seeds.drafting.text import Article


@dataclass
class FoundAgreement(AgreementMention):
    """An agreement with its milestones: stage, outlook and the words for them."""

    steps: list[Step] = field(default_factory=list)


class _Reader(CandidateReader):
    """The grouping of mentions into agreements, with their milestones."""

    def read(self) -> list[FoundAgreement]:
        found: list[tuple[FoundAgreement, list[Candidate]]] = []
        listing: Candidate | None = None
        for sentence in self.article.sentences:
            candidates = list(self._candidates(sentence, listing))
            for candidate in candidates:
                self._merge(candidate, found, candidates)
            plural = next((c for c in candidates if c.match.value[1] == "+" or c.number), None)
            listing = plural or (listing if candidates and listing else None)
        agreements = [self._finished(agreement, parts) for agreement, parts in found if self._holds(agreement, parts)]
        if len(agreements) == 1:
            self._mention_again(agreements[0])
        return agreements

    def _mention_again(self, agreement: FoundAgreement) -> None:
        """Add the places where the title, or a definite word, only names the one agreement of the text."""
        for sentence in self.article.sentences:
            for match in self._matches(sentence):
                span = (match.start, match.end)
                named = match.definite or sentence.number == self.article.title
                same = match.value[0] in GENERIC or match.value[0] == agreement.type
                if named and same and span not in agreement.spans and self._is_instrument(match, []):
                    agreement.spans.append(span)
                    agreement.rules.append("named again")

    # Which mentions are one agreement

    def _merge(
        self, candidate: Candidate, found: list[tuple[FoundAgreement, list[Candidate]]], here: list[Candidate]
    ) -> None:
        for agreement, parts in found:
            if self._same(candidate, agreement, parts, here):
                parts.append(candidate)
                self._add(agreement, candidate)
                return
        made = FoundAgreement(
            [candidate.span],
            candidate.type,
            f"word of {candidate.type}",
            candidate.stage,
            candidate.outlook,
            (candidate.cue.start, candidate.cue.end) if candidate.cue else None,
            [candidate.sentence.number],
            candidate.number,
            candidate.sentence.number == self.article.title,
            list(candidate.rules),
            list(candidate.steps),
        )
        found.append((made, [candidate]))

    def _same(self, new: Candidate, agreement: FoundAgreement, parts: list[Candidate], here: list[Candidate]) -> bool:
        in_sentence = [part for part in parts if part.sentence.number == new.sentence.number]
        compatible = agreement.type == new.type or agreement.type in GENERIC or new.type in GENERIC
        if not compatible:
            return False
        plural = agreement.instruments or any(part.match.value[1] == "+" for part in parts)
        alone = (
            plural and not new.number and new.match.value[1] == "1" and new.sentence.number not in agreement.sentences
        )
        if alone and not (self._is_definite(new.match) and not self._dates_differ(new, parts)):
            return False
        counted = (
            new.match.value[1] == "+"
            and plural
            and new.type != agreement.type
            and (new.number or agreement.instruments)
        )
        if counted and any(part.sentence.number != self.article.title for part in parts):
            return False
        if in_sentence and not new.match.definite and any(part in here for part in in_sentence):
            return False
        if new.another and not agreement.in_title:
            return False
        if new.another and agreement.in_title and any(part.sentence.number != self.article.title for part in parts):
            return False
        body = [part for part in parts if part.sentence.number != self.article.title]
        if self._dates_differ(new, body) and not self._is_definite(new.match):
            return False
        if body and not self._is_definite(new.match) and self._steps_apart(new, agreement, body):
            return False
        return not body or self._parties_meet(new, body)

    def _is_definite(self, match: Match[tuple[str, str]]) -> bool:
        """Recognize an agreement that was named before: `المذكرة`, `the memorandum`, but not `the memorandum on …`."""
        if self.language == "ar":
            return match.definite
        following = self.article.fold_at(match.last)
        before = next(
            (
                word.fold
                for word in reversed(self.words[max(match.first - 4, 0) : match.first])
                if word.fold in ARTICLES
            ),
            "",
        )
        return before in ("the", "this", "that", "its", "these", "those") and following not in (
            "on",
            "for",
            "between",
            "in",
            "to",
            "of",
        )

    @staticmethod
    def _steps_apart(new: Candidate, agreement: FoundAgreement, body: list[Candidate]) -> bool:
        """Return whether the two have come to different stages, and have different types or lie far apart."""
        steps = {step[0] for step in agreement.steps}
        far = new.sentence.number - max(part.sentence.number for part in body) > 3
        planned = new.outlook == "planned" and any(
            step[0] == "signed" and step[1] == "occurred" for step in agreement.steps
        )
        if planned and new.type != agreement.type and not {new.type, agreement.type} <= ALIKE:
            return True
        return not steps & {step[0] for step in new.steps} and (far or new.type != agreement.type)

    def _dates_differ(self, new: Candidate, body: list[Candidate]) -> bool:
        """Return whether explicit dates in the two places are a month or more apart."""
        months = [{date[:7] for date in part.dates} for part in body if part.dates]
        own = {date[:7] for date in new.dates}
        return bool(own) and bool(months) and all(not own & each for each in months)

    def _parties_meet(self, new: Candidate, body: list[Candidate]) -> bool:
        bodies = frozenset().union(*(part.bodies for part in body))
        countries = frozenset().union(*(part.countries for part in body))
        if self._is_definite(new.match):
            return True
        if new.bodies and bodies and new.type not in GENERIC:
            return bool(new.bodies & bodies) or (bool(new.countries & countries) and not (new.bodies - bodies))
        return not new.countries or not countries or bool(new.countries & countries)

    @staticmethod
    def _add(agreement: FoundAgreement, candidate: Candidate) -> None:
        agreement.spans.append(candidate.span)
        agreement.sentences.append(candidate.sentence.number)
        agreement.rules += candidate.rules
        agreement.instruments = agreement.instruments or candidate.number
        agreement.steps += candidate.steps
        if agreement.type in GENERIC and candidate.type not in GENERIC:
            agreement.type, agreement.type_rule = candidate.type, f"word of {candidate.type}"
        if agreement.in_title and candidate.cue:
            agreement.cue = (candidate.cue.start, candidate.cue.end)

    def _holds(self, agreement: FoundAgreement, parts: list[Candidate]) -> bool:
        return bool(parts) and bool(agreement.steps)

    def _finished(self, agreement: FoundAgreement, parts: list[Candidate]) -> FoundAgreement:
        """Return each milestone once; a headline in the present tense gives way to a text that calls it planned."""
        body = [part for part in parts if part.sentence.number != self.article.title] or parts
        signed = [part for part in parts if any(step[0] == "signed" and step[1] == "occurred" for step in part.steps)]
        planned = [part for part in body if any(step[1] == "planned" and step[0] == "signed" for step in part.steps)]
        if planned and all(part.present or part.sentence.number == self.article.title for part in signed):
            agreement.outlook = "planned"
            steps = [step for step in agreement.steps if step[:2] != ("signed", "occurred")]
        else:
            agreement.outlook = "occurred" if signed else agreement.outlook
            steps = [
                step
                for step in agreement.steps
                if not (signed and step[:2] in (("signed", "planned"), ("proposed", "occurred")))
            ]
        unique: dict[tuple[str, str], Step] = {}
        for step in steps:
            # The text is better evidence than the headline.
            if step[:2] not in unique or agreement.in_title:
                unique[step[:2]] = step
        agreement.steps = list(unique.values())
        return agreement


def find_agreements(
    article: Article,
    countries: Sequence[CountryMention],
    organizations: Sequence[OrganizationMention],
    dates: Sequence[DateMention],
) -> list[FoundAgreement]:
    """Return each agreement of a text once, with all its mentions."""
    return _Reader(article, countries, organizations, dates).read()
