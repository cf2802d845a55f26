"""Everything that a file says about one area, worked out once: figures, words, pictures and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from climate_visualizer.beside import area_kinds
from climate_visualizer.beside.area_changes import Changed, sentences
from climate_visualizer.budget.assess import Assessment, assess
from climate_visualizer.budget.curves import Series
from climate_visualizer.budget.ranges.uncertainty_ranges import Outlook, outlook, vintages
from climate_visualizer.charts.catalogue import dated_source, figure
from climate_visualizer.charts.drawing.bundle import Bundle
from climate_visualizer.charts.drawing.sizes import WIDE, Size
from climate_visualizer.editions.read import Edition
from climate_visualizer.languages.language import Language
from climate_visualizer.languages.printed_sums import percents, shares_in_column
from climate_visualizer.methods.choices import Choices
from climate_visualizer.methods.question import Question
from climate_visualizer.sources.labels import publisher, qualities, quality_sentence, sector_names
from climate_visualizer.words import certainty, composition, derivation, statistics_age
from climate_visualizer.words import sentences as words
from climate_visualizer.words.certainty import OtherBudget
from climate_visualizer.words.counted import counted_otherwise, left_out_said, scope_said
from climate_visualizer.words.questions.plant_budgets import PlantBudget, plant_budgets
from climate_visualizer.words.questions.plant_words import PlantWords, plant_words


@dataclass(frozen=True)
class Part:
    """One part of the base year's emissions: its name, its sector, tonnes and share of the whole."""

    name: str
    sector: str
    tonnes: float
    share: float


