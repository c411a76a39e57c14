"""The stage of an agreement, from the words of signing, aim, negation and time beside it.

A signature in the past or in a headline is `signed`; negation, future and intention make it planned.
"""

from __future__ import annotations

from collections.abc import Sequence

from seeds.drafting.agreement_lexicon import (
    AFTER_ONLY,
    DESIRE,
    FAR,
    GIVEN,
    HAPPENED,
    LATER,
    NEAR,
    NOUN_CUES,
    PLANNED_AFTER,
    PRESENT,
    REACH,
)
from seeds.drafting.currencies import currencies
from seeds.drafting.lexicon import Match
from seeds.drafting.mentions import CountryMention, DateMention, OrganizationMention
from seeds.drafting.text import Article, Sentence, is_future_verb, stems

# A stage, its outlook, and the words for it.
Step = tuple[str, str, tuple[int, int] | None]


class StageReader:
    """A reader of the stage of an agreement, from the words beside it."""

    def __init__(
        self,
        article: Article,
        countries: Sequence[CountryMention],
        organizations: Sequence[OrganizationMention],
        dates: Sequence[DateMention],
    ) -> None:
        self.article = article
        self.words = article.words
        self.language = article.language
        self.countries, self.organizations, self.dates = countries, organizations, dates
        self.parties = len({m.code for m in countries}) + len({m.text for m in organizations})

    def _intention(
        self, match: Match[tuple[str, str]], cue: Match[tuple[str, str]] | None, cues: list[Match[tuple[str, str]]]
    ) -> Match[tuple[str, str]] | None:
        """The word of intention, aim or negation that governs the signature, or the agreement itself."""
        found = self._near_before(cue.first if cue else match.first, cues)
        if cue and not found and cue.first > match.first:
            found = self._near_before(match.first, [each for each in cues if each.value[0] == "negated"], 1)
        return found

    def _step(self, cue: Match[tuple[str, str]]) -> Step:
        """Return the milestone that a word of another stage gives; money that is given is agreed on, or will be."""
        if cue.value[0] != "giving":
            return cue.value[0], "occurred", (cue.start, cue.end)
        before = {self.words[at].fold for at in range(max(cue.first - 2, 0), cue.first)}
        future = is_future_verb(self.words[cue.first].fold) or bool(before & {"will", "would", "to"})
        return "agreed", "planned" if future else "occurred", (cue.start, cue.end)

    def _signature(
        self, match: Match[tuple[str, str]], cues: list[Match[tuple[str, str]]]
    ) -> Match[tuple[str, str]] | None:
        """Return the nearest word of signing that can belong to the agreement."""
        signed = [cue for cue in cues if cue.value[0] == "signed" and self._signs(cue, match)]
        return min(signed, key=lambda cue: abs(cue.first - match.first), default=None)

    def _signs(self, cue: Match[tuple[str, str]], match: Match[tuple[str, str]]) -> bool:
        words = self.words
        stem = words[cue.first].fold[len(cue.prefix) :]
        before = cue.last <= match.first
        distance = match.first - cue.last if before else cue.first - match.last
        if distance < 0:
            return False
        following = self.article.fold_at(cue.last)
        if stem in HAPPENED and (following in ("ان", "خلاف") or not before):
            return stem in ("وقع", "وقعت") and not before and distance <= 2
        if stem in AFTER_ONLY:
            cut = any(words[at].text in "،,؛;" for at in range(match.last, cue.first))
            return not before and distance <= NEAR and not cut
        if stem in NOUN_CUES:
            return distance <= (NEAR if before else 8)
        if self.language == "en":
            if stem in ("won", "secured", "awarded", "sealed", "seal", "seals", "struck") and not (
                before and distance <= NEAR
            ):
                return False
            if stem in ("sign", "signing", "signature") and not before:
                return distance <= 12
            return distance <= FAR
        return distance <= (FAR if before else 8)

    def _signed(
        self,
        cue: Match[tuple[str, str]],
        intent: Match[tuple[str, str]] | None,
        match: Match[tuple[str, str]],
        cues: list[Match[tuple[str, str]]],
    ) -> tuple[str, str | None, bool, list[Step]]:
        """The stage and outlook of a signature: planned by its own form, or by the words of intention before it."""
        stem = self.words[cue.first].fold[len(cue.prefix) :]
        more: list[Step] = []
        if intent is not None and intent.value[0] == "negated":
            return "signed", None, False, more
        after = [self.words[at].fold for at in range(cue.last, min(max(match.last, cue.last) + 5, len(self.words)))]
        close = [
            word for at in range(cue.last, min(cue.last + 2, len(self.words))) for _, word in stems(self.words[at].fold)
        ]
        if stem in NOUN_CUES and any(word in PLANNED_AFTER for word in close):
            return "signed", "planned", False, more
        purpose = (
            self.words[cue.first].fold.startswith("ل") and stem != self.words[cue.first].fold and self.language == "ar"
        )
        agreed = next((each for each in cues if self._agrees_to(each, cue)), None)
        if agreed:
            more.append(("agreed", "occurred", (agreed.start, agreed.end)))
        will = (
            self.language == "en"
            and stem in NOUN_CUES
            and "will" in {self.words[at].fold for at in range(match.last, min(match.last + 8, len(self.words)))}
        )
        infinitive = self.language == "en" and stem in PRESENT and self.words[cue.first - 1].fold == "to"
        clause = range(max(cue.first - NEAR, 0), cue.first)
        future = self.language == "ar" and any(is_future_verb(self.words[at].fold) for at in clause)
        if future and any(self.words[at].text in "،؛." for at in clause):
            last_mark = max(at for at in clause if self.words[at].text in "،؛.")
            future = any(is_future_verb(self.words[at].fold) for at in range(last_mark, cue.first))
        planned = cue.value[1] == "planned" or intent is not None or purpose or agreed is not None or will or future
        planned = planned or infinitive
        if not planned and stem in NOUN_CUES | PRESENT and any(word in LATER for word in after):
            planned = True
        if planned:
            words = [self.words[at].fold for at in range(intent.first, intent.last)] if intent else []
            if intent and any(stem in DESIRE for word in words for _, stem in stems(word)):
                more.append(("proposed", "occurred", (intent.start, intent.end)))
            return "signed", "planned", False, more
        return "signed", "occurred", stem in PRESENT, more

    def _near_before(
        self, index: int, cues: list[Match[tuple[str, str]]], limit: int = NEAR
    ) -> Match[tuple[str, str]] | None:
        """The word of intention or negation in the few words before; a mark between them cuts it off."""
        found = None
        for cue in cues:
            gap = index - cue.last
            limit = REACH.get(cue.value[0], limit)
            if (
                cue.value[0] in ("intent", *REACH)
                and 0 <= gap <= limit
                and not any(self.words[at].text in "،,؛;" for at in range(cue.last, index))
            ):
                if (
                    self.language == "en"
                    and cue.value[0] == "intent"
                    and self.words[cue.first].fold in ("could", "may", "might", "would")
                    and gap > 3
                ):
                    continue
                found = cue
        return found

    def _governs(self, cue: Match[tuple[str, str]], match: Match[tuple[str, str]], sentence: Sentence) -> bool:
        """Return whether a word of another stage belongs to this agreement."""
        stage = cue.value[0]
        gap = match.first - cue.last if cue.last <= match.first else cue.first - match.last
        if stage == "drafted":
            inside = cue.first <= match.first < cue.last or (cue.first < match.last and match.first < cue.last)
            return (
                inside
                or (0 <= gap <= 2 and cue.first < match.first)
                or (0 <= gap <= 2 and self.words[cue.first].fold.startswith("مسود"))
            )
        if stage == "giving":
            return match.value[0] in GIVEN and cue.last <= match.first and gap <= FAR // 2 and self._has_money(sentence)
        if stage == "ratified":
            after_on = self.language == "ar" and cue.last < match.first and self.words[match.first - 1].fold == "علي"
            return 0 <= gap <= (2 * NEAR if after_on else NEAR)
        if stage in ("in_force", "suspended", "terminated"):
            return 0 <= gap <= 4
        if stage == "agreed":
            return 0 <= gap <= 3 and cue.last <= match.first and self._reaches(cue)
        if stage in ("negotiating", "under_discussion"):
            return 0 <= gap <= 4 and cue.last <= match.first
        return False

    def _has_money(self, sentence: Sentence) -> bool:
        return next(currencies().find(self.words, sentence.first, sentence.last), None) is not None

    def _agrees_to(self, agreed: Match[tuple[str, str]], cue: Match[tuple[str, str]]) -> bool:
        """Recognize an agreement to sign: `اتفقا على توقيع`, `اتفقت كينيا والهند على توقيع`, `agreed to sign`."""
        if agreed.value[0] != "agreed" or agreed.last > cue.first:
            return False
        before = self.words[cue.first - 1].fold
        near = cue.first - agreed.last <= 1
        verb = self.words[agreed.first].fold.removeprefix("و").startswith(("اتفق", "الاتفاق", "agree"))
        return verb and (before == "علي" or (near and before in ("to", "on")))

    def _reaches(self, cue: Match[tuple[str, str]]) -> bool:
        """Recognize reaching an agreement, or agreeing to sign one; not "announced that"."""
        word = self.words[cue.first].fold
        following = self.article.fold_at(cue.last)
        return word.startswith(("توصل", "التوصل", "reach", "اتفق", "الاتفاق", "تم", "agree")) and following not in (
            "ان",
            "that",
        )
