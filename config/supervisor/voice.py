"""What the supervisor says to the person at the terminal: each thing in Chinese and in English, a line each."""

import sys


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


def say_refusal(refusal: Refusal) -> None:
    sys.stderr.write(f"{refusal.chinese}\n{refusal.english}\n")
