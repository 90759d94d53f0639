"""Which number of a cell is texted: the mobile, else the first that is a person's."""

import pytest

from core.rules.visits.reading.phone_cells import read_phone_cell

CELLS = {
    "(510) 555-0142 (H)": "0142",
    "C: 510-555-0102": "0102",
    "H: 510-555-0101 C: 510-555-0102": "0102",
    "C:5105550102 H:5105550101": "0102",
    "(H) 510-555-0101 / (C) 510-555-0102": "0102",
    "Home 510-555-0101, Cell 510-555-0102": "0102",
    "Cell Phone: (510) 555-0102": "0102",
    "510-555-0101 h 510-555-0102 c": "0102",
    "510-555-0101 (home) 510-555-0102 (cell)": "0102",
    "(510)555-0101 W\n(510)555-0102 C": "0102",
    "510-555-0101 & 510-555-0102": "0101",
    "510-555-0101;510-555-0102": "0101",
    "5105550101/5105550102": "0101",
    "1-510-555-0102 or 1-510-555-0103": "0102",
    "510/555-0101": "0101",
    "5105550101.0": "0101",
    "800-555-0142 / 510-555-0102": "0102",
    "510-555-0101 x12 / 510-555-0102": "0102",
    "fax 510-555-0101": None,
    "510-555-0101 x12": None,
    "cell 510-555-0101 (do not text)": None,
    "Mom 510-555-0101": None,
    "415-555-0132 / call only": None,
    "(510) 555-01011": None,
    "555-0101": None,
    "no cell": None,
}


@pytest.mark.parametrize(("cell", "line"), CELLS.items(), ids=CELLS)
def test_the_mobile_of_a_cell_is_chosen(cell, line) -> None:
    assert read_phone_cell(cell) == (line and f"+1510555{line}")
