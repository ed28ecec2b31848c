"""Rates of turnover, and the number of posts at which two rates meet, worked out by hand."""

import pytest

from qantar.models.turnover import most_posts, rate


def test_a_rate_is_a_share_of_posts():
    assert (rate(0, 5), rate(9, 18), rate(4, 4)) == (0, 0.5, 1)


@pytest.mark.parametrize(("changed", "posts"), [(5, 4), (-1, 4), (0, 0)])
def test_counts_that_cannot_belong_together_are_refused(changed, posts):
    with pytest.raises(ValueError, match="is no rate"):
        rate(changed, posts)


def test_the_number_of_posts_at_which_the_rates_meet():
    # 5/12 = 0.417 > 7/18 = 0.389 > 5/13 = 0.385
    assert most_posts(5, 7, 18) == 12
    # 5 of 10 is as much as 9 of 18, and so not more.
    assert most_posts(5, 9, 18) == 9


def test_on_both_sides_of_the_answer_the_comparison_turns():
    for changed, other, posts in [(1, 1, 3), (5, 7, 18), (3, 2, 9), (4, 4, 4)]:
        most = most_posts(changed, other, posts)
        assert rate(changed, most + 1) <= rate(other, posts)
        assert most < changed or rate(changed, most) > rate(other, posts)


def test_without_a_changed_post_there_is_nothing_to_compare():
    for counts in [(0, 7, 18), (5, 0, 18)]:
        with pytest.raises(ValueError, match="at least one changed post"):
            most_posts(*counts)
