"""Where the findings of lint stand: file and line of a checkpoint, a fact or a section."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from grader.adapters.rubric_files import line_finder
from grader.adapters.yaml_source import Place, read_source
from grader.lint import Finding
from library.guide import Section


def located(
    findings: Iterable[Finding],
    rubrics: Mapping[str, Path],
    sections: Mapping[str, Section],
    chapters: Mapping[str, Path],
) -> list[Finding]:
    """Return findings with their file and line, sorted by them. A section's line is that of its heading."""

    @cache
    def lines(path: Path) -> Callable[[Place], int]:
        return line_finder(read_source(path))

    def placed(finding: Finding) -> Finding:
        head = finding.about.partition("/")[0]
        if finding.about in sections and head in chapters:
            return replace(finding, file=str(chapters[head]), line=sections[finding.about].line)
        if head in rubrics:
            return replace(finding, file=str(rubrics[head]), line=lines(rubrics[head])(finding.place))
        return finding

    return sorted(map(placed, findings))
