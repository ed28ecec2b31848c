"""The same sources give the same book, byte for byte."""

import books
import pytest

LEFT_OUT = {".buildinfo"}
"""Sphinx's own note on where and with what settings it was built."""


@pytest.mark.browser
def test_a_second_build_gives_the_same_bytes(book, tmp_path):
    books.build(tmp_path)
    one, two = (files_of(folder) for folder in (book, tmp_path / "_build" / "html"))
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []


def files_of(folder) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.name not in LEFT_OUT)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
