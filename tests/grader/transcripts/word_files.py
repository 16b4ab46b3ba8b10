"""DOCX files for tests, written as bytes: as services write them, damaged, and hostile."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)
_STAMP = (2024, 1, 1, 0, 0, 0)


def paragraph(*runs: str) -> str:
    """Return a paragraph; a run `*name*` is bold and a new line in a run is a line break."""
    return "<w:p>" + "".join(map(_run, runs)) + "</w:p>"


def _run(words: str) -> str:
    bold = len(words) > 2 and words[0] == words[-1] == "*"
    lines = (words[1:-1] if bold else words).split("\n")
    body = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    return f"<w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}{body}</w:r>"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return a table with one paragraph in each cell."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    grid = "<w:gridCol/>" * len(rows[0])
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(*blocks: str, doctype: str = "", extra: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """Return the bytes of a DOCX file with these blocks; `extra` are further files in it."""
    body = f'<w:document xmlns:w="{_W}"><w:body>{"".join(blocks)}</w:body></w:document>'
    document = f'<?xml version="1.0" encoding="UTF-8"?>{doctype}{body}'.encode()
    files = [("[Content_Types].xml", _TYPES.encode()), ("_rels/.rels", _RELATIONS.encode())]
    return archive([*files, ("word/document.xml", document), *extra])


def archive(files: Sequence[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive of named contents, the same bytes each time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for name, content in files:
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = method
            target.writestr(entry, content)
    return packed.getvalue()
