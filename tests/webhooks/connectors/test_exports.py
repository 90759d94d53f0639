"""Exports as practice systems write them, uploaded over HTTP in the encodings they come in."""

import pytest

DENTRIX = (
    "Pat ID,Patient Name,Home Phone,Mobile Phone,E-Mail,Appt Date,Appt Time,Length,Status,Reason\r\n"
    '1001,"Ruiz, Ana M.",(510)555-0140,(510)555-0141,ana@example.com,03/03/2026,09:00 AM,60,Complete,"Crown\r\nseat #3"\r\n'
    '1002,"SMITH, DON",,(510)555-0142,,03/03/2026,10:00 AM,30,Complete,Prophy\r\n'
    '1003,"Lee, Grace",,(510)555-0143,,03/03/2026,11:00 AM,30,Broken,Exam\r\n'
)
EAGLESOFT = (
    "Patient ID;Patient Name;Cell Phone;Email Address;Date;Time;Status\r\n"
    "77;Núñez, José;510-555-0144;jose@example.com;3/2/2026;9:15a;Walked Out\r\n"
    "78;O’Neil, Zoë;510-555-0145;;3/2/2026;2:45p;Walked Out\r\n"
)
OPEN_DENTAL = (
    "PatNum\tLName\tFName\tWirelessPhone\tEmail\tAptDateTime\tAptStatus\n"
    "5\tRuiz\tAna\t5105550146\tana@example.com\t2026-03-03 14:30:00\tComplete\n"
    "6\tChen\tBo\t\tbo@example.com\t2026-03-03 15:30:00\tComplete\n"
)
CURVE = (
    "First Name,Last Name,Mobile Phone,Email,Appointment Date,Appointment Status\n"
    "Rosa,Díaz,510.555.0147,,25/02/2026,Completed\n"
    "Tom,Becker,510.555.0148,,26/02/2026,Completed\n"
)
FILES = {
    "dentrix, utf-8": (
        DENTRIX.encode(),
        2,
        {"encoding": "utf-8", "delimiter": ",", "preset": "dentrix"},
    ),
    "dentrix, utf-8 with a mark": (DENTRIX.encode("utf-8-sig"), 2, {"encoding": "utf-8"}),
    "eaglesoft, windows": (
        EAGLESOFT.encode("cp1252"),
        2,
        {"encoding": "cp1252", "delimiter": ";", "preset": "eaglesoft"},
    ),
    "open dental, utf-16": (
        OPEN_DENTAL.encode("utf-16"),
        2,
        {"encoding": "utf-16", "delimiter": "\t", "preset": "open_dental"},
    ),
    "curve, day first": (CURVE.encode(), 2, {"preset": "curve", "date_order": "day_first"}),
}


@pytest.mark.parametrize(("data", "accepted", "detected"), FILES.values(), ids=FILES)
def test_an_export_is_told_by_its_looks_and_taken_once(web, data, accepted, detected) -> None:
    headers = web.session(web.practice()) | {"Content-Type": "text/csv"}

    def upload(**query: str) -> dict:
        path = "/connectors/csv/upload"
        answer = web.client.simulate_post(path, body=data, headers=headers, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json

    dry = upload(dry_run="1")
    assert dry["accepted"] == accepted
    assert {key: dry[key] for key in detected} == detected
    assert web.count("visits") == 0
    assert upload()["accepted"] == accepted
    again = upload()
    assert (again["accepted"], again["duplicates"]) == (0, accepted)
    assert web.count("visits") == web.count("review_requests") == accepted
    names = {row["first_name"] for row in web.rows("select first_name from patients")}
    assert names <= {"Ana", "Don", "José", "Zoë", "Bo", "Rosa", "Tom"}


def test_how_a_file_is_read_is_shown_before_anything_is_taken_in(web) -> None:
    owner = web.session(web.practice()) | {"Content-Type": "text/csv", "Accept": "text/html"}
    for language, texts in (
        ("en", ("How we read the file", "Open Dental", "UTF-16", "tab", "3/4 is March 4")),
        ("es", ("Cómo leímos el archivo", "tabulador", "3/4 es 4 de marzo")),
    ):
        page = web.client.simulate_post(
            "/portal/uploads",
            body=OPEN_DENTAL.encode("utf-16"),
            headers=owner | {"Accept-Language": language},
        ).text
        for text in texts:
            assert text in page
    assert web.count("visits") == 0
