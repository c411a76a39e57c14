"""Agreements: head words with type and number, the stage that the words beside them say, and which mentions are one.

A signature in the past or in a headline is `signed`; negation, future and intention make it planned. An agreement is
drafted only where words say that it came about or is to: "under an agreement" alone drafts none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from models.derived.folding import fold
from seeds.drafting.amounts import currencies
from seeds.drafting.lexicon import Match, Phrases, cell, number_words, rows, word_set
from seeds.drafting.mentions import AgreementMention, CountryMention, DateMention, OrganizationMention
from seeds.drafting.text import Article, Sentence, bare, is_definite, is_future_verb, stems

GENERIC = frozenset(("agreement", "unspecified", "declaration"))
# These are agreements only where a signature or sum is beside them.
ALIKE = frozenset(("agreement", "framework_agreement", "strategic_partnership", "treaty"))
# These come about by giving or approving, too.
GIVEN = frozenset(("loan", "grant"))
WEAK = frozenset(("contract", "loan", "grant", "joint_venture", "licence", "cooperation_programme", "supply_contract"))
NEAR, FAR = 6, 40
# How many words lie at most between a word of negation or aim and what it governs.
REACH = {"negated": 2, "aim": 0}
NAMED_TREATIES = word_set("rule_words", "agreements named treaties")
NO_COOPERATION = word_set("rule_words", "agreements no cooperation")
HELD_NOT_CONTRACT = word_set("rule_words", "agreements held not contract")
CONTRACT_AFTER = word_set("rule_words", "agreements contract after")
ANOTHER = word_set("rule_words", "agreements another")
TOOK_PLACE = word_set("rule_words", "agreements took place")
ALSO = word_set("rule_words", "agreements also")
DESIRE = word_set("rule_words", "agreements desire")
PRESENT = word_set("rule_words", "agreements present")
HAPPENED = word_set("rule_words", "agreements happened")
AFTER_ONLY = word_set("rule_words", "agreements after only")
NOUN_CUES = word_set("rule_words", "agreements noun cues")
LISTING = word_set("rule_words", "agreements listing")
PLANNED_AFTER = word_set("rule_words", "agreements planned after")
LATER = word_set("rule_words", "agreements later")
COUNTED = word_set("rule_words", "agreements counted")
AGREEMENT_ENDS = word_set("rule_words", "agreements agreement ends")
DECLARATION = fold("إعلان")
ENGLISH_NOT_DEAL = {"with", "of"}


# A stage, its outlook, and the words that say so.
Step = tuple[str, str, tuple[int, int] | None]


@lru_cache
def agreement_words(language: str) -> Phrases[tuple[str, str]]:
    return Phrases(
        (phrase, (row["type"], row["count"]))
        for row in rows("agreement_words")
        if row["language"] == language
        for word in cell(row["words"])
        for phrase in ((word, accusative(word)) if language == "ar" else (word,))
    )


def accusative(phrase: str) -> str:
    """Return an Arabic phrase with the alif of the accusative: برنامجا تنفيذيا of برنامج تنفيذي."""
    return " ".join(word if word.endswith(("ة", "ا", "ى", "ء", "ت")) else word + "ا" for word in phrase.split())


@lru_cache
def stage_words(language: str) -> Phrases[tuple[str, str]]:
    return Phrases(
        (
            (phrase, (row["stage"], row["outlook"]))
            for row in rows("stage_words")
            if row["language"] == language
            for phrase in cell(row["words"])
        ),
        article=False,
    )


@lru_cache
def _typing_errors() -> tuple[str, ...]:
    return tuple(fold(word) for word in ("اتفاقية", "الاتفاقية", "بروتوكول", "اتفاقيات"))


@dataclass
class _Candidate:
    """A mention of an agreement with what its sentence says of it."""

    match: Match[tuple[str, str]]
    sentence: Sentence
    stage: str
    outlook: str
    cue: Match[tuple[str, str]] | None
    steps: list[Step]
    countries: frozenset[str]
    bodies: frozenset[str]
    dates: frozenset[str]
    present: bool = False
    another: bool = False
    number: int | None = None
    rules: list[str] = field(default_factory=list)

    @property
    def type(self) -> str:
        return self.match.value[0]

    @property
    def span(self) -> tuple[int, int]:
        return self.match.start, self.match.end


@dataclass
class FoundAgreement(AgreementMention):
    """An agreement with its steps: stage, outlook and the words that say so."""

    steps: list[Step] = field(default_factory=list)


class _Reader:
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

    def read(self) -> list[FoundAgreement]:
        found: list[tuple[FoundAgreement, list[_Candidate]]] = []
        listing: _Candidate | None = None
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
        """Add where the title, or a definite word, names the only agreement of the text without saying more of it."""
        for sentence in self.article.sentences:
            for match in self._matches(sentence):
                span = (match.start, match.end)
                named = match.definite or sentence.number == self.article.title
                same = match.value[0] in GENERIC or match.value[0] == agreement.type
                if named and same and span not in agreement.spans and self._is_instrument(match, []):
                    agreement.spans.append(span)
                    agreement.rules.append("named again")

    def _candidates(self, sentence: Sentence, listing: _Candidate | None) -> Iterator[_Candidate]:
        cues = list(stage_words(self.language).find(self.words, sentence.first, sentence.last))
        folds = [word.fold for word in self.words[sentence.first : sentence.last]]
        if any(stem in NO_COOPERATION for folded in folds for _, stem in stems(folded)):
            return
        previous: _Candidate | None = None
        for match in self._matches(sentence):
            if not self._is_instrument(match, cues):
                continue
            candidate = self._candidate(match, sentence, cues)
            if previous and self._counted_together(previous, match):
                continue
            if (
                candidate is None
                and previous is not None
                and not match.definite
                and self._joined(previous.match, match)
            ):
                candidate = self._inherit(match, sentence, previous, "listed with another")
            lists = listing is not None and any(
                folded.removeprefix("و") in LISTING or bare(folded) in LISTING for folded in folds
            )
            if candidate is None and listing is not None and lists and not match.definite:
                candidate = self._inherit(match, sentence, listing, "listed after a number of agreements")
            if candidate:
                yield candidate
                previous = candidate

    def _counted_together(self, previous: _Candidate, match: Match[tuple[str, str]]) -> bool:
        """`26 agreements and memoranda`, `12 عقدا ومذكرة تفاهم`: one number counts both."""
        between = [word.fold for word in self.words[previous.match.last : match.first]]
        joined = between == ["and"] or (not between and match.prefix.startswith("و"))
        return joined and bool(previous.number) and not self._number(match)

    @cached_property
    def is_of_sport(self) -> bool:
        """Whether the title or the first sentence after it speaks of players, coaches or a truce."""
        folds = [folded for sentence in self.article.sentences[:2] for folded in self.article.folds(sentence)]
        return any(stem in NO_COOPERATION for folded in folds for _, stem in stems(folded))

    def _matches(self, sentence: Sentence) -> Iterator[Match[tuple[str, str]]]:
        index = sentence.first
        while index < sentence.last:
            match = agreement_words(self.language).at(self.words, index) or self._mistyped(index)
            if match and match.last <= sentence.last:
                yield match
                index = match.last
            else:
                index += 1

    def _mistyped(self, index: int) -> Match[tuple[str, str]] | None:
        """A word of an agreement with one letter wrong: اتفافية."""
        word = self.words[index]
        if word.kind != "word" or not 7 <= len(word.fold) <= 11:
            return None
        if any(_one_letter_off(stem, right) for _, stem in stems(word.fold) for right in _typing_errors()):
            kind = "protocol" if "وكو" in word.fold else "agreement"
            return Match(index, index + 1, word.start, word.end, (kind, "1"), "", is_definite(word.fold))
        return None

    def _is_instrument(self, match: Match[tuple[str, str]], cues: list[Match[tuple[str, str]]]) -> bool:
        """Whether the word is an instrument here: no decade or meeting held (عقد), no named treaty, no "great deal"."""
        following = self.words[match.last].fold if match.last < len(self.words) else ""
        before = self.words[match.first - 1].fold if match.first else ""
        word = bare(self.words[match.first].fold[len(match.prefix) :])
        if match.value[0] == "contract" and self.is_of_sport:
            return False
        if (
            following in NAMED_TREATIES
            or bare(following) in NAMED_TREATIES
            or (before in NAMED_TREATIES and self.language == "en")
        ):
            return False
        if (
            match.definite
            and word in ("اتفاق",)
            and (following == "علي" or (before in ("تم", "وتم") and following == "بين"))
        ):
            return False
        if word == fold("مذكرة") and match.last - match.first == 1 and not match.definite:
            return False
        if word == fold("عقد"):
            if before in AGREEMENT_ENDS or bare(before) in HELD_NOT_CONTRACT:
                return False
            signed = any(cue.value[0] == "signed" and 0 < match.first - cue.last + 1 <= FAR for cue in cues)
            return (
                following not in HELD_NOT_CONTRACT
                and (following in CONTRACT_AFTER or signed)
                and before not in (fold("تم"), fold("خلال"), fold("منذ"))
            )
        if self.language == "en":
            if word == "deal" and (
                before in ("great", "good", "to", "will", "can", "must", "could") or following == "with"
            ):
                return False
            if word == "convention" and following in ("center", "centre", "hall"):
                return False
            if (before == "in" and word == "agreement") or (before in ("with", "have") and following == "with"):
                return False
        return not (match.value[0] == "declaration" and word == DECLARATION)

    def _candidate(
        self, match: Match[tuple[str, str]], sentence: Sentence, cues: list[Match[tuple[str, str]]]
    ) -> _Candidate | None:
        cue = self._signature(match, sentence, cues)
        intent = self._intention(match, cue, cues)
        others = [each for each in cues if each.value[0] in OTHER_STAGES and self._governs(each, match, sentence)]
        if not cue and not others:
            return None
        given = [each for each in others if each.value[0] == "giving"]
        certain = any(each.value[0] in ("ratified", "negotiating", "drafted", "giving") for each in others)
        if not cue and intent is None and match.value[0] in WEAK and not certain:
            return None
        if given and not cue:
            others = [each for each in others if each.value[0] not in ("agreed", "ratified", "under_discussion")]
        steps: list[Step] = [self._step(each) for each in others if each.value[0] != "giving" or not cue]
        rules = [f"{each.value[0]} word" for each in others]
        stage, outlook, present = (steps[-1][0], "occurred", False) if steps else ("signed", "occurred", False)
        if cue:
            stage, said, present, more = self._signed(cue, intent, match, cues)
            if said is None:
                return None
            outlook = said
            if outlook == "occurred" or more:
                steps = [step for step in steps if step[0] not in ("agreed", "under_discussion", "negotiating")]
            steps = [*more, *steps, (stage, outlook, (cue.start, cue.end))]
            rules.append("signature, planned" if outlook == "planned" else "signature")
        elif (
            intent is not None
            and intent.value[0] in ("intent", "aim")
            and not any(each.value[0] in ("drafted", "negotiating") for each in others)
        ):
            steps = [
                (step, "planned" if step in ("ratified", "in_force") else "occurred", span) for step, _, span in steps
            ]
        elif intent is not None and intent.value[0] == "negated":
            return None
        if not self._enough(match, cue, steps):
            return None
        return self._built(match, sentence, stage, outlook, cue, steps, present, rules)

    def _intention(
        self, match: Match[tuple[str, str]], cue: Match[tuple[str, str]] | None, cues: list[Match[tuple[str, str]]]
    ) -> Match[tuple[str, str]] | None:
        """The word of intention, aim or negation that governs the signature, or the agreement itself."""
        found = self._near_before(cue.first if cue else match.first, cues)
        if cue and not found and cue.first > match.first:
            found = self._near_before(match.first, [each for each in cues if each.value[0] == "negated"], 1)
        return found

    def _step(self, cue: Match[tuple[str, str]]) -> Step:
        """The step that a word of another stage says; money that is given is agreed on, or is to be."""
        if cue.value[0] != "giving":
            return cue.value[0], "occurred", (cue.start, cue.end)
        before = {self.words[at].fold for at in range(max(cue.first - 2, 0), cue.first)}
        future = is_future_verb(self.words[cue.first].fold) or bool(before & {"will", "would", "to"})
        return "agreed", "planned" if future else "occurred", (cue.start, cue.end)

    def _built(
        self,
        match: Match[tuple[str, str]],
        sentence: Sentence,
        stage: str,
        outlook: str,
        cue: Match[tuple[str, str]] | None,
        steps: list[Step],
        present: bool,
        rules: list[str],
    ) -> _Candidate:
        start, end = self.article.span(sentence)
        also = (
            {self.words[at].fold for at in range(max(cue.first - 2, sentence.first), min(cue.last + 2, sentence.last))}
            if cue
            else set()
        )
        around = {self.words[at].fold for at in range(match.last, min(match.last + 3, sentence.last))}
        another = (
            bool(around & ANOTHER)
            or "also" in also
            or bool({self.words[at].fold for at in range(sentence.first, min(sentence.first + 2, match.first))} & ALSO)
        )
        return _Candidate(
            match,
            sentence,
            stage,
            outlook,
            cue,
            steps,
            frozenset(m.code for m in self.countries if m.within(start, end)),
            frozenset(
                fold(m.text)
                for m in self.organizations
                if m.within(start, end) and m.kind not in ("media", "government")
            ),
            frozenset(m.edtf for m in self.dates if m.within(start, end) and m.edtf and m.role == "date"),
            present,
            another,
            self._number(match),
            [*rules],
        )

    def _inherit(self, match: Match[tuple[str, str]], sentence: Sentence, other: _Candidate, rule: str) -> _Candidate:
        made = self._built(
            match, sentence, other.stage, other.outlook, other.cue, list(other.steps), other.present, [rule]
        )
        made.another = True
        return made

    def _joined(self, previous: Match[tuple[str, str]], match: Match[tuple[str, str]]) -> bool:
        """`مذكرة تفاهم … ومذكرة تفاهم`, `an agreement on … and a memorandum on …`."""
        before = [word.fold for word in self.words[max(previous.last, match.first - 3) : match.first]]
        return match.prefix.startswith("و") or any(
            folded in ("and", "ايضا", "as", ",", "،", "و", "another", "plus") for folded in before
        )

    def _signature(
        self, match: Match[tuple[str, str]], sentence: Sentence, cues: list[Match[tuple[str, str]]]
    ) -> Match[tuple[str, str]] | None:
        """The word of signing that speaks of an agreement: the nearest that can."""
        signed = [cue for cue in cues if cue.value[0] == "signed" and self._signs(cue, match)]
        return min(signed, key=lambda cue: abs(cue.first - match.first), default=None)

    def _signs(self, cue: Match[tuple[str, str]], match: Match[tuple[str, str]]) -> bool:
        words = self.words
        stem = words[cue.first].fold[len(cue.prefix) :]
        before = cue.last <= match.first
        distance = match.first - cue.last if before else cue.first - match.last
        if distance < 0:
            return False
        following = words[cue.last].fold if cue.last < len(words) else ""
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
        """Return whether a word of another stage speaks of this agreement."""
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
        """`اتفقا على توقيع`, `اتفقت كينيا والهند على توقيع`, `agreed to sign`."""
        if agreed.value[0] != "agreed" or agreed.last > cue.first:
            return False
        before = self.words[cue.first - 1].fold
        near = cue.first - agreed.last <= 1
        verb = self.words[agreed.first].fold.removeprefix("و").startswith(("اتفق", "الاتفاق", "agree"))
        return verb and (before == "علي" or (near and before in ("to", "on")))

    def _reaches(self, cue: Match[tuple[str, str]]) -> bool:
        """Reaching an agreement, or agreeing to sign one; not "announced that"."""
        word = self.words[cue.first].fold
        following = self.words[cue.last].fold if cue.last < len(self.words) else ""
        return word.startswith(("توصل", "التوصل", "reach", "اتفق", "الاتفاق", "تم", "agree")) and following not in (
            "ان",
            "that",
        )

    def _enough(
        self,
        match: Match[tuple[str, str]],
        cue: Match[tuple[str, str]] | None,
        steps: list[Step],
    ) -> bool:
        """Two parties at least in the text; plurals only where they are counted or a verb says they were signed."""
        if self.parties < 2:
            return False
        stages = {step[0] for step in steps}
        if cue is None and stages <= {"agreed", "under_discussion"} and match.value[0] not in GIVEN:
            codes = {
                m.code for m in self.countries if m.within(*self.article.span(self.article.sentence_at(match.start)))
            }
            if len(codes) < 2 or match.value[1] == "+":
                return False
        if match.value[1] == "+" and cue is not None:
            stem = self.words[cue.first].fold[len(cue.prefix) :]
            sentence = self.article.sentence_at(match.start)
            took_place = sentence.number == self.article.title or bool(TOOK_PLACE & set(self.article.folds(sentence)))
            counted = bool(self._number(match)) or (self._is_counted(match) and took_place)
            return counted or stem not in NOUN_CUES | AFTER_ONLY
        return match.value[1] != "+" or bool(stages & {"ratified", "drafted"})

    def _is_counted(self, match: Match[tuple[str, str]]) -> bool:
        return any(self.words[at].fold in COUNTED for at in range(max(match.first - 3, 0), match.first))

    def _number(self, match: Match[tuple[str, str]]) -> int | None:
        """Return how many: the dual, a number before it in digits or words."""
        if match.value[1] == "2":
            return 2
        if not match.first:
            return None
        before = self.words[match.first - 1]
        if before.kind == "number" and before.fold.isdigit() and int(before.fold) < 1000:
            return int(before.fold)
        said = number_words().at(self.words, match.first - 1)
        return said.value[0] if said and said.last == match.first and said.value[0] < 100 else None

    # Which mentions are one agreement

    def _merge(
        self, candidate: _Candidate, found: list[tuple[FoundAgreement, list[_Candidate]]], here: list[_Candidate]
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

    def _same(
        self, new: _Candidate, agreement: FoundAgreement, parts: list[_Candidate], here: list[_Candidate]
    ) -> bool:
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
        """Whether the agreement is one spoken of before: `المذكرة`, `the memorandum`, but not `the memorandum on …`."""
        if self.language == "ar":
            return match.definite
        following = self.words[match.last].fold if match.last < len(self.words) else ""
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
    def _steps_apart(new: _Candidate, agreement: FoundAgreement, body: list[_Candidate]) -> bool:
        """Return whether the two have come to different stages, and have different types or lie far apart."""
        steps = {step[0] for step in agreement.steps}
        far = new.sentence.number - max(part.sentence.number for part in body) > 3
        planned = new.outlook == "planned" and any(
            step[0] == "signed" and step[1] == "occurred" for step in agreement.steps
        )
        if planned and new.type != agreement.type and not {new.type, agreement.type} <= ALIKE:
            return True
        return not steps & {step[0] for step in new.steps} and (far or new.type != agreement.type)

    def _dates_differ(self, new: _Candidate, body: list[_Candidate]) -> bool:
        """Return whether explicit dates in the two places are a month or more apart."""
        months = [{date[:7] for date in part.dates} for part in body if part.dates]
        own = {date[:7] for date in new.dates}
        return bool(own) and bool(months) and all(not own & each for each in months)

    def _parties_meet(self, new: _Candidate, body: list[_Candidate]) -> bool:
        bodies = frozenset().union(*(part.bodies for part in body))
        countries = frozenset().union(*(part.countries for part in body))
        if self._is_definite(new.match):
            return True
        if new.bodies and bodies and new.type not in GENERIC:
            return bool(new.bodies & bodies) or (bool(new.countries & countries) and not (new.bodies - bodies))
        return not new.countries or not countries or bool(new.countries & countries)

    @staticmethod
    def _add(agreement: FoundAgreement, candidate: _Candidate) -> None:
        agreement.spans.append(candidate.span)
        agreement.sentences.append(candidate.sentence.number)
        agreement.rules += candidate.rules
        agreement.instruments = agreement.instruments or candidate.number
        agreement.steps += candidate.steps
        if agreement.type in GENERIC and candidate.type not in GENERIC:
            agreement.type, agreement.type_rule = candidate.type, f"word of {candidate.type}"
        if agreement.in_title and candidate.cue:
            agreement.cue = (candidate.cue.start, candidate.cue.end)

    def _holds(self, agreement: FoundAgreement, parts: list[_Candidate]) -> bool:
        return bool(parts) and bool(agreement.steps)

    def _finished(self, agreement: FoundAgreement, parts: list[_Candidate]) -> FoundAgreement:
        """Steps once each; a headline in the present tense gives way to a body that says it is planned."""
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
            # The body proves better than the headline.
            if step[:2] not in unique or agreement.in_title:
                unique[step[:2]] = step
        agreement.steps = list(unique.values())
        return agreement


ARTICLES = word_set("rule_words", "agreements articles")
OTHER_STAGES = frozenset(
    (
        "giving",
        "drafted",
        "negotiating",
        "under_discussion",
        "agreed",
        "ratified",
        "in_force",
        "suspended",
        "terminated",
    )
)


def _one_letter_off(word: str, right: str) -> bool:
    return (
        len(word) == len(right)
        and word != right
        and word[:3] == right[:3]
        and sum(a != b for a, b in zip(word, right, strict=True)) == 1
    )


def find_agreements(
    article: Article,
    countries: Sequence[CountryMention],
    organizations: Sequence[OrganizationMention],
    dates: Sequence[DateMention],
) -> list[FoundAgreement]:
    """Each agreement of a text, once, with all its mentions."""
    return _Reader(article, countries, organizations, dates).read()
