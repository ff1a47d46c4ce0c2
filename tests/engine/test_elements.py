"""engine.elements: files of real satellites, good ones of every form and bad ones of many kinds."""

import csv
import gzip
import io
import json
import tracemalloc
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import elements as elements_module
from engine.elements import parse_elements, read_elements
from engine.tle import catalogue_number

AUTHORITY = json.loads((Path(__file__).parents[1] / "authorities/elements.json").read_text(encoding="utf-8"))
CASES = [case for case in AUTHORITY["skyfield"] if "lines" in case]
THREE = "\n".join(line for case in CASES for line in (case["name"], *case["lines"])) + "\n"
TWO = "\n".join(line for case in CASES for line in case["lines"]) + "\n"
LINES = THREE.splitlines()
OMM = next(case["omm"] for case in AUTHORITY["skyfield"] if "omm" in case)
# The same satellites as OMMs, from the columns of the format's definition and nothing of the engine.
OMMS = [
    {
        "OBJECT_NAME": case["name"], "OBJECT_ID": "2026-001A", "EPOCH": "2026-08-19T06:00:00",
        "MEAN_MOTION": two[52:63].strip(), "ECCENTRICITY": "0." + two[26:33], "INCLINATION": two[8:16].strip(),
        "RA_OF_ASC_NODE": two[17:25].strip(), "ARG_OF_PERICENTER": two[34:42].strip(),
        "MEAN_ANOMALY": two[43:51].strip(), "EPHEMERIS_TYPE": "0", "CLASSIFICATION_TYPE": "U",
        "NORAD_CAT_ID": str(case["number"]), "ELEMENT_SET_NO": "0", "REV_AT_EPOCH": "0",
        "BSTAR": f"{one[53].strip()}.{one[54:59]}e{one[59:61]}", "MEAN_MOTION_DOT": "0", "MEAN_MOTION_DDOT": "0",
    }
    for case in CASES for one, two in [case["lines"]]
]  # fmt: skip
WORDS = ("OBJECT_NAME", "OBJECT_ID", "EPOCH", "CLASSIFICATION_TYPE")
WHOLE = ("EPHEMERIS_TYPE", "NORAD_CAT_ID", "ELEMENT_SET_NO", "REV_AT_EPOCH")
NUMBERED = [
    {key: text if key in WORDS else int(text) if key in WHOLE else float(text) for key, text in omm.items()}
    for omm in OMMS
]


