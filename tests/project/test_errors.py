"""What a student sees in a notebook when something is wrong."""

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output


def test_a_notebook_shows_the_sentence_and_no_traceback():
    with capture_output() as shown:
        InteractiveShell().run_cell("from qantar.data import load\nload('timelines')")
    text = shown.stdout.strip()
    assert text.startswith("QantarError: There is no table named 'timelines'")
    assert "timeline" in text
    assert "Traceback" not in text and "\n" not in text
