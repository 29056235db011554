"""Damage to the files that mirrors are kept in, as disks and people do it.

`python -m tests.collections.system.damage --count 50` damages them so often, and says whether
each was told, and whether answers were as before.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.collections.durable.kill import serving
from tests.collections.system.opening import held, opened, origins, rows_of, say
from tests.collections.system.statements import DIMENSION, setup

FORMS = ("bit", "cut", "gone", "garbage", "empty", "swapped")


def kept(conninfo: str, folder: Path) -> Path:
    """Where `big`, `g` and a `twin` of the very shape of `big` are kept."""
    made = [one for one in setup() if one.form != "train"]
    twin = [one._replace(text=one.text.replace("big", "twin")) for one in made if "big" in one.text]
    with opened(conninfo, folder) as collections:
        for one in (*made, *twin):
            say(collections, one.text, **one.parameters)
        say(collections, "UPDATE twin SET vector = $v WHERE id = 7", v=[1.0] * DIMENSION)
        for id in range(1, 40):
            edge = f"id = {id}, source = {id}, target = {id + 1}, label = 'MET'"
            say(collections, f"INSERT EDGE INTO g ({edge}) WITH PROPERTIES (n = {id})")
        say(collections, "TRAIN QUANTIZER ON big")
        say(collections, "FLUSH FULL")
    return folder / "index" / "collections"


def damages(conninfo: str, folder: Path, seeds: Iterable[int]) -> Iterator[tuple[str, bool, bool]]:
    """Of each damage: what it was, whether it was told, whether answers were as before."""
    files, whole = kept(conninfo, folder), folder / "whole"
    shutil.copytree(files, whole)
    with opened(conninfo, folder) as collections:
        right, before = held(collections), rows_of(collections, questions())
    for seed in seeds:
        put_back(whole, files)
        done = damage(files, seed)
        with opened(conninfo, folder) as collections:
            same = rows_of(collections, questions()) == before
            same = same and (seed % 10 != 0 or held(collections) == right)
            told = any(map(tells_damage, origins(collections).values()))
        yield done, told, same


def questions() -> dict[str, dict[str, Any]]:
    chance = random.Random(5)
    near = "SELECT id, n FROM big WHERE vector NEAR $v LIMIT 5"
    v = {"v": [chance.gauss(0, 1) for _ in range(DIMENSION)]}
    return {
        f"{near} WITH (mode = 'perfect')": v,
        near.replace("LIMIT", "AND n = 0 AND id < 900 LIMIT"): v,
        "SELECT id FROM twin WHERE vector NEAR $v LIMIT 5 WITH (mode = 'perfect')": v,
        "SELECT id, t FROM big WHERE t MATCH 'text' ORDER BY id LIMIT 5": {},
        "SELECT n, COUNT(*) AS c FROM twin GROUP BY n": {},
        "SELECT EDGES FROM g WHERE label = 'MET'": {},
    }


def tells_damage(origin: str) -> bool:
    return "damaged" in origin or "build the index again" in origin


def damage(folder: Path, seed: int) -> str:
    """One damage below a folder, by the seed: what was done to which file."""
    chance = random.Random(seed)
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)
    form, path = FORMS[seed % len(FORMS)], chance.choice(files)
    content = path.read_bytes()
    if form == "swapped":
        other = chance.choice([one for one in files if one.read_bytes() != content])
        path.write_bytes(other.read_bytes())
        other.write_bytes(content)
        return f"swapped {path.relative_to(folder)} and {other.relative_to(folder)}"
    if form == "gone":
        path.unlink()
    else:
        path.write_bytes(_damaged(form, content, chance))
    return f"{form}: {path.relative_to(folder)}"


def _damaged(form: str, content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    if form == "bit":
        flipped = bytes([content[at] ^ (1 << chance.randrange(8))])
        return content[:at] + flipped + content[at + 1 :]
    if form == "cut":
        return content[:at]
    # No byte of it is what it was.
    return b"" if form == "empty" else bytes(byte ^ chance.randrange(1, 256) for byte in content)


def put_back(whole: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(whole, folder)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=50)
    with tempfile.TemporaryDirectory(prefix="damage-") as name, serving(Path(name)) as server:
        Path(name).chmod(0o711)
        seeds = range(parser.parse_args().count)
        found = list(damages(server.conninfo, Path(name) / "bench", seeds))
    faults = [done for done, told, same in found if not (told and same)]
    print(f"{len(found)} damages: ", "; ".join(faults) or "each was told, answers were as before")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
