"""Cohen's kappa: the textbook value and hand-worked ones, and where it cannot be computed."""

import math

import pytest

from qantar.errors import QantarError
from qantar.models.kappa import agreement, confusion, interval, kappa


def codings(table: list[list[int]]) -> tuple[list[int], list[int]]:
    """Spread a square table of counts into the two lists of codes."""
    cells = [(row, column, n) for row, line in enumerate(table) for column, n in enumerate(line)]
    return [r for r, _, n in cells for _ in range(n)], [c for _, c, n in cells for _ in range(n)]


def test_the_textbook_example_of_fifty_proposals():
    # Two readers: 20 times both yes, 15 times both no, 5 and 10 times apart. Observed 0.7, by chance 0.5.
    found = agreement(*codings([[20, 5], [10, 15]]))
    assert found == pytest.approx({"observed": 0.7, "by_chance": 0.5, "kappa": 0.4})


def test_the_interval_by_hand():
    # Fifty proposals: the standard error is the root of 0.7 · 0.3 / 50, over 0.5, that is 0.1296.
    assert interval(*codings([[20, 5], [10, 15]])) == pytest.approx((0.146, 0.654), abs=1e-3)
    assert interval(*codings([[40, 1], [0, 40]]))[1] == 1.0
    assert math.isnan(interval("aaa", "aaa")[0])


def test_a_table_of_three_codes_by_hand():
    # 100 cases with the marginals 50, 30, 20 and 60, 30, 10: 0.70 observed, 0.41 by chance, kappa 0.29 / 0.59.
    found = agreement(*codings([[44, 5, 1], [7, 20, 3], [9, 5, 6]]))
    assert found["by_chance"] == pytest.approx(0.41)
    assert found["kappa"] == pytest.approx(0.4915, abs=1e-4)


def test_full_agreement_chance_and_less_than_chance():
    assert kappa("abcabc", "abcabc") == 1
    assert kappa(*codings([[25, 25], [25, 25]])) == 0
    assert kappa("aabb", "bbaa") == -1


def test_high_agreement_can_be_worth_little_when_one_code_is_common():
    found = agreement(*codings([[90, 5], [5, 0]]))
    assert found["observed"] == 0.9
    assert found["kappa"] < 0


def test_two_coders_who_never_vary_leave_nothing_to_measure():
    found = agreement(["held"] * 7, ["held"] * 7)
    assert (found["observed"], found["by_chance"]) == (1, 1)
    assert math.isnan(found["kappa"])


def test_one_coder_who_never_varies_agrees_by_chance_only():
    assert kappa(["a", "a", "a", "a"], ["a", "a", "b", "b"]) == 0


def test_kappa_does_not_ask_who_was_first_or_what_codes_are_called():
    first, second = codings([[44, 5, 1], [7, 20, 3], [9, 5, 6]])
    assert kappa(first, second) == pytest.approx(kappa(second, first))
    assert kappa(first, second) == pytest.approx(kappa([f"c{c}" for c in first], [f"c{c}" for c in second]))


def test_the_table_is_square_and_in_the_order_given():
    table = confusion(["x", "y", "x"], ["x", "x", "x"], codes=["y", "x", "z"])
    assert table.index.tolist() == table.columns.tolist() == ["y", "x", "z"]
    assert table.to_numpy().tolist() == [[0, 1, 0], [0, 2, 0], [0, 0, 0]]


@pytest.mark.parametrize(("first", "second"), [([], []), (["a"], ["a", "b"]), (["a", None], ["a", "b"])])
def test_codings_that_do_not_match_are_refused(first, second):
    with pytest.raises(QantarError):
        kappa(first, second)


def test_a_code_outside_the_list_is_refused():
    with pytest.raises(QantarError, match="'c'"):
        confusion(["a"], ["c"], codes=["a", "b"])
