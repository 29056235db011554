"""What a plain function does, as a hash that an edit of it changes."""

from __future__ import annotations

import dis
import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from functools import _lru_cache_wrapper, partial
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any

_PLAIN = (type(None), bool, int, float, complex, str, bytes, slice, type(...))
_STORED = ("STORE_DEREF", "STORE_GLOBAL")
_LOADED = ("LOAD_GLOBAL", "LOAD_NAME")


def fingerprint(system: Any) -> str:
    """16 hex digits of a callable's code and of what it was made with, and the Python they hold in.

    Of a function: bytecode, constants and names, with those of the functions inside it; defaults;
    and what it takes from outside, by name. There, plain values that do not change count, other
    functions of its module, and the `settings` of systems; of anything else, its type: a list or
    a cache may grow from question to question. File, line numbers and comments do not count. Of
    another callable, its class and `__call__`.
    """
    told = json.dumps(_callable(system, set()), sort_keys=True)
    version = ".".join(platform.python_version_tuple()[:2])
    return f"{hashlib.sha256(told.encode()).hexdigest()[:16]} (Python {version})"


def _callable(value: Any, seen: set[int]) -> Any:
    value = _uncached(value)
    if isinstance(value, partial):
        given = [*value.args, *(item for pair in sorted(value.keywords.items()) for item in pair)]
        return ["partial", _callable(value.func, seen), [_given(one, seen) for one in given]]
    if isinstance(value, MethodType):
        return ["method", _value(value.__self__, seen), _callable(value.__func__, seen)]
    if isinstance(value, FunctionType):
        return _function(value, seen)
    if isinstance(value, type):
        return _name(value)
    call = type(value).__call__
    return [_name(type(value)), _function(call, seen) if isinstance(call, FunctionType) else None]


def _function(function: FunctionType, seen: set[int]) -> Any:
    if id(function) in seen:
        return "seen"
    seen.add(id(function))
    defaults = [*(function.__defaults__ or ()), *sorted((function.__kwdefaults__ or {}).items())]
    return [
        _code(function.__code__),
        [_value(one, seen) for one in defaults],
        {name: _outer(function, value, seen) for name, value in _outside(function).items()},
    ]


def _code(code: CodeType) -> Any:
    constants = [_code(c) if isinstance(c, CodeType) else _plain(c) for c in code.co_consts]
    tried = getattr(code, "co_exceptiontable", b"")  # which lines a `try` covers
    return [code.co_code.hex(), tried.hex(), constants, code.co_names, code.co_freevars]


def _outside(function: FunctionType) -> dict[str, Any]:
    """Closure and global values by name, without what the function itself counts up."""
    steps = [step for code in _codes(function.__code__) for step in dis.get_instructions(code)]
    stored = {step.argval for step in steps if step.opname in _STORED}
    found = dict(_cells(function))
    loaded = (step.argval for step in steps if step.opname in _LOADED)
    known = function.__globals__
    found |= {name: known[name] for name in loaded if name in known}
    return {name: value for name, value in found.items() if name not in stored}


def _codes(code: CodeType) -> Iterable[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _cells(function: FunctionType) -> Iterable[tuple[str, Any]]:
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    for name, cell in cells:
        try:
            yield name, cell.cell_contents
        except ValueError:  # it has no value yet
            continue


def _outer(function: FunctionType, value: Any, seen: set[int]) -> Any:
    """A function of another module is that package's, whose version the manifest may name."""
    value = _uncached(value)
    if isinstance(value, FunctionType) and value.__module__ != function.__module__:
        return [value.__module__, value.__qualname__]
    return _value(value, seen)


def _value(value: Any, seen: set[int]) -> Any:
    if isinstance(value, FunctionType | MethodType | partial):
        return _callable(value, seen)
    if isinstance(value, ModuleType):
        return value.__name__
    if isinstance(value, type):
        return _name(value)
    if callable(value) and isinstance(told := getattr(value, "settings", None), Mapping):
        return json.dumps(dict(told), sort_keys=True, default=lambda one: _name(type(one)))
    return _plain(value)


def _uncached(value: Any) -> Any:
    """The function inside a `functools.cache`, else the value."""
    inner = value.__wrapped__ if isinstance(value, _lru_cache_wrapper) else None
    return inner if isinstance(inner, FunctionType) else value


def _given(value: Any, seen: set[int]) -> Any:
    """As `_value`; lists and maps count too: what a partial is given is a setting, not a cache."""
    if isinstance(value, list):
        return [_given(one, seen) for one in value]
    if isinstance(value, dict):
        return [[_given(key, seen), _given(one, seen)] for key, one in value.items()]
    return _value(value, seen)


def _plain(value: Any) -> Any:
    """A value that cannot change, as text that tells 1 from True; of another, its type."""
    if type(value) in _PLAIN:
        return repr(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, frozenset):
        return sorted(json.dumps(_plain(one)) for one in value)
    return _name(type(value))


def _name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"
