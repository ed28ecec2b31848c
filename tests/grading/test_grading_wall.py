"""The wall around a student's program: what it lets through, and what happens where a machine refuses it."""

import json
import subprocess
import sys
from pathlib import Path

import gradings
from gradings import answered, write

SOLUTIONS = ["--solutions", str(gradings.TRIAL / "solutions")]
REFUSES = """
import os, sys, pyseccomp
calls = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
for name in ("unshare", "mount", "setns", "pivot_root"):
    calls.add_rule(pyseccomp.ERRNO(1), name)
calls.load()
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
"""Runs Python under a filter that refuses namespaces, like the one that containers have when nothing else is said."""


def refused(*words: object, cwd: Path | None = None) -> subprocess.CompletedProcess:
    """Run Python where the system refuses namespaces."""
    command = [sys.executable, "-c", REFUSES, *map(str, words)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", cwd=cwd, timeout=120)


# Where the wall cannot stand


def test_where_isolation_is_refused_nothing_is_graded_and_one_sentence_says_what_helps(tmp_path):
    write(tmp_path / "in" / "trial_anna.ipynb", answered())
    out = ["--out", tmp_path / "grades.csv", "--json"]
    done = refused("-m", "qantar", "grade", tmp_path / "in", *SOLUTIONS, *out)
    assert (done.returncode, done.stdout) == (2, "")
    (sentence,) = done.stderr.splitlines()
    for words in ("unshare: Operation not permitted", "--cap-add SYS_ADMIN", "--portable"):
        assert words in sentence
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_where_isolation_is_refused_grading_goes_on_only_when_asked_for(tmp_path):
    write(tmp_path / "trial_anna.ipynb", answered())
    done = refused("-m", "qantar", "grade", tmp_path, *SOLUTIONS, "--portable", "--json")
    assert done.returncode == 0, done.stderr
    batch = json.loads(done.stdout)
    assert batch["submissions"][0]["points"] == 8
    assert "not isolated (as asked for)" in batch["kernels"]


OPENS = """
from contextlib import closing
from qantar.grading.sandbox.kernels import Opening

with closing(Opening([], trusted=True).kernels()) as kernels:
    print(kernels.isolation)
"""


def test_what_is_trusted_runs_all_the_same_and_does_not_call_itself_isolated():
    done = refused("-c", OPENS)
    assert (done.returncode, done.stdout) == (0, "portable\n"), done.stderr
