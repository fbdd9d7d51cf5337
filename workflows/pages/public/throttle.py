"""Limits on what one address may try. An address is kept in memory alone, as a hash whose salt dies with the process.

Behind a proxy many people may share one address: limits are wide, and what succeeds is never counted.
"""

import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import blake2b
from threading import Lock

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

MOST_KEPT = 10_000
"""Addresses that are remembered at once; the oldest are forgotten first."""


@dataclass
class Throttle:
    """So many tries within so many seconds from one address. It needs no other server and cannot fail open."""

    tries: int
    seconds: int
    _salt: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    _seen: OrderedDict[bytes, list[float]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def is_spent(self, request: HttpRequest) -> bool:
        """Whether this address has used up its tries."""
        with self._lock:
            return len(self._recent(self._key(request))) >= self.tries

    def note(self, request: HttpRequest) -> None:
        """Count one try."""
        key = self._key(request)
        with self._lock:
            self._seen[key] = [*self._recent(key), time.monotonic()]
            self._seen.move_to_end(key)
            while len(self._seen) > MOST_KEPT:
                self._seen.popitem(last=False)

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._seen.clear()

    def _recent(self, key: bytes) -> list[float]:
        since = time.monotonic() - self.seconds
        return [at for at in self._seen.get(key, []) if at > since]

    def _key(self, request: HttpRequest) -> bytes:
        return blake2b(request.META.get("REMOTE_ADDR", "").encode(), key=self._salt).digest()


def later(request: HttpRequest, throttle: Throttle) -> HttpResponse:
    """429: too many tries; what can be done meanwhile is said on the page."""
    shown = {"minutes": max(1, throttle.seconds // 60)}
    response = render(request, "public/later.html", shown, status=429)
    response["Retry-After"] = str(throttle.seconds)
    return response
