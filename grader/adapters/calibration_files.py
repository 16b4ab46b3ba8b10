"""Calibrations as JSON files, one per encoder."""

import json
from dataclasses import asdict
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from grader.adapters import content_writer
from grader.calibration import Calibration
from grader.errors import CalibrationError

FOLDER = Path(__file__).parent.parent / "data"


def read_calibration(encoder_id: str, folder: Path = FOLDER) -> Calibration:
    """Return the calibration made for an encoder; CalibrationError when there is none or it is damaged."""
    for path in sorted(folder.glob("calibration-*.json")):
        calibration = _read(path)
        if calibration.encoder == encoder_id:
            return calibration
    raise CalibrationError(
        f"There is no calibration for the encoder {encoder_id}.",
        "Make one with `python -m grader calibrate LABELS...`, or unset VIVA_ENCODER to use the default encoder.",
    )


def write_calibration(calibration: Calibration, folder: Path = FOLDER) -> Path:
    """Write a calibration and return its path. ReadOnlyError when content is read-only."""
    path = folder / f"calibration-{calibration.encoder.replace('@', '-')}.json"
    content_writer.write(path, (json.dumps(asdict(calibration), indent=2) + "\n").encode())
    return path


def neutral(encoder_id: str) -> Calibration:
    """Return a calibration for measuring similarities, never for marks: guards look at what comes nearer than .25."""
    return Calibration("neutral", encoder_id, slope=10.0, intercept=-4.0, missed=0.18, met=0.99, clear=1.0, margin=0.0)


def _read(path: Path) -> Calibration:
    try:
        return TypeAdapter(Calibration).validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        raise CalibrationError(
            f"{path.name} is damaged: {'.'.join(map(str, first['loc']))}: {first['msg']}.",
            "Make it again with `python -m grader calibrate LABELS...`.",
        ) from None
