"""One file from the web, by https, within a time and a size: what is slow, huge, cut or led astray is refused.

The transfer runs in a thread of its own, which is left behind when the time is up or
the caller wants no more: neither a name server nor a dripping server can hold it.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urljoin, urlsplit

from engine.files import Cancelled

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from urllib.request import OpenerDirector

Progress = Callable[[float], bool]  # told the share that is done; returns whether to go on

MOST_REDIRECTS = 5
_SILENCE_S = 20.0
_CHUNK = 1 << 16
_LOOK_S = 0.1  # how often the caller is asked whether to go on


def fetch(url: str, *, most_bytes: int, seconds: float, progress: Progress | None = None) -> bytes:
    """Return what is at ``url``.

    http is allowed only from this computer to itself, which tests need.  Raises ``ValueError`` with why there is
    nothing, as half a sentence such as ``it answered 403 Forbidden``, and ``Cancelled``.
    """
    checked_address(url)
    transfer = _Transfer(url, most_bytes)
    ends = time.monotonic() + seconds
    threading.Thread(target=transfer.run, name="download", daemon=True).start()
    try:
        while True:
            try:
                answer = transfer.answers.get(timeout=_LOOK_S)
            except queue.Empty:
                answer = None
            if progress is not None and not progress(transfer.share):
                raise Cancelled
            if isinstance(answer, ValueError):
                raise answer
            if answer is not None:
                return answer
            if time.monotonic() > ends:
                raise ValueError(f"it took longer than {seconds:g} s")
    finally:
        transfer.wanted = False


def checked_address(url: str, after: SplitResult | None = None) -> SplitResult:
    """Return the parts of an address that may be asked, as a redirect from ``after`` if one is given."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or not url.isascii() or not url.isprintable() or " " in url:
        raise ValueError(f"{url[:100]!r} is no web address such as https://celestrak.org")
    if parts.scheme == "https" or (parts.scheme == "http" and _here(parts) and (after is None or _here(after))):
        return parts
    if after is not None:
        raise ValueError(f"it redirects to {parts.scheme or 'no'}://{host}, and only https is followed")
    raise ValueError(f"{url[:100]} is not asked: only https addresses are")


def _here(parts: SplitResult) -> bool:
    """Return whether an address is plain http to this computer itself."""
    host = parts.hostname or ""
    try:
        return parts.scheme == "http" and (host == "localhost" or ip_address(host).is_loopback)
    except ValueError:
        return False


class _Transfer:
    """What the thread does, and where it leaves its answer: the bytes, or why there are none."""

    def __init__(self, url: str, most_bytes: int) -> None:
        self.url, self.most_bytes = url, most_bytes
        self.answers: queue.SimpleQueue[bytes | ValueError] = queue.SimpleQueue()
        self.share, self.wanted = 0.0, True

    def run(self) -> None:
        try:
            self.answers.put(self._content())
        except ValueError as error:
            self.answers.put(error)
        except Exception as error:
            self.answers.put(ValueError(_reason(error)))

    def _content(self) -> bytes:
        from urllib.request import Request

        request = Request(self.url, headers={"User-Agent": "heliograph", "Accept-Encoding": "identity"})
        with _opener(self.url).open(request, timeout=_SILENCE_S) as response:
            return self._body(response)

    def _body(self, response: HTTPResponse) -> bytes:
        declared = response.headers.get("Content-Length", "")
        length = int(declared) if declared.isdecimal() and len(declared) < 19 else None
        too_large = ValueError(f"it is larger than {self.most_bytes / 1e6:,.0f} MB")
        if length is not None and length > self.most_bytes:
            raise too_large
        if (coding := response.headers.get("Content-Encoding", "identity").strip().lower()) not in ("", "identity"):
            raise ValueError(f"it answered in the packed form {coding[:20]!r}, though that was not asked for")
        parts, received = [], 0
        while self.wanted and (chunk := response.read1(_CHUNK)):
            received += len(chunk)
            if received > self.most_bytes:
                raise too_large
            parts.append(chunk)
            self.share = received / (length or self.most_bytes)
        if length is not None and received < length:
            raise ValueError(f"the connection was cut after {received:,} of {length:,} bytes")
        return b"".join(parts)


def _opener(url: str) -> OpenerDirector:
    from urllib import request

    class Redirects(request.BaseHandler):
        """Follows within https and up to a number; the body of a redirect is not read."""

        followed = 0

        def http_error_302(self, asked: request.Request, answer: Any, code: int, _: str, headers: Any) -> Any:
            answer.close()
            self.followed += 1
            if self.followed > MOST_REDIRECTS:
                raise ValueError(f"it redirects more than {MOST_REDIRECTS} times")
            target = urljoin(asked.full_url, headers.get("Location") or "")
            checked_address(target, after=urlsplit(asked.full_url))
            return self.parent.open(request.Request(target, headers=asked.headers), timeout=asked.timeout)

        http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

    opener = request.OpenerDirector()
    proxies: dict[str, str] | None = {} if _here(urlsplit(url)) else None  # None: those of the system
    for handler in (
        request.ProxyHandler(proxies),
        request.HTTPHandler(),
        request.HTTPSHandler(),
        request.HTTPDefaultErrorHandler(),
        request.HTTPErrorProcessor(),
        Redirects(),
    ):
        opener.add_handler(handler)
    return opener


def _reason(error: BaseException) -> str:
    """Return in words why a transfer failed."""
    import socket
    import ssl
    from http.client import HTTPException, IncompleteRead, RemoteDisconnected
    from urllib.error import HTTPError, URLError

    if isinstance(error, HTTPError):
        error.close()
        known = {status.value: status.phrase for status in HTTPStatus}
        return f"it answered {error.code} {known.get(error.code, '')}".rstrip()
    if isinstance(error, URLError) and isinstance(error.reason, BaseException):
        error = error.reason
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {error.verify_message}"
    if isinstance(error, socket.gaierror):
        return "its name is not found: there may be no network"
    if isinstance(error, TimeoutError):
        return f"nothing came for {_SILENCE_S:g} s"
    if isinstance(error, ConnectionRefusedError):
        return "it refuses the connection"
    if isinstance(error, IncompleteRead | RemoteDisconnected | ConnectionError):
        return "the connection was cut"
    if isinstance(error, HTTPException):
        return "what it answers is not HTTP"
    if isinstance(error, OSError):
        return f"there is no connection: {error.strerror or error}"
    return f"the transfer failed: {error or type(error).__name__}"
