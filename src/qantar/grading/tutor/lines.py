"""The printed lines that count when a check is compared with its reference."""

from qantar.grading.tutor.showing import MARK


def marked_lines(text: str) -> list[str]:
    """Return the lines that `show` printed; if there are none, all lines that are not blank."""
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    return [line for line in lines if MARK.rstrip() in line] or lines


def absent_columns(lines: list[str]) -> str:
    """Return a sentence that names the columns which a shown table lacks, or nothing."""
    start = f"{MARK}no column "
    table, _, names = next((line.partition(start) for line in lines if start in line), ("", "", ""))
    listed = ", ".join(f"`{name}`" for name in dict.fromkeys(names.split(", ")))
    return f"In {table} there is no column {listed}: give it as a column, not as the index." if names else ""


def essential(text: str, reference: str) -> str:
    """Return what counts of a printed text: if the reference holds only lines of `show`, only such lines."""
    lines = [line for line in reference.splitlines() if line.strip()]
    all_shown = bool(lines) and all(MARK.rstrip() in line for line in lines)
    return "\n".join(marked_lines(text)) if all_shown else text


def error_line(name: str) -> str:
    """Return the line that stands for an error in a check's output."""
    return f"stopped with {name}"
