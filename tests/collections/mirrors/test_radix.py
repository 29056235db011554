"""Orders by small whole numbers are those of a stable sort."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.collections.mirrors.radix import order_of


@pytest.mark.parametrize("below", [1, 7, 2**16, 2**16 + 1, 2**20, 2**32, 2**40])
@pytest.mark.parametrize("dtype", [np.int32, np.int64])
def test_the_order_is_that_of_a_stable_sort(below: int, dtype: type) -> None:
    generator = np.random.default_rng(below)
    codes = generator.integers(0, min(below, np.iinfo(dtype).max), 3000).astype(dtype)
    codes[1000:2000] = codes[:1000]
    expected = sorted(range(3000), key=lambda at: codes[at])
    assert order_of(codes, below).tolist() == expected
    assert order_of(codes[:0], below).tolist() == []
