"""FAISS, without its type stubs: these lack much of what its wrapper has."""

from __future__ import annotations

from typing import Any

import faiss as _faiss

faiss: Any = _faiss
