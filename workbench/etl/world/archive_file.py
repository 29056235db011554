"""One archive of many files: a tar of fixed times and owners, compressed, with a manifest.

zstandard, since Python 3.11 has no such compression of its own, and logs shrink to a tenth in a
fifth of gzip's time. Equal contents give equal bytes under one version of it; the manifest's
SHA-256 is what tells equal contents whatever the version.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import file_digest, sha256
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from ...core.errors import BadInput

FORMAT = 1
MANIFEST = "manifest.json"
_LEVEL = 6


class Packed(NamedTuple):
    """An archive, and its manifest with `files`: name to SHA-256."""

    content: bytes
    manifest: Mapping[str, Any]

    @property
    def content_hash(self) -> str:
        """SHA-256 of the manifest: equal where every file is."""
        return _manifest_hash(self.manifest)


def pack(folder: Path, about: Mapping[str, Any]) -> Packed:
    """All files of `folder` in order of name; `about` goes into the manifest."""
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    hashes = {name: _file_hash(folder / name) for name in names}
    manifest = {**about, "format": FORMAT, "files": hashes}
    (folder / MANIFEST).write_bytes(_manifest_bytes(manifest))
    with TemporaryDirectory() as beside:
        target = Path(beside) / "archive"
        _write(folder, [MANIFEST, *names], target)
        return Packed(target.read_bytes(), manifest)


@contextmanager
def unpacked(content: bytes) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """The files of an archive in a folder that goes afterwards, and its manifest.

    BadInput where it is no such archive, or a file is not what the manifest says.
    """
    with TemporaryDirectory() as beside:
        folder = Path(beside)
        _extract(content, folder)
        manifest = _manifest(folder)
        _verify(folder, manifest)
        yield folder, manifest


def _write(folder: Path, names: list[str], target: Path) -> None:
    import zstandard

    with (
        target.open("wb") as file,
        zstandard.ZstdCompressor(level=_LEVEL).stream_writer(file) as compressed,
        tarfile.open(mode="w|", fileobj=compressed, format=tarfile.PAX_FORMAT) as tar,
    ):
        for name in names:
            member = tarfile.TarInfo(name)  # no time, no owner: equal contents, equal bytes
            member.size = (folder / name).stat().st_size
            with (folder / name).open("rb") as part:
                tar.addfile(member, part)


def _extract(content: bytes, folder: Path) -> None:
    import zstandard

    try:
        with (
            zstandard.ZstdDecompressor().stream_reader(content) as plain,
            tarfile.open(mode="r|", fileobj=plain) as tar,
        ):
            for member in tar:
                _extract_file(tar, member, folder)
    except (tarfile.TarError, zstandard.ZstdError, OSError) as error:
        raise BadInput(f"expected a world archive (.tar.zst): {error}") from error


def _extract_file(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """As tarfile's filter "data", which Python has from 3.11.4 on: nothing outside the folder."""
    path = (folder / member.name).resolve()
    content = tar.extractfile(member) if member.isreg() else None
    if content is None or not path.is_relative_to(folder.resolve()):
        raise BadInput(f"expected plain files below the archive's folder, found {member.name!r}")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        copyfileobj(content, file)


def _manifest(folder: Path) -> Mapping[str, Any]:
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise BadInput(f"expected a world archive with {MANIFEST}: {error}") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        seen = found.get("format") if isinstance(found, dict) else found
        raise BadInput(
            f"expected a world archive of format {FORMAT}, found {seen!r:.40}. A newer workbench "
            "may have made it; upgrade polystore-workbench."
        )
    return found


def _verify(folder: Path, manifest: Mapping[str, Any]) -> None:
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    named = dict(manifest["files"])
    if odd := sorted(there - {MANIFEST} ^ named.keys()):
        raise BadInput(f"the archive and its manifest differ in the files {', '.join(odd[:5])}")
    for name, expected in named.items():
        if (seen := _file_hash(folder / name)) != expected:
            raise BadInput(
                f"file {name} of the archive: expected SHA-256 {expected}, found {seen}. It was "
                "damaged; nothing was imported."
            )


def _file_hash(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _manifest_bytes(manifest: Mapping[str, Any]) -> bytes:
    return json.dumps(manifest, sort_keys=True, ensure_ascii=False, indent=1).encode()


def _manifest_hash(manifest: Mapping[str, Any]) -> str:
    return sha256(_manifest_bytes(manifest)).hexdigest()