def as_csv(records):
    text = io.StringIO()
    writer = csv.DictWriter(text, list(records[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue()


def as_xml(records, head='<?xml version="1.0" encoding="UTF-8"?>\n'):
    names = ("OBJECT_NAME", "OBJECT_ID")
    drag = ("EPHEMERIS_TYPE", "NORAD_CAT_ID", "ELEMENT_SET_NO", "REV_AT_EPOCH", "BSTAR", "MEAN_MOTION_DOT")

    def tags(record, keys):
        return "".join(f"<{key}>{escape(str(record[key]))}</{key}>" for key in keys)

    segments = "".join(
        f'<omm id="CCSDS_OMM_VERS" version="2.0"><header><ORIGINATOR/></header><body><segment>'
        f"<metadata>{tags(one, names)}<REF_FRAME>TEME</REF_FRAME><TIME_SYSTEM>UTC</TIME_SYSTEM></metadata>"
        f"<data><meanElements>{tags(one, [key for key in one if key not in names + drag])}</meanElements>"
        f"<tleParameters>{tags(one, drag)}</tleParameters></data></segment></body></omm>\n"
        for one in records
    )
    return f"{head}<ndm>{segments}</ndm>"


FORMS = {
    "three lines": THREE,
    "two lines": TWO,
    "JSON of numbers": json.dumps(NUMBERED),
    "JSON of words": json.dumps(OMMS, indent=2),
    "JSON lines": "\n".join(json.dumps(omm) for omm in OMMS),
    "JSON inside an object": json.dumps({"satellites": OMMS}),
    "CSV": as_csv(OMMS),
    "CSV in another order": as_csv([dict(reversed(omm.items())) for omm in OMMS]),
    "XML": as_xml(OMMS),
    "XML on one line": as_xml(OMMS, head="").replace("\n", ""),
}
ARRAYS = (
    "catalogue epoch_days bstar eccentricity argument_of_perigee_rad inclination_rad mean_anomaly_rad raan_rad"
    " mean_motion_rad_min"
).split()


def parse(text, source="given.txt"):
    return parse_elements(text if isinstance(text, bytes) else text.encode(), source)


def parsed_or_refused(content):
    """The elements and the reading, or the one sentence why there are none."""
    try:
        return parse(content)
    except ValueError as error:
        return str(error)


def refused(content):
    sentence = parsed_or_refused(content)
    assert isinstance(sentence, str)
    assert "\n" not in sentence
    return sentence


def with_checksum(line):
    """The modulo-10 checksum as its definition has it: digits, and 1 for a minus sign."""
    return line[:68] + str(sum(int(sign) if sign.isdigit() else sign == "-" for sign in line[:68]) % 10)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_elements(form):
    expected, _ = parse(THREE)
    got, reading = parse(FORMS[form])
    assert (reading.good, reading.bad, reading.duplicates) == (len(CASES), 0, 0)
    if form != "two lines":
        assert got.name == expected.name == tuple(case["name"] for case in CASES)
    for name in ARRAYS:
        np.testing.assert_allclose(getattr(got, name), getattr(expected, name), rtol=1e-12, atol=1e-15, err_msg=name)


def test_the_columns_are_those_of_the_format():
    """STARLINK-like by hand, with all its fields different."""
    one = with_checksum("1 A0001U 26001A   26231.25000000  .00012345 -67890-5 -89842-3 0  999")
    two = with_checksum("2 A0001  53.1481 110.2629 0005172  75.9267 284.2321 15.6116591237448")
    got, _ = parse(f"0 OBJECT\n{one}\n{two}\n")
    assert got.name == ("OBJECT",)
    assert got.catalogue.tolist() == [100_001]
    assert got.epoch_days[0] == pytest.approx(27_990.25, abs=1e-9)
    assert got.epoch_s[0] == pytest.approx(840_391_269.184, abs=1e-5)
    assert got.bstar[0] == pytest.approx(-0.89842e-3)
    assert got.mean_motion_dot_rad_min2[0] == pytest.approx(0.00012345 * 2 * np.pi / 1440**2)
    assert got.mean_motion_ddot_rad_min3[0] == pytest.approx(-0.67890e-5 * 2 * np.pi / 1440**3)
    assert got.eccentricity[0] == 0.0005172
    assert np.degrees(got.inclination_rad[0]) == pytest.approx(53.1481)
    assert np.degrees(got.raan_rad[0]) == pytest.approx(110.2629)
    assert np.degrees(got.argument_of_perigee_rad[0]) == pytest.approx(75.9267)
    assert np.degrees(got.mean_anomaly_rad[0]) == pytest.approx(284.2321)
    assert got.mean_motion_rad_min[0] == pytest.approx(15.61165912 * 2 * np.pi / 1440)


@pytest.mark.parametrize(
    ("text", "number"),
    [("00005", 5), ("    5", 5), ("A0000", 100_000), ("E8493", 148_493), ("J2931", 182_931), ("P4018", 234_018),
     ("W1928", 301_928), ("Z9999", 339_999)],
)  # fmt: skip
def test_alpha_5_numbers(text, number):
    """The examples of Space-Track's documentation."""
    assert catalogue_number(text) == number


def test_six_and_nine_digit_numbers_of_an_omm():
    got, _ = parse(json.dumps([OMM, OMM | {"NORAD_CAT_ID": 799_501_001}]))
    assert got.catalogue.tolist() == [270_001, 799_501_001]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("form", ["three lines", "JSON of words", "CSV", "XML"])
def test_byte_order_marks_and_line_ends_do_not_matter(form, encoding):
    for ends in ("\r\n", "\r", "\n"):
        text = FORMS[form].replace("\r\n", "\n").replace("\n", ends).replace('encoding="UTF-8"', "")
        _, reading = parse(text.encode(encoding))
        assert (reading.good, reading.bad) == (len(CASES), 0)


def test_mixed_forms_are_all_read():
    parts = [THREE.split("LOW 70")[0], json.dumps(OMMS[2:3]) + "\n", as_csv(OMMS[3:5]), as_xml(OMMS[5:6]) + "\n"]
    text = "".join(parts) + "\n".join(LINES[18:21]) + "\n" + "\n".join(LINES[22:24])
    got, reading = parse(text)
    assert (reading.good, reading.bad) == (8, 0)
    assert sorted(got.catalogue.tolist()) == [case["number"] for case in CASES]
    assert set(reading.forms) == {"TLE", "OMM JSON", "OMM CSV", "OMM XML"}
    assert got.name[got.catalogue.tolist().index(70_007)] == "MOLNIYA"
    assert got.name[got.catalogue.tolist().index(70_008)] == "70008"


def test_of_two_records_of_a_satellite_the_newer_stays():
    newer = OMM | {"EPOCH": "2026-08-20T00:00:00", "OBJECT_NAME": "NEWER"}
    for records in ([OMM, newer, OMM], [newer, OMM, OMM], [OMM, OMM, newer]):
        got, reading = parse(json.dumps(records))
        assert got.name == ("NEWER",)
        assert (reading.good, reading.duplicates, reading.bad) == (3, 2, 0)
        assert "2 older records" in reading.summary()


BAD_LINES = [
    (lambda lines: [*lines[:5], lines[5][:50], *lines[6:]], 6, "cut short: 50 characters"),
    (lambda lines: [*lines[:5], lines[5][:68], *lines[6:]], 6, "cut short: 68 characters"),
    (lambda lines: lines[:5] + lines[6:], 5, "line 2 does not follow"),
    (lambda lines: lines[:4] + lines[5:], 5, "line 1 does not come before"),
    (lambda lines: lines[:5], 5, "line 2 does not follow"),
    (lambda lines: [*lines[:4], lines[4][:-1] + str((int(lines[4][-1]) + 1) % 10), *lines[5:]], 5, "checksum"),
    (lambda lines: [*lines[:5], lines[5].replace("43.0021", "43.0031"), *lines[6:]], 6, "checksum"),
    (lambda lines: [*lines[:5], lines[2], *lines[6:]], 6, "line 1 is of satellite 70002, line 2 of 70001"),
    (lambda lines: [*lines[:5], lines[5].replace("43.0021", "43,0021"), *lines[6:]], 6, "columns"),
    (lambda lines: [*lines[:5], "2  " + lines[5][2:], *lines[6:]], 6, "columns"),
    (lambda lines: [*lines[:5], with_checksum(lines[5].replace(" 43.0021", "243.0021")), *lines[6:]], 6, "inclination"),
    (lambda lines: [*lines[:5], with_checksum(lines[5].replace("15.27", "00.01")), *lines[6:]], 6, "mean motion"),
    (lambda lines: [*lines[:4], with_checksum(lines[4][:62] + "4" + lines[4][63:]), *lines[5:]], 5, "SGP4-XP"),
    (lambda lines: [*lines[:4], lines[4].replace("70002U ", "70002U\0"), *lines[5:]], 5, "columns"),
    (lambda lines: [*lines[:6], "what is this", *lines[6:]], 7, "neither an element line nor the name"),
]


@pytest.mark.parametrize(("spoil", "line", "reason"), BAD_LINES)
def test_a_bad_line_is_told_and_the_others_are_used(spoil, line, reason):
    lines = spoil(LINES)
    got, reading = parse("\r\n".join(lines))
    whole = "neither" in reason
    assert reading.bad == 1
    assert (reading.first_bad[0].unit, reading.first_bad[0].number) == ("line", line)
    assert reason in reading.first_bad[0].reason
    assert reading.good == (len(CASES) if whole else 1 if len(lines) == 5 else len(CASES) - 1)
    assert (70_002 in got.catalogue) == whole
    assert f"line {line}: " in reading.summary()


BAD_FIELDS = [
    ({"MEAN_MOTION": None}, "MEAN_MOTION is None"),
    ({"MEAN_MOTION": "fast"}, "MEAN_MOTION is 'fast'"),
    ({"MEAN_MOTION": True}, "MEAN_MOTION is True"),
    ({"MEAN_MOTION": [15]}, "MEAN_MOTION is [15]"),
    ({"MEAN_MOTION": 10**400}, "MEAN_MOTION is 1000"),
    ({"MEAN_MOTION": float("inf")}, "mean motion in revolutions a day is inf"),
    ({"ECCENTRICITY": float("nan")}, "eccentricity is nan"),
    ({"ECCENTRICITY": 1.0}, "eccentricity is 1: it must be from 0 to 1"),
    ({"NORAD_CAT_ID": "12x"}, "NORAD_CAT_ID"),
    ({"NORAD_CAT_ID": 1.5}, "NORAD_CAT_ID is 1.5"),
    ({"NORAD_CAT_ID": float("inf")}, "NORAD_CAT_ID"),
    ({"NORAD_CAT_ID": -5}, "catalogue is -5"),
    ({"EPOCH": "yesterday"}, "EPOCH is 'yesterday'"),
    ({"EPOCH": "2026-02-30T00:00:00"}, "EPOCH"),
    ({"EPOCH": "2026-08-19T06:00:00+02:00"}, "EPOCH"),
    ({"EPOCH": "1900-01-01T00:00:00"}, "epoch days"),
    ({"MEAN_ELEMENT_THEORY": "DSST"}, "MEAN_ELEMENT_THEORY is 'DSST'"),
    ({"REF_FRAME": "ICRF"}, "REF_FRAME"),
    ({"TIME_SYSTEM": "TAI"}, "TIME_SYSTEM"),
    ({"EPHEMERIS_TYPE": 4}, "SGP4-XP"),
]


@pytest.mark.parametrize(("change", "reason"), BAD_FIELDS)
def test_a_bad_field_is_told_by_record(change, reason):
    _, reading = parse(json.dumps([*OMMS[:2], OMMS[2] | change, *OMMS[3:]]))
    assert (reading.good, reading.bad) == (len(OMMS) - 1, 1)
    assert (reading.first_bad[0].unit, reading.first_bad[0].number) == ("record", 3)
    assert reason in reading.first_bad[0].reason


@pytest.mark.parametrize(
    "name", ["A{B", "A}B", "{A}", "}{", 'A "quoted{" B', "A\\{", "{" * 50, '{"NORAD_CAT_ID": 1}', "]}, {["],
)  # fmt: skip
def test_braces_in_a_name_are_part_of_it(name):
    for indent in (None, 2):
        got, reading = parse(json.dumps([OMMS[0], OMMS[1] | {"OBJECT_NAME": name}, *OMMS[2:]], indent=indent))
        assert (reading.good, reading.bad) == (len(OMMS), 0)
        assert got.name[1] == name


def test_a_name_that_lacks_its_quotation_mark_costs_one_record():
    text = json.dumps(OMMS).replace(f'"{OMMS[2]["OBJECT_NAME"]}"', '"NAME')
    got, reading = parse(text)
    assert (reading.good, reading.bad) == (len(OMMS) - 1, 1)
    assert 70_003 not in got.catalogue


@pytest.mark.parametrize("end", ["+00:00", "-00:00", "+0000", "+00", "Z"])
@pytest.mark.parametrize("day", ["2026-08-19T06:00:00.250000", "2026-231T06:00:00.25"])
def test_an_epoch_may_say_that_it_is_utc(day, end):
    expected, _ = parse(json.dumps([OMM | {"EPOCH": "2026-08-19T06:00:00.25"}]))
    got, _ = parse(json.dumps([OMM | {"EPOCH": day + end}]))
    assert got.epoch_days[0] == expected.epoch_days[0]


def test_a_packed_file_is_called_so():
    assert "given.txt gives a gzip file: the elements in it must be unpacked first" in refused(gzip.compress(b"a"))
    assert "given.txt gives a zip file" in refused(b"PK\x03\x04\x14\0\0\0")


def test_a_missing_field_is_told():
    without = {key: value for key, value in OMMS[0].items() if key != "BSTAR"}
    assert "it has no BSTAR" in refused(json.dumps(without))


@pytest.mark.parametrize("form", ["JSON of numbers", "JSON of words", "CSV", "XML", "XML on one line"])
def test_a_file_cut_short_loses_its_last_record(form):
    text = FORMS[form].strip()
    _, reading = parse(text[:-60])
    assert (reading.good, reading.bad) == (len(OMMS) - 1, 1)


def test_csv_with_too_few_values_and_with_open_quotation_marks():
    lines = as_csv(OMMS).split("\r\n")
    lines[2] = ",".join(lines[2].split(",")[:-3])
    lines[4] = '"' + lines[4]
    _, reading = parse("\r\n".join(lines))
    assert (reading.good, reading.bad) == (len(OMMS) - 2, 2)
    assert [(bad.unit, bad.number) for bad in reading.first_bad] == [("line", 3), ("line", 5)]
    assert "14 values, where the line of names has 17" in reading.first_bad[0].reason


def test_names_may_hold_commas_quotation_marks_and_ampersands():
    name = 'A, "B" & <C>'
    for text in (json.dumps([OMM | {"OBJECT_NAME": name}]), as_csv([OMM | {"OBJECT_NAME": name}]),
                 as_xml([OMM | {"OBJECT_NAME": name}])):  # fmt: skip
        assert parse(text)[0].name == (name,)


def test_what_cannot_be_shown_is_left_out_of_names():
    got, _ = parse(LINES[0].encode() + b" \x00\x1b[31m\xff\n" + "\n".join(LINES[1:3]).encode())
    assert got.name == ("LOW 53 [31m",)
    assert len(parse(json.dumps(OMM | {"OBJECT_NAME": "x" * 9_999}))[0].name[0]) <= 100


def test_an_entity_bomb_is_not_expanded():
    bomb = '<!DOCTYPE ndm [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 50}">' for i in range(12)
    )
    text = as_xml([OMM], head=bomb + "]>").replace("SIX DIGITS", "&m;")
    tracemalloc.start()
    assert "document type" in refused(text)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()
    assert "not XML" in refused(as_xml([OMM]).replace("SIX DIGITS", "&unknown;"))


@pytest.mark.parametrize(
    "text",
    ["[" * 99_999, '{"a":' * 99_999, '{"a":' + "[" * 40_000 + "]" * 40_000 + "}", "<segment>" * 99_999, "<a>" * 99_999],
    ids=["brackets", "objects", "arrays in an object", "segments", "tags"],
)  # fmt: skip
def test_deep_nesting_is_refused_in_one_sentence(text):
    assert "holds no orbital elements that can be read" in refused(text)


def test_only_the_first_twenty_reasons_are_kept_and_all_are_counted():
    _, reading = parse(TWO + "noise\n" * 5_000)
    assert reading.bad == 5_000
    assert len(reading.first_bad) == 20
    assert "5,000 bad records" in reading.summary()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "is empty"), (b" \r\n\n", "is empty"), (b"\xef\xbb\xbf", "holds no"), (b"\0" * 999, "holds no"),
     (b"<html>Not found</html>", "a web page"), (b"<ndm></ndm>", "XML without"), (b"No GP data", "line 1: neither"),
     (b"[]", "holds no"), (b"{}", "record 1"), (b"OBJECT_NAME,EPOCH,MEAN_MOTION,NORAD_CAT_ID\n", "holds no"),
     (b"\xff\xfe\x00", "holds no")],
)  # fmt: skip
def test_a_file_without_a_good_record_is_one_sentence(content, said):
    assert said in refused(content)


