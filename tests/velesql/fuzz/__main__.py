"""`python -m tests.velesql.fuzz --queries 500000 --seed 0 --processes 2`: the long run.

With `--round 17` the one data set of that seed, and with `--show` its rows.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time

from tests.velesql.fuzz.running import Account, Round, described, part

_MOST_TOLD = 40


def summary(account: Account, seconds: float) -> str:
    lines = [f"{'clause':32} {'queries':>9} {'with rows':>9}"]
    for tag, count in sorted(account.by_tag.items()):
        lines.append(f"{tag:32} {count:9} {account.with_rows[tag]:9}")
    errors = ", ".join(f"{code} {count}" for code, count in account.errors.most_common())
    pace = 1000 * seconds / max(1, account.asked)
    lines += [
        f"errors: {errors}",
        f"{account.asked} queries in {seconds:.0f} s ({pace:.2f} ms each), "
        f"{len(account.differences)} differences, {account.noise} more by rounding",
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.velesql.fuzz")
    parser.add_argument("--queries", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--round", type=int, help="one data set by its seed")
    parser.add_argument("--show", action="store_true", help="its rows and changes")
    parser.add_argument("--judge-only", action="store_true")
    parser.add_argument("--most", type=int, default=_MOST_TOLD, help="differences before the end")
    given = parser.parse_args()
    start = time.perf_counter()
    account = Account()
    if given.round is not None:
        one = Round(given.round, executor=not given.judge_only)
        one.run(account)
        print("\n".join(account.differences))
        if given.show:
            print(described(one))
    else:
        share = -(-given.queries // given.processes)
        parts = [
            (given.seed + at, given.processes, share, not given.judge_only, given.most)
            for at in range(given.processes)
        ]
        with multiprocessing.get_context("spawn").Pool(given.processes) as pool:
            for other in pool.starmap(part, parts):
                account.take(other)
    print(summary(account, time.perf_counter() - start))
    return 1 if account.differences else 0


if __name__ == "__main__":
    sys.exit(main())
