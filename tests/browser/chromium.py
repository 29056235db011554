"""Debian's Chromium, which may reach this machine and nothing else."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Playwright,
    Request,
)

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--enable-unsafe-swiftshader",
    "--use-angle=swiftshader",
    # A frame in a process of its own takes clicks meant for what a scroll has put in its place.
    "--disable-features=IsolateSandboxedIframes",
)
HERE = "127.0.0.1"
# A proxy that does not listen refuses what goes beyond loopback. Routes through Python would do,
# but with them the browser keeps nothing it has loaded, and JupyterLab takes twice as long.
NOWHERE = {"server": f"http://{HERE}:9", "bypass": HERE}


def executable() -> str | None:
    """Where Chromium is: CHROMIUM, else the name that Debian gives it; None where it is absent."""
    named = os.environ.get("CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser")


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))


class Watched:
    """A context of the browser with what it asked of the outside and what went wrong in it."""

    def __init__(self, browser: Browser, *, dark: bool = False, calm: bool = False) -> None:
        self.context: BrowserContext = browser.new_context(
            viewport={"width": 1200, "height": 800},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce" if calm else "no-preference",
            proxy=NOWHERE,
        )
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.context.on("request", self._request)

    def page(self) -> Page:
        page = self.context.new_page()
        page.on("console", self._console)
        page.on("pageerror", self._page_error)
        return page

    def file(self, file: Path) -> Page:
        """A kernel-free page, opened from disk, once it has painted its views."""
        page = self.page()
        page.goto(file.resolve().as_uri())
        page.wait_for_selector("body[data-ready]", state="attached")
        return page

    def _request(self, request: Request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme in {"http", "https"} and asked.hostname != HERE:
            self.outside.append(request.url)

    def _page_error(self, error: Error) -> None:
        self.errors.append(str(error))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)
