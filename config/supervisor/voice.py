"""What the supervisor says to the person at the terminal: each thing in Chinese and in English, a line each."""

import sys
from collections.abc import Callable


class Refusal(Exception):
    """The supervisor stops here. `code` is its exit code; the two sentences say what to do."""

    def __init__(self, chinese: str, english: str, code: int = 1) -> None:
        super().__init__(english)
        self.chinese = chinese
        self.english = english
        self.code = code


class Asked(BaseException):
    """Somebody asked us to stop: `signal` is SIGINT, SIGTERM or SIGHUP. Not an error, so not an Exception."""

    def __init__(self, signal: int) -> None:
        super().__init__(signal)
        self.signal = signal


def say(chinese: str, english: str) -> None:
    sys.stdout.write(f"{chinese}\n{english}\n")
    sys.stdout.flush()


def exit_code(act: Callable[[], int]) -> int:
    """Do `act` and return its exit code, or that of the refusal; 128 + the signal where somebody cut it short."""
    try:
        return act()
    except Refusal as refusal:
        sys.stderr.write(f"{refusal.chinese}\n{refusal.english}\n")
        return refusal.code
    except Asked as asked:
        say("已中断，全部停止。", "Cut short; everything is stopped.")
        return 128 + asked.signal
