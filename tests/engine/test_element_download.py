"""engine.element_download against a server on this computer that misbehaves in every way we could think of."""

import gzip
import json
import re
import socket
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from engine.element_download import CELESTRAK_STARLINK, kept_elements, update_elements
from engine.elements import read_elements
from engine.fetch import checked_address, fetch
from engine.files import Cancelled
from engine.paths import cache_folder
from engine.timebase import parse_utc

AUTHORITY = json.loads((Path(__file__).parents[1] / "authorities/elements.json").read_text(encoding="utf-8"))
LINES = [case["lines"] for case in AUTHORITY["skyfield"] if "lines" in case]
GOOD = "\r\n".join(line for lines in LINES for line in lines).encode()
KEPT_LINE = "# downloaded 2026-11-20T06:00:00Z from https://celestrak.org/x"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """Connections that are cut are what this is for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def give(self, content, code=200, length=None, **headers):
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        if length != "none":
            self.send_header("Content-Length", str(len(content) if length is None else length))
        self.end_headers()
        self.wfile.write(content)
        if length is not None:
            self.close_connection = True

    def do_GET(self):
        self.server.asked.append(self.path)
        name, _, rest = self.path[1:].partition("/")
        getattr(self, name)(rest)

    def good(self, _):
        self.give(GOOD)

    def html(self, _):
        self.give(b"<!DOCTYPE html><html><body>Please log in to the hotel's network</body></html>")

    def until_it_closes(self, form):
        """No length: a client cannot tell a body that was cut from a whole one."""
        self.give(self.server.bodies[form.partition("?")[0]], length="none")
        self.close_connection = True

    def packed(self, name):
        headers = {"Content-Encoding": "gzip"} if name else {}
        self.give(gzip.compress(GOOD), **headers)

    def words(self, _):
        self.give(b"Invalid query: GROUP=starlnik")

    def empty(self, _):
        self.give(b"")

    def mostly_bad(self, _):
        self.give(GOOD + b"\nnoise" * 20)

    def status(self, code):
        self.give(GOOD, code=int(code))

    def to_http(self, _):
        self.give(b"", code=302, Location="http://example.com/elements")

    def to_file(self, _):
        self.give(b"", code=301, Location="file:///etc/passwd")

    def nowhere(self, _):
        self.give(b"", code=302)

    def loop(self, _):
        self.give(b"", code=302, Location="/loop/")

    def hops(self, left):
        self.give(b"", code=307, Location=f"/hops/{int(left) - 1}" if int(left) > 1 else "/good/")

    def cut(self, _):
        self.give(GOOD[:300], length=len(GOOD))

    def cut_chunks(self, _):
        self.give(b"40\r\n" + GOOD[:30], length="none", **{"Transfer-Encoding": "chunked"})
        self.close_connection = True

    def reset(self, _):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\nabc")
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def silent_end(self, _):
        self.close_connection = True

    def no_http(self, _):
        self.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")
        self.close_connection = True

    def huge_declared(self, _):
        self.give(b"x", length=10**12)

    def huge(self, _):
        self.send_response(200)
        self.end_headers()
        while not self.server.ended.is_set():
            self.wfile.write(b"x" * 65_536)

    def drip(self, _):
        self.send_response(200)
        self.send_header("Content-Length", str(len(GOOD)))
        self.end_headers()
        self.drip_on()

    def drip_head(self, _):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        self.drip_on()

    def drip_on(self):
        while not self.server.ended.wait(0.05):
            self.wfile.write(b"1")
            self.wfile.flush()


@pytest.fixture
def server():
    made = _Server(("127.0.0.1", 0), _Handler)
    made.asked, made.ended = [], threading.Event()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    made.url = f"http://127.0.0.1:{made.server_port}"
    yield made
    made.ended.set()
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.fixture
def folder(tmp_path):
    """With elements from before in it: one satellite, downloaded on a known day."""
    content = "\n".join([KEPT_LINE, *LINES[0]]) + "\n"
    (tmp_path / "elements.txt").write_text(content, encoding="utf-8", newline="")
    return tmp_path


def refused(url, folder, **limits):
    """Try, and return the sentence; what is kept must be what it was, and nothing beside it."""
    before = (folder / "elements.txt").read_bytes()
    with pytest.raises(ValueError) as caught:
        update_elements(url, folder=folder, **{"seconds": 20.0, **limits})
    assert (folder / "elements.txt").read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["elements.txt"]
    sentence = str(caught.value)
    assert sentence.startswith("no new elements: ")
    assert "\n" not in sentence
    assert re.search(r"; those downloaded on 2026-11-20, [\d,]+ (days|hours) ago, stay$", sentence)
    return sentence


def test_a_good_file_is_read_kept_and_dated(server, tmp_path):
    shares = []
    elements, reading = update_elements(
        f"{server.url}/good/", lambda share: shares.append(share) or True, folder=tmp_path / "new" / "folder"
    )
    assert reading.good == elements.count == len(LINES)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    kept = kept_elements(tmp_path / "new" / "folder")
    assert kept.url == f"{server.url}/good/"
    assert kept.age_days() * 86_400.0 == pytest.approx(0.0, abs=60.0)
    again, _ = kept.read()
    assert again.catalogue.tolist() == elements.catalogue.tolist() == [int(one[2:7]) for one, _ in LINES]
    assert again.source == "127.0.0.1"
    assert read_elements(kept.path)[0].count == elements.count


def test_a_new_file_takes_the_place_of_the_old(server, folder):
    update_elements(f"{server.url}/good/", folder=folder)
    assert kept_elements(folder).read()[0].count == len(LINES)
    assert [path.name for path in folder.iterdir()] == ["elements.txt"]


def test_what_is_kept_has_its_age(folder):
    kept = kept_elements(folder)
    assert kept.downloaded_s == parse_utc("2026-11-20T06:00:00Z")
    assert kept.age_days(parse_utc("2026-11-23T18:00:00Z")) == pytest.approx(3.5)


@pytest.mark.parametrize(
    "content", [None, b"", b"no first line\n", b"# downloaded 2026-99-99T00:00:00Z from x\n", b"\xff" * 99]
)
def test_no_file_or_one_of_others_is_nothing_kept(tmp_path, content):  # fmt: skip
    if content is not None:
        (tmp_path / "elements.txt").write_bytes(content)
    assert kept_elements(tmp_path) is None


WRONG = [
    ("html/", "a web page, HTML, and no elements"),
    ("packed/with_header", "it answered in the packed form 'gzip', though that was not asked for"),
    ("packed/", "gives a gzip file"),
    ("words/", "holds no orbital elements that can be read"),
    ("empty/", "is empty"),
    ("mostly_bad/", "more of its records are bad than good"),
    ("status/403", "it answered 403 Forbidden"),
    ("status/500", "it answered 500 Internal Server Error"),
    ("status/404", "it answered 404 Not Found"),
    ("status/799", "it answered 799"),
    ("to_http/", "it redirects to http://example.com, and only https is followed"),
    ("to_file/", "is no web address"),
    ("nowhere/", "it redirects more than 5 times"),
    ("loop/", "it redirects more than 5 times"),
    ("hops/6", "it redirects more than 5 times"),
    ("cut/", "the connection was cut after 300 of"),
    ("cut_chunks/", "the connection was cut"),
    ("reset/", "the connection was cut"),
    ("silent_end/", "the connection was cut"),
    ("no_http/", "what it answers is not HTTP"),
    ("huge_declared/", "it is larger than 64 MB"),
]


@pytest.mark.parametrize(("path", "said"), WRONG)
def test_whatever_goes_wrong_the_last_good_file_stays(server, folder, path, said):
    assert said in refused(f"{server.url}/{path}", folder)
    assert len(server.asked) <= 6


def bodies():
    """The same eight satellites in each form, as CelesTrak ends them."""
    records = [
        {
            "OBJECT_NAME": f"SAT {k}", "EPOCH": "2026-08-19T06:00:00.000000", "MEAN_MOTION": 15.27, "INCLINATION": 43.0,
            "ECCENTRICITY": 0.0002, "RA_OF_ASC_NODE": 10.0 + k, "ARG_OF_PERICENTER": 0.0, "MEAN_ANOMALY": 0.0,
            "NORAD_CAT_ID": 70_001 + k, "BSTAR": 0.00012345,
        }
        for k in range(8)
    ]  # fmt: skip
    lines = [",".join(records[0]), *(",".join(map(str, record.values())) for record in records)]
    tags = ["".join(f"<{key}>{value}</{key}>" for key, value in record.items()) for record in records]
    segments = "".join(f"<omm><body><segment>{each}</segment></body></omm>" for each in tags)
    return {
        "tle": GOOD + b"\r\n",
        "csv": ("\r\n".join(lines) + "\r\n").encode(),
        "json": json.dumps(records).encode(),
        "xml": f"<?xml version='1.0'?><ndm>{segments}</ndm>".encode(),
    }


@pytest.mark.parametrize("form", ["tle", "csv", "json", "xml"])
def test_a_body_without_a_length_is_taken_whole_and_refused_cut(server, folder, form):
    """Wherever it is cut, but between two lines or after the last: that looks like a shorter file."""
    whole = bodies()[form]
    end = whole.rstrip()
    last = end.rindex({"tle": b"\n1 ", "csv": b"\n", "json": b", {", "xml": b"<omm>"}[form]) + 1
    cuts = [last + 20, (last + len(end)) // 2, len(end) - 1]
    cuts += {"tle": [], "csv": [last - 2, len(end)], "json": [last - 1, last], "xml": [last]}[form]
    for at in cuts:
        server.bodies = {form: whole[:at]}
        assert "its end is missing" in refused(f"{server.url}/until_it_closes/{form}", folder), at
    server.bodies = {form: whole}
    elements, _ = update_elements(f"{server.url}/until_it_closes/{form}", folder=folder)
    assert elements.count == 8


def test_half_of_what_is_kept_is_refused_and_more_is_taken(server, tmp_path):
    url = f"{server.url}/until_it_closes/tle"
    for count, taken in ((8, True), (5, True), (8, True), (4, False), (1, False)):
        server.bodies = {"tle": "".join(f"{line}\n" for lines in LINES[:count] for line in lines).encode()}
        if taken:
            assert update_elements(url, folder=tmp_path)[0].count == count
            continue
        before = (tmp_path / "elements.txt").read_bytes()
        said = rf"it gives {count} satellites, and 8 are kept: much seems missing; those downloaded on .* stay$"
        with pytest.raises(ValueError, match=said):
            update_elements(url, folder=tmp_path)
        assert (tmp_path / "elements.txt").read_bytes() == before
    server.bodies = {"tle": GOOD[: len(GOOD) // 8]}  # those of another address are another set of satellites
    assert update_elements(f"{url}?GROUP=other", folder=tmp_path)[0].count == 1


def test_five_redirects_are_followed(server, folder):
    elements, _ = update_elements(f"{server.url}/hops/5", folder=folder)
    assert elements.count == len(LINES)


def test_an_endless_body_is_left_at_the_limit(server, folder):
    assert "it is larger than 2 MB" in refused(f"{server.url}/huge/", folder, most_bytes=2_000_000)


@pytest.mark.parametrize("path", ["drip/", "drip_head/"])
def test_a_dripping_server_is_left_when_the_time_is_up(server, folder, path):
    """Each byte comes soon enough: only a limit on the whole ends it."""
    assert "it took longer than 0.7 s" in refused(f"{server.url}/{path}", folder, seconds=0.7)


def test_it_can_be_cancelled_while_nothing_comes(server, folder):
    asked = []
    with pytest.raises(Cancelled):
        update_elements(f"{server.url}/drip/", lambda share: asked.append(share) or len(asked) < 3, folder=folder)
    assert kept_elements(folder).read()[0].count == 1


def test_cancelled_at_the_last_moment_nothing_is_replaced(server, folder):
    with pytest.raises(Cancelled):
        update_elements(f"{server.url}/good/", lambda share: share < 0.85, folder=folder)
    assert kept_elements(folder).read()[0].count == 1


def test_no_server_there(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    assert "127.0.0.1: it refuses the connection" in refused(f"http://127.0.0.1:{port}/", folder)


def test_no_name_found(folder, monkeypatch):
    def no_name(*_, **__):
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", no_name)
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert "celestrak.org: its name is not found: there may be no network" in refused(CELESTRAK_STARLINK, folder)


def test_a_server_that_speaks_no_tls_is_refused(server, folder):
    url = f"https://127.0.0.1:{server.server_port}/good/"
    assert "there is no connection" in refused(url, folder)


@pytest.mark.parametrize(
    ("url", "said"),
    [("http://celestrak.org/x", "only https addresses are"), ("ftp://127.0.0.1/x", "only https"), ("", "no web"),
     ("file:///etc/passwd", "no web"), ("https://", "no web"), ("https://[::1", "no web"), ("https://a b/", "no web"),
     ("https://a\n/", "no web"), ("https://x:99999999/", "no web"), ("http://127.0.0.1.example.com/", "only https")],
)  # fmt: skip
def test_only_https_is_asked(folder, url, said):
    assert said in refused(url, folder)


def test_from_https_no_redirect_leads_to_this_computer_by_http():
    from urllib.parse import urlsplit

    with pytest.raises(ValueError, match="only https is followed"):
        checked_address("http://127.0.0.1:8080/x", after=urlsplit("https://celestrak.org/x"))
    assert checked_address("https://other.org/x", after=urlsplit("https://celestrak.org/x")).hostname == "other.org"


def test_a_folder_that_cannot_be_written(server, tmp_path):
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(ValueError, match=r"no new elements: .*cannot be made.*; there are none from before"):
        update_elements(f"{server.url}/good/", folder=tmp_path / "taken")


def test_it_is_kept_in_the_cache_folder_unless_told_otherwise(server):
    assert kept_elements() is None
    update_elements(f"{server.url}/good/")
    try:
        assert kept_elements().path.is_relative_to(cache_folder())
    finally:
        kept_elements().path.unlink()


def test_the_thread_of_a_transfer_that_is_left_ends_soon(server):
    before = set(threading.enumerate())
    with pytest.raises(ValueError, match="longer"):
        fetch(f"{server.url}/drip/", most_bytes=10**6, seconds=0.2)
    for _ in range(100):
        if not [each for each in set(threading.enumerate()) - before if each.name == "download"]:
            break
        time.sleep(0.05)
    else:
        pytest.fail("it still runs")
