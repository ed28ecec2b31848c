"""Files are written whole or not at all, and nothing but a regular file is ever replaced; words of others are data."""

import json
import os
import stat
import threading
from pathlib import Path

import pytest

from qantar.errors import QantarError
from qantar.files import read_text, refuse_unwritable, write_text
from qantar.words import as_cell, as_json, as_markdown, say

posix = pytest.mark.skipif(os.name != "posix", reason="Windows has neither pipes in folders nor such devices")


def kind(path: Path) -> int:
    return stat.S_IFMT(path.lstat().st_mode)


def test_a_file_keeps_its_permissions_and_nothing_is_left_beside_it(tmp_path):
    path = tmp_path / "grades.csv"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    write_text(path, "Қ\n")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == ("Қ\n".encode(), 0o640)
    assert list(tmp_path.iterdir()) == [path]


def test_through_a_link_its_target_is_written_and_the_link_stays(tmp_path):
    target, link = tmp_path / "folder" / "real.csv", tmp_path / "grades.csv"
    target.parent.mkdir()
    link.symlink_to(target)
    for words in ("new", "newer"):  # first there is no target
        write_text(link, words)
        assert (target.read_text(), link.is_symlink(), list(target.parent.iterdir())) == (words, True, [target])


def test_a_link_where_the_half_written_file_goes_is_not_followed(tmp_path):
    other = tmp_path / "other"
    other.write_text("kept")
    (tmp_path / ".grades.csv.part").symlink_to(other)
    write_text(tmp_path / "grades.csv", "new")
    assert other.read_text() == "kept"


@posix
def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path):
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    with pytest.raises(QantarError, match="cannot be written"):  # and not waited for
        write_text(pipe, "to nobody")
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    while not read:
        try:
            write_text(pipe, "x" * 200_000)
            break
        except QantarError:  # the reader is not there yet
            continue
    reader.join(20)
    assert read == ["x" * 200_000]
    assert kind(pipe) == stat.S_IFIFO


@posix
def test_a_device_is_written_to_and_stays_a_device(tmp_path):
    refuse_unwritable(Path("/dev/null"), "--out")
    write_text(Path("/dev/null"), "nothing")
    assert kind(Path("/dev/null")) == stat.S_IFCHR
    link = tmp_path / "link"
    link.symlink_to("/dev/null")
    write_text(link, "nothing")
    assert link.is_symlink() and kind(Path("/dev/null")) == stat.S_IFCHR


@pytest.mark.parametrize("name", ["folder", "file/more", "loop", "missing/grades.csv", "nul\0"])
def test_what_cannot_be_written_is_said_in_one_sentence(tmp_path, name):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("kept")
    (tmp_path / "loop").symlink_to("loop")
    before = sorted(tmp_path.rglob("*"))
    for write in (lambda path: write_text(path, "x"), lambda path: refuse_unwritable(path, "--out")):
        with pytest.raises(QantarError, match=r"cannot be written \(.+\); choose"):
            write(tmp_path / name)
    assert sorted(tmp_path.rglob("*")) == before


@posix
@pytest.mark.parametrize("name", ["folder", "pipe", "missing", "binary", "nul\0"])
def test_what_cannot_be_read_is_said_at_once_in_one_sentence(tmp_path, name):
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "binary").write_bytes(b"\x89\xff")
    with pytest.raises(QantarError, match="cannot be read|no text in UTF-8"):
        read_text(tmp_path / name)


# Words


ODD = "a\x1b[2J\r\n\x9b\u202e\u200f\u2028\ufeff\ud800\U000e0041"


def test_nothing_that_a_terminal_obeys_is_printed(capsys):
    say(f"Әйгерім {ODD}")
    printed = capsys.readouterr().out.removesuffix("\n")
    assert printed.isprintable()
    assert printed == r"Әйгерім a\x1b[2J\r\n\x9b\u202e\u200f\u2028\ufeff\ud800\U000e0041"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦"])
@pytest.mark.parametrize("before", ["", " ", "x;", "x; ", "a,", "x|"])
def test_no_cell_is_a_formula_wherever_a_spreadsheet_splits_it(before, sign):
    cell = as_cell(f"{before}{sign}1+cmd()")
    assert cell == f"{before}'{sign}1+cmd()"
    assert as_cell(f"x{sign}1") == f"x{sign}1"


@pytest.mark.parametrize("breaks", ["\r", "\n", "\t", "\x0b", "\x85", "\u2028"])
def test_a_cell_stands_on_one_line(breaks):
    assert as_cell(f"a{breaks}=1").isprintable()


def test_json_is_whole_in_every_encoding():
    content = {"Әйгерім": f"😀 {ODD}"}
    for encoding in ("ascii", "cp1251", "cp1252", "cp866"):
        assert json.loads(as_json(content).encode(encoding)) == content


def test_markdown_shows_words_as_they_are():
    assert as_markdown("<b>[a](x) | *") == r"\<b\>\[a\](x) \| \*"
    assert as_markdown("\x1b\n# a") == r"\\x1b\\n\# a"