@dataclass(frozen=True, eq=False)
class Facts:
    """One question with its answer in one language. `beside` are the areas around its own, the nearest first."""

    question: Question
    a: Assessment
    beside: tuple[Assessment, ...]
    language: Language
    changed: Changed | None

    @property
    def edition(self) -> Edition:
        return self.question.edition

    @property
    def name(self) -> str:
        return words.area_name(self.a.area, self.language)

    @property
    def place(self) -> str:
        return area_kinds.place(self.a.area, tuple(parent.area for parent in self.beside), self.language)

    @property
    def names(self) -> dict[str, str]:
        """What the country's sectors are called."""
        return sector_names(self.a.area.country, self.language.code)

    @property
    def headline(self) -> str:
        return words.headline(self.a, self.language)

    @property
    def lead(self) -> str:
        other = _other_limit(self.a)
        other_assessment = assess(self.question.by(other)) if other else None
        return words.plain(words.lead(self.a, other_assessment, self.language))

    @property
    def dated(self) -> str:
        """The newest statistics, the range of what is left, and both dates."""
        return statistics_age.dated(self.a, self.language)

    @property
    def age(self) -> str:
        """The newest statistics in short."""
        return statistics_age.age_in_short(self.a, self.language)

    @property
    def findings(self) -> tuple[words.Finding, ...]:
        larger = self.edition.larger_around(self.a.area.id)
        return words.findings(self.a, tuple(parent for parent in self.beside if parent.area in larger), self.language)

    @property
    def source(self) -> str:
        """Where the figures come from, in a sentence."""
        return dated_source(self.edition, self.a.area.country, self.language, self.a.as_of)

    @property
    def licence(self) -> str:
        """What allows the area's own figures to be reused."""
        return self.edition.origin(self.a.area.country)["licence"]

    @property
    def origins(self) -> tuple[dict[str, str], ...]:
        """The files of the edition that the area's figures stand on: those of its country, and the world's."""
        own = (self.a.area.country.lower(), "world")
        return tuple(
            {**origin, "publisher": publisher(origin, self.language.code)}
            for origin in self.edition.origins
            if origin["source"].partition("_")[0] in own
        )

    def figure(self, name: str, *, size: Size = WIDE, target: Series | None = None) -> Bundle:
        """One of the area's figures; the history with an adopted target where one is given."""
        return figure(name, self.edition, self.a, self.language, size=size, target=target)

    @property
    def ladder(self) -> tuple[derivation.Rung, ...]:
        around = (self.a.area, *(parent.area for parent in self.beside))
        country = next((area for area in around if area.kind == "country"), self.a.area)
        return derivation.ladder(self.a, words.area_name(country, self.language), self.language)

    @property
    def outlook(self) -> Outlook | None:
        return outlook(self.question)

    @property
    def certainty(self) -> tuple[str, ...]:
        return certainty.certainty(self.a, self.outlook, self.language)

    @property
    def others(self) -> tuple[OtherBudget, ...]:
        return certainty.other_budgets(self.a, vintages(self.question), self.language)

    @property
    def plants(self) -> PlantWords:
        """The area's large plants in words."""
        return plant_words(self.edition, self.a, self.language)

    @property
    def plant_budgets(self) -> tuple[PlantBudget, ...]:
        """The budget with its large plants and without them."""
        return plant_budgets(self.question, self.a, self.language)

    @property
    def waiting(self) -> str:
        return derivation.waiting(self.a, self.language)

    @property
    def disputes(self) -> tuple[str, ...]:
        return derivation.disputes(self.a, self.names, self.language)

    @property
    def changes(self) -> tuple[str, ...]:
        """What the newest edition changed here; nothing where there was none before."""
        return sentences(self.changed, self.names, self.language) if self.changed else ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """The finest parts of the base year's emissions that there are, the largest first."""
        named_amounts = composition.finest(self.edition, self.a, self.language)
        total = sum(tonnes for *_, tonnes in named_amounts)
        return tuple(Part(name, sector, tonnes, tonnes / total) for name, sector, tonnes in named_amounts)

    @property
    def printed_parts(self) -> tuple[tuple[Part, str], ...]:
        """The same parts with their shares as printed, in tenths of per cent that add up."""
        shares = percents([part.share for part in self.parts], 1)
        return tuple(
            (part, self.language.percent(share / 100.0, 1)) for part, share in zip(self.parts, shares, strict=True)
        )

    @property
    def majority(self) -> str:
        return composition.majority(composition.finest(self.edition, self.a, self.language), self.a, self.language)

    @property
    def quality(self) -> tuple[tuple[str, str], ...]:
        """The share of the base year's emissions in each quality class as printed, with what the class means."""
        country, code = self.a.area.country, self.language.code
        kinds = qualities(country)
        last = {key: max(series.tonnes[-1], 0.0) for key, series in self.a.sectors.items() if series.tonnes}
        total = sum(last.values())
        amounts = {kind: sum(last[key] for key in last if kinds[key] == kind) for kind in dict.fromkeys(kinds.values())}
        present = [kind for kind, amount in amounts.items() if amount > 0]
        shares = shares_in_column([amounts[kind] / total for kind in present], self.language)
        meanings = (quality_sentence(country, kind, code) for kind in present)
        return tuple(zip(shares, meanings, strict=True))

    @property
    def budget_words(self) -> str:
        """The choice in words: limit, likelihood and method."""
        return words.budget_words(self.a, self.language)

    @property
    def scope(self) -> str:
        """What is counted, and the tonnes that this takes off the statistics or adds to them."""
        sentences = (scope_said(self.a, self.language), *counted_otherwise(self.a, self.language))
        return " ".join(sentences)

    @property
    def left_out(self) -> str:
        """What is left out by any scope."""
        return left_out_said(self.a, self.language)

    def method(self, name: str) -> str:
        """One of the method's texts: name, description, scope_words, leaves_out or assumptions."""
        texts: Mapping[str, str] = getattr(self.a.method, name)
        return texts.get(self.language.code) or texts.get(self.language.base) or texts["en"]


def gather(question: Question, language: Language, *, changed: Changed | None = None) -> Facts:
    """The facts of one area; raises `WrongChoice` for a choice that lacks statistics here."""
    edition = question.edition
    around = [question.at(parent.id) for parent in edition.parents(question.area_id) if edition.has(parent.id)]
    return Facts(question, assess(question), tuple(assess(parent) for parent in around), language, changed)


def _other_limit(a: Assessment) -> Choices | None:
    """The choice that the lead compares with: the lowest limit, or the widest where the chosen one is overdrawn."""
    limits = sorted({limit for limit, _ in a.method.pairs(a.choices.vintage)})
    wanted = limits[-1] if a.is_overdrawn else limits[0]
    if wanted == a.choices.limit:
        return None
    chances = [likelihood for limit, likelihood in a.method.pairs(a.choices.vintage) if limit == wanted]
    return replace(
        a.choices, limit=wanted, likelihood=min(chances, key=lambda candidate: abs(candidate - a.choices.likelihood))
    )
