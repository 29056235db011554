"""QueryConsole: a place to type queries."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from ...core.answer import Answer
from ...core.errors import BadInput, WorkbenchError
from ...core.values import Rows
from ..picture import Picture
from ..view import Answers, View
from .model import Result
from .packing import packed
from .still import still

HISTORY = 100  # runs that are kept


@dataclass(frozen=True)
class Asked:
    """What was typed: a text in a language, or a query's name, with its values and limits."""

    language: str
    text: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    limit: int | None = None
    timeout: float | None = None

    def code(self) -> str:
        """The same question as Python."""
        name = "answer = bench." + self.language
        given = [_text(self.text), *(f"{name}={value!r}" for name, value in self._given().items())]
        if all(name.isidentifier() for name in self.parameters):
            return f"{name}({', '.join(given)})"
        return f"{name}({given[0]}, **{self._given()!r})"

    def _given(self) -> dict[str, Any]:
        limits = {"row_limit": self.limit, "timeout": self.timeout}
        return {**self.parameters, **{n: v for n, v in limits.items() if v is not None}}


Run = Callable[[Asked], Result]
Schema = Callable[[], Mapping[str, Any]]


class QueryConsole(View):
    """Type a query, run it, see what it gave; it reads and does not write.

    `answer` is that of the last run, `history` and `code` are all of them. Without a kernel it
    shows the last result. A run ends at its time limit, or when the kernel is interrupted.
    """

    module = "query"
    height = 620

    def __init__(
        self,
        run: Run,
        schema: Schema,
        *,
        languages: tuple[str, ...] = ("sql", "cypher", "ask"),
        limit: int | None = 1_000,
        timeout: float | None = 30.0,
    ) -> None:
        self._run, self._schema = run, schema
        self._limit, self._timeout = limit, timeout
        self._given = {"languages": list(languages), "limit": limit, "timeout": timeout}
        self.result = Result(languages[0], "", limit=limit, timeout=timeout)
        super().__init__(data=self._packed(), settings={"tab": "table"})

    @property
    def answer(self) -> Answer | None:
        return self.result.answer

    @property
    def history(self) -> list[dict[str, Any]]:
        """The runs, oldest first: what was asked, its `code`, and `rows` or `error`."""
        return [dict(action) for action in self.actions]

    @property
    def code(self) -> str:
        """Every run that gave an answer, as Python."""
        return "\n".join(action["code"] for action in self.actions if not action["error"])

    def run(self, text: str, language: str = "sql", **parameters: Any) -> Result:
        """Run a text as the button does, under the console's limits."""
        return self._ran(Asked(language, text, parameters, self._limit, self._timeout))

    def _ran(self, asked: Asked) -> Result:
        try:
            self.result = self._run(asked)
        except KeyboardInterrupt:
            self.result = _failed(asked, WorkbenchError("interrupted: nothing of it is kept"))
        told = {**asdict(asked), "do": "run", "code": asked.code(), "rows": len(self.result.rows)}
        told["parameters"] = json.loads(json.dumps(dict(asked.parameters), default=str))
        told["error"] = "" if self.result.error is None else str(self.result.error)
        self.data = self._packed()
        self.actions = [*self.actions, told][-HISTORY:]
        return self.result

    def _packed(self) -> bytes:
        return packed(self.result, {"console": self._given})

    def answers(self) -> Answers:
        return {"run": self._asked, "schema": lambda _: dict(self._schema())}

    def _asked(self, told: Mapping[str, Any]) -> dict[str, Any]:
        try:
            asked = _read(told)
        except BadInput as error:
            return {"refused": str(error)}
        return {"failed": self._ran(asked).error is not None}

    def title(self) -> str:
        return "Query console"

    def summary(self) -> str:
        if not self.actions:
            return "Query console; nothing was run"
        return f"{self.result.title()}: {self.result.summary()}"

    def table(self) -> Rows:
        return self.result.rows

    def picture(self) -> Picture:
        return still(self.result)


def _failed(asked: Asked, error: Exception) -> Result:
    return Result(asked.language, asked.text, asked.parameters, error=error)


def _read(told: Mapping[str, Any]) -> Asked:
    """What the browser sent; BadInput for parameters that are no JSON object, or odd limits."""
    text = str(told.get("parameters") or "{}")
    try:
        parameters = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInput(
            f"parameters: expected JSON, {error.msg} at line {error.lineno} column {error.colno}"
        ) from error
    if not isinstance(parameters, dict):
        raise BadInput('parameters: expected a JSON object such as {"id": "a"}')
    limit, timeout = told.get("limit"), told.get("timeout")
    if not isinstance(limit, int) or limit < 1:
        raise BadInput("limit: expected a whole number of rows, 1 or more")
    if not isinstance(timeout, int | float) or timeout <= 0:
        raise BadInput("timeout: expected seconds above 0")
    return Asked(str(told["language"]), str(told["text"]), parameters, limit, float(timeout))


def _text(text: str) -> str:
    """A literal that keeps lines where it can."""
    if "\n" in text and '"""' not in text and "\\" not in text and not text.endswith('"'):
        return f'"""{text}"""'
    return repr(text)
