"""What reading a damaged file can raise."""

from __future__ import annotations

import sqlite3

# sqlite3 raises UnicodeDecodeError where SQLite's own message quotes a damaged name, and
# MemoryError where a damaged length asks for more than there is.
FAULTS = (sqlite3.Error, UnicodeDecodeError, MemoryError)