def test_files_that_cannot_be_read(tmp_path):
    for path, said in ((tmp_path / "none", "No such file"), (tmp_path, "cannot be read")):
        with pytest.raises(ValueError, match=said):
            read_elements(path)


def test_too_large_a_file_is_refused_before_it_is_looked_at(tmp_path):
    path = tmp_path / "large.tle"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(ValueError, match=r"large.tle is larger than 128 MB, which is the most that is read"):
        read_elements(path)


def test_noise_is_given_up(monkeypatch):
    """5 MB of each here; 64 MB were tried by hand: 9 s at most, and 1 GB."""
    monkeypatch.setattr(elements_module, "MOST_BYTES", 6_000_000)
    noise = np.random.default_rng(5).integers(0, 256, 5_000_000, dtype=np.uint8).tobytes()
    for content in (noise, b"a\n" * 2_500_000, b'{"' * 2_500_000, b"1 00005U \n<\n" * 400_000):
        assert "holds no orbital elements" in refused(content)


def test_good_records_in_noise_are_found():
    noise = np.random.default_rng(6).integers(0, 256, 300_000, dtype=np.uint8).tobytes()
    _, reading = parse(noise + b"\n" + THREE.encode() + noise)
    assert reading.good == len(CASES)
    assert reading.bad > 100


