"""Who is answered: browsers that reached Viva by a name it goes by, and pages of Viva itself.

A page from elsewhere can point a name of its own at this machine and so read whatever is served under any name. And
Streamlit looks up this machine's external address for each foreign origin: such a request ends here, before that.
"""

import os
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any
from urllib.parse import urlsplit

_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_HOST = re.compile(r"\[(?P<v6>[0-9A-Fa-f:.]+)\](?::\d{1,5})?|(?P<name>[A-Za-z0-9._-]+)(?::\d{1,5})?")
_POLICY = (
    "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; connect-src 'self' data: blob: ws://{0} wss://{0}; "
    "base-uri 'self'; form-action 'self'; object-src 'none'"
)
"""What a page may load: Viva's own and what stands in the page itself, whatever the words on it say."""
_REFUSED = b"Viva is not served under this name. Name it in VIVA_HOSTS, or open http://127.0.0.1 with Viva's port.\n"


def hosts(environ: Mapping[str, str] = os.environ) -> frozenset[str]:
    """Return the names and addresses that Viva goes by: the loopback ones, and those of VIVA_HOSTS."""
    named = re.split(r"[,\s]+", environ.get("VIVA_HOSTS", ""))
    return frozenset([*LOOPBACK, *(name.strip("[]").rstrip(".").lower() for name in named if name)])


def is_answered(known: frozenset[str], host: list[str], origin: list[str]) -> bool:
    """Say whether a request with these Host and Origin headers is answered; one without an origin is no page's."""
    found = _HOST.fullmatch(host[0]) if len(host) == 1 else None
    if found is None or (found["v6"] or found["name"]).rstrip(".").lower() not in known:
        return False
    if not origin:
        return True
    try:
        return len(origin) == 1 and urlsplit(origin[0]).netloc.lower() == host[0].lower()
    except ValueError:
        return False


class KnownHosts:
    """Refuses what `is_answered` does not answer, pages and websockets alike, before Streamlit sees it."""

    def __init__(self, app: Callable[[_Scope, _Receive, _Send], Awaitable[None]]) -> None:
        self._app, self._known = app, hosts()

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        if scope["type"] not in ("http", "websocket") or is_answered(
            self._known, _named(scope, b"host"), _named(scope, b"origin")
        ):
            await self._app(scope, receive, _with_policy(scope, send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
            await send({"type": "http.response.start", "status": 403, "headers": headers})
            await send({"type": "http.response.body", "body": _REFUSED})


def _with_policy(scope: _Scope, send: _Send) -> _Send:
    if scope["type"] != "http":
        return send
    policy = _POLICY.format(_named(scope, b"host")[0]).encode("latin-1")

    async def sent(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], (b"content-security-policy", policy)]}
        await send(message)

    return sent


def _named(scope: _Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]
