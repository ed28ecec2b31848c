"""Turnover: how large a share of posts changed hands, and what an unknown number of posts would have to be.

A rate needs two counts of the same thing: posts that changed hands, and posts that could have. Posts are counted whole;
no post was drawn by lot, so a rate has no interval of sampling.
"""

from __future__ import annotations

from fractions import Fraction


def rate(changed: int, posts: int) -> float:
    """Return the share (0–1) of `posts` whose holder changed; ValueError when the two counts cannot belong together."""
    if posts < 1 or not 0 <= changed <= posts:
        raise ValueError(f"{changed} of {posts} posts is no rate: count changed posts out of at least as many posts.")
    return changed / posts


def most_posts(changed: int, other_changed: int, other_posts: int) -> int:
    """Return the largest number of posts with which `changed` is a higher rate than `other_changed` of `other_posts`.

    This turns an unknown denominator into a question: is it larger than this number? ValueError when the other rate is
    0, for then any number of posts would do.
    """
    if changed < 1 or rate(other_changed, other_posts) == 0:
        raise ValueError("Both institutions need at least one changed post.")
    limit = Fraction(changed * other_posts, other_changed)
    return int(limit) - (1 if limit.denominator == 1 else 0)
