"""Mentions of agreements: their words, and the facts that their sentence gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from models.derived.folding import fold
from seeds.drafting.agreement_lexicon import (
    AFTER_ONLY,
    AGREEMENT_ENDS,
    ALSO,
    ANOTHER,
    CONTRACT_AFTER,
    COUNTED,
    DECLARATION,
    FAR,
    GIVEN,
    HELD_NOT_CONTRACT,
    LISTING,
    NAMED_TREATIES,
    NO_COOPERATION,
    NOUN_CUES,
    OTHER_STAGES,
    TOOK_PLACE,
    WEAK,
    agreement_words,
    one_letter_off,
    stage_words,
    typing_errors,
)
from seeds.drafting.agreement_stages import StageReader, Step
from seeds.drafting.lexicon import Match, number_words
from seeds.drafting.text import Sentence, bare, is_definite, stems


@dataclass
class Candidate:
    """A mention of an agreement with the facts that its sentence gives."""

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


class CandidateReader(StageReader):
    """A reader of the agreements in a text, with their number, parties and dates."""

    def _candidates(self, sentence: Sentence, listing: Candidate | None) -> Iterator[Candidate]:
        cues = list(stage_words(self.language).find(self.words, sentence.first, sentence.last))
        folds = [word.fold for word in self.words[sentence.first : sentence.last]]
        if any(stem in NO_COOPERATION for folded in folds for _, stem in stems(folded)):
            return
        previous: Candidate | None = None
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

    def _counted_together(self, previous: Candidate, match: Match[tuple[str, str]]) -> bool:
        """Read two counted words, `26 agreements and memoranda`, `12 عقدا ومذكرة تفاهم`: one number counts both."""
        between = [word.fold for word in self.words[previous.match.last : match.first]]
        joined = between == ["and"] or (not between and match.prefix.startswith("و"))
        return joined and bool(previous.number) and not self._number(match)

    @cached_property
    def is_of_sport(self) -> bool:
        """Return whether the title or the first sentence after it speaks of players, coaches or a truce."""
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
        """Find a word of an agreement with one wrong letter: اتفافية."""
        word = self.words[index]
        if word.kind != "word" or not 7 <= len(word.fold) <= 11:
            return None
        if any(one_letter_off(stem, right) for _, stem in stems(word.fold) for right in typing_errors()):
            kind = "protocol" if "وكو" in word.fold else "agreement"
            return Match(index, index + 1, word.start, word.end, (kind, "1"), "", is_definite(word.fold))
        return None

    def _is_instrument(self, match: Match[tuple[str, str]], cues: list[Match[tuple[str, str]]]) -> bool:
        """Tell an instrument from other uses of a word: no decade or meeting (عقد), named treaty, "great deal"."""
        following = self.article.fold_at(match.last)
        before = self.article.fold_at(match.first - 1)
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
    ) -> Candidate | None:
        cue = self._signature(match, cues)
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
    ) -> Candidate:
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
        return Candidate(
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

    def _inherit(self, match: Match[tuple[str, str]], sentence: Sentence, other: Candidate, rule: str) -> Candidate:
        made = self._built(
            match, sentence, other.stage, other.outlook, other.cue, list(other.steps), other.present, [rule]
        )
        made.another = True
        return made

    def _joined(self, previous: Match[tuple[str, str]], match: Match[tuple[str, str]]) -> bool:
        """Recognize a second instrument: `مذكرة تفاهم … ومذكرة تفاهم`, `an agreement on … and a memorandum on …`."""
        before = [word.fold for word in self.words[max(previous.last, match.first - 3) : match.first]]
        return match.prefix.startswith("و") or any(
            folded in ("and", "ايضا", "as", ",", "،", "و", "another", "plus") for folded in before
        )

    def _enough(
        self,
        match: Match[tuple[str, str]],
        cue: Match[tuple[str, str]] | None,
        steps: list[Step],
    ) -> bool:
        """Return whether the text has at least two parties; a plural must also be counted, or signed."""
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
        """Return the number of instruments: the dual, or a number before the word in digits or words."""
        if match.value[1] == "2":
            return 2
        if not match.first:
            return None
        before = self.words[match.first - 1]
        if before.kind == "number" and before.fold.isdigit() and int(before.fold) < 1000:
            return int(before.fold)
        said = number_words().at(self.words, match.first - 1)
        return said.value[0] if said and said.last == match.first and said.value[0] < 100 else None
