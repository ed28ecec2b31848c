"""The explorer of the signal, beyond what every explorer must do (test_explorer.py)."""

import pytest

from qantar.chapters.intervention.signal import TIMES, signal, signal_frame
from qantar.models.signal import heard, is_unique, outcome


def thresholds(**state):
    now = signal.frame(**state).query("panel == 'now'")
    return now["without"].item(), now["announced"].item()


def test_every_value_of_every_control_changes_the_chart():
    for control in signal.controls:
        frames = [signal.frame(**{control.name: value}) for value in control.values]
        assert not any(one.equals(two) for one, two in zip(frames, frames[1:], strict=False)), control.name


def test_the_model_has_one_answer_wherever_a_control_can_be_set():
    doubts = [control for control in signal.controls if control.name == "doubt"][0]
    weights = [control for control in signal.controls if control.name == "strength"][0]
    assert is_unique(max(*doubts.values, doubts.live[1]) / 100, heard(max(*weights.values, weights.live[1])))


def test_the_opening_state_is_what_the_description_says():
    timing = signal.frame().query("panel == 'timing'").set_index("x")["announced"]
    assert thresholds() == (62, 50)
    assert timing[[0, 20, 100]].tolist() == [38, 50, 62]


def test_both_panels_tell_of_the_same_thresholds():
    for timing in TIMES:
        frame = signal_frame(60, 40, 2, timing)
        drawn = frame.query("panel == 'timing' and x == @timing")[["without", "announced"]].to_numpy().tolist()
        assert drawn == [list(frame.query("panel == 'now'")[["without", "announced"]].iloc[0])]


def test_curves_cross_the_diagonal_at_the_thresholds():
    frame = signal.frame(cost=60, doubt=20, strength=2, timing=0)
    force = frame.query("panel == 'force'")
    for name in ("without", "announced"):
        now = frame.query("panel == 'now'")[name].item()
        enough = force["x"][force[name] >= force["x"]].max()
        assert enough <= now < enough + 6
        assert force[name].is_monotonic_decreasing


def test_silence_and_lateness_leave_everything_as_it_was():
    for state in ({"strength": 0}, {"timing": 100}):
        before, after = thresholds(**state)
        assert before == after


def test_words_do_little_among_people_who_are_sure_and_much_among_those_who_doubt():
    falls = [before - after for before, after in (thresholds(doubt=doubt) for doubt in (10, 20, 30, 40, 50))]
    assert falls == sorted(falls) and falls[0] < 5 and falls[-1] > 20


def test_where_leaving_is_cheap_the_announcement_can_do_harm():
    before, after = thresholds(cost=20, doubt=50, timing=0)
    assert after > before


def test_the_whole_numbers_are_the_models_own():
    assert thresholds(cost=80, doubt=10, strength=1, timing=40)[1] == pytest.approx(
        100 * outcome(0.8, 0.1, 1, 0.4)[0], abs=0.5
    )
