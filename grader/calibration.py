"""What a similarity is worth: data for one encoder, fitted on human marks, never a constant in code."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Calibration:
    """Similarity to credit for one encoder: a logistic curve, stretched between two bounds."""

    name: str
    """Short name that stands in the signature of every scorecard, e.g. `2026-11`."""
    encoder: str
    """Id of the encoder it was fitted with; another encoder is refused."""
    slope: float
    """Slope of the logistic curve over similarity."""
    intercept: float
    """Intercept of the logistic curve."""
    missed: float
    """Probability of being stated at and below which credit is 0."""
    met: float
    """Probability of being stated at and above which credit is 1."""
    clear: float
    """Credit from which the verdict is `met`; below it, anything above 0 is `partial`."""
    margin: float
    """Half width of the borderline band, in similarity."""
    data: tuple[str, ...] = ()
    """Names of the label files it was fitted on."""
    rubrics: tuple[str, ...] = ()
    """Rubrics whose own labels were among them, by `Rubric.compared`; others, and changed ones, are uncalibrated."""
    n: int = 0
    """Number of labels."""
    error: float | None = None
    """Out-of-fold balanced error rate at probability .5."""
    made_by: str = ""
    """The command that made it."""

    def probability(self, similarity: float) -> float:
        """Return the probability that the checkpoint is stated, both classes weighted equally."""
        return 1.0 / (1.0 + math.exp(-(self.slope * similarity + self.intercept)))

    def credit(self, similarity: float) -> float:
        """Return the credit of a similarity: 0..1, monotone, 0 below `missed` and 1 above `met`."""
        stretched = (self.probability(round(similarity, 4)) - self.missed) / (self.met - self.missed)
        return round(min(1.0, max(0.0, stretched)), 4)

    def bound(self, probability: float) -> float:
        """Return the similarity at which a probability is reached."""
        return (math.log(probability / (1.0 - probability)) - self.intercept) / self.slope

    @property
    def clearly(self) -> float:
        """Similarity from which the verdict is `met`."""
        return self.bound(self.missed + self.clear * (self.met - self.missed))

    def borderline(self, similarity: float) -> bool:
        """Say whether a similarity lies so near a verdict's bound that a person might judge otherwise."""
        return any(abs(similarity - bound) <= self.margin for bound in (self.bound(self.missed), self.clearly))
