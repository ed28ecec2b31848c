"""Posts that changed hands: all posts less those whose holder stayed."""

from collections.abc import Iterator

from qantar.data.build.steps import Builder, Row, numbers


def cells(rows: list[Row]) -> Iterator[tuple[str, str, str]]:
    """Yield the changed posts of each institution for which both numbers are known."""
    total, kept = numbers(rows, "posts_total"), numbers(rows, "posts_kept")
    for institution in total.keys() & kept.keys():
        yield institution, "posts_changed", str(total[institution] - kept[institution])


def faults(rows: list[Row]) -> Iterator[str]:
    """Yield a sentence for an institution with more posts kept than it has, or with a change out of nowhere."""
    total, changed = numbers(rows, "posts_total"), numbers(rows, "posts_changed")
    for institution, posts in changed.items():
        if not 0 <= posts <= total.get(institution, -1):
            yield f"{institution} cannot have {posts} changed posts."


BUILDER = Builder("institution_sizes", cells, faults)