@pytest.mark.parametrize("noise", ["a\n", '{"', '{"a":"{x"}\n', "1 00005U \n<\n"])
def test_after_very_many_bad_records_the_good_ones_before_are_used(monkeypatch, noise):
    """By hand 100 MB of each: 25 s and 0.9 GB at most; of bytes by chance 6 s, and all of it is read."""
    monkeypatch.setattr("engine.element_record._HOPELESS", 1_000)
    got, reading = parse(THREE + noise * 5_000)
    assert reading.good == got.count == len(CASES)
    assert (reading.bad, reading.forms) == (1_000, ("TLE",))
    assert reading.summary().endswith("; what follows so many was not read")
    assert not parse(THREE + noise * 300)[1].given_up


def test_good_records_behind_much_noise_are_found():
    """8 MB here, in as many parts for each byte as in 100 MB."""
    noise = np.random.default_rng(7).integers(0, 256, 4_000_000, dtype=np.uint8).tobytes()
    content = noise + b"\n" + THREE.encode() + noise + b"\n" + FORMS["CSV"].encode() + noise[:9]
    tracemalloc.start()
    _, reading = parse(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert reading.good == 2 * len(CASES)
    assert not reading.given_up
    assert peak < 10 * len(content)


def test_more_satellites_than_fly_are_refused(monkeypatch):
    monkeypatch.setattr("engine.element_record.MOST_SATELLITES", 5)
    assert "more than 5 satellites" in refused(TWO)


@st.composite
def spoilt(draw):
    """A good file with bytes cut out, put in, doubled or changed, at up to six places."""
    content = bytearray(draw(st.sampled_from(sorted(FORMS.values()))).encode())
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(content)))
        length = draw(st.integers(0, 200))
        match draw(st.sampled_from(("cut", "end", "put", "double", "other"))):
            case "cut":
                del content[at : at + length]
            case "end":
                del content[at:]
            case "put":
                content[at:at] = draw(st.binary(max_size=40) | st.sampled_from([b"{", b"}", b'"', b"<", b"\n", b"\0"]))
            case "double":
                content[at:at] = content[at : at + length]
            case "other":
                content[at:at] = draw(st.sampled_from(sorted(FORMS.values()))).encode()[: length * 5]
    return bytes(content)


@given(spoilt())
def test_whatever_is_spoilt_good_records_or_one_sentence_come_out(content):
    answer = parsed_or_refused(content)
    if isinstance(answer, str):
        assert answer.startswith("given.txt ") and "\n" not in answer
        return
    got, reading = answer
    assert got.count == reading.good - reading.duplicates > 0
    assert len(set(got.catalogue.tolist())) == got.count
    for name in ARRAYS:
        assert np.isfinite(getattr(got, name)).all()
    assert all(name.isprintable() and name for name in got.name)


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_bytes_by_chance_are_refused_in_one_sentence(content):
    assert "\n" not in refused(content)
