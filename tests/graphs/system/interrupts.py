"""Interrupts, as a person's in a notebook: a SIGINT to the main thread, at a moment by chance."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from typing import Any


def interrupted(call: Callable[[], Any], after: float) -> bool:
    """Run a call, and interrupt it after some seconds; False where it was done before."""
    main, done = threading.get_ident(), threading.Event()

    def interrupt() -> None:
        if not done.wait(after):
            signal.pthread_kill(main, signal.SIGINT)

    timer = threading.Thread(target=interrupt)
    # A process that was started in the background of a script ignores this signal.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        timer.start()
        call()
        done.set()
        timer.join()
    except KeyboardInterrupt:
        done.set()
        timer.join()
        return True
    finally:
        signal.signal(signal.SIGINT, before)
    return False
