"""What every answer carries to the browser, whatever page it is."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Everything from this host, nothing inline, no frames: a page works without a single outside request.
POLICY = "default-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; object-src 'none'"

Answer = Callable[[HttpRequest], HttpResponse]


class ContentSecurityPolicy:
    """Send the policy with every answer (ASVS 5.0.0 3.4.3, 3.4.6); a view may not loosen it.

    One that sends what others uploaded tightens it (`sandboxed`): the browser then runs nothing of it.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Content-Security-Policy"] = POLICY + ("; sandbox" if getattr(response, "sandboxed", False) else "")
        return response


class NoStore:
    """Keep what a signed-in officer saw out of every cache (ASVS 5.0.0 14.3.2)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.setdefault("Cache-Control", "no-store")
        return response
