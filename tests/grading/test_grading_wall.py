"""The wall around a student's program: what it lets through, and what happens where a machine refuses it."""

import json
import os
import re
import resource
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import gradings
import pyseccomp
import pytest
from gradings import answered, write

from qantar.grading.sandbox import calls, groups, jail, relay
from qantar.grading.sandbox.kernels import Kernels, Opening
from qantar.grading.sandbox.limits import Limits
from qantar.grading.sandbox.wire import KernelLost

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
    out = ["--out", tmp_path / "grades.csv", "--feedback", tmp_path / "letters", "--json"]
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


LEFT = (
    "chown,dac_override,fowner,fsetid,kill,setgid,setuid,setpcap,net_bind_service,net_raw,sys_chroot,mknod,audit_write"
)
"""What containers leave to root of its capabilities when nothing else is said."""


def test_root_needs_one_capability_beside_those_of_a_container():
    kept = f"--bounding-set=-all,+setfcap,+sys_admin,+{LEFT.replace(',', ',+')}"
    reduced = ["setpriv", kept, "--inh-caps=-all"] if os.geteuid() == 0 else []
    strict = OPENS.replace("trusted=True", "")
    done = subprocess.run([*reduced, sys.executable, "-c", strict], capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() in {"full", "without cgroup"}


def test_what_is_trusted_runs_all_the_same_and_does_not_call_itself_isolated():
    done = refused("-c", OPENS)
    assert (done.returncode, done.stdout) == (0, "portable\n"), done.stderr


# What a program is refused


@pytest.fixture(scope="module")
def kernels() -> Iterator[Kernels]:
    with closing(Opening([]).kernels()) as opened:
        yield opened


def printed(kernels: Kernels, source: str, limits: Limits | None = None, seconds: float = 20) -> str:
    """Return what a program prints in a kernel of its own."""
    kernel = kernels.start(limits or Limits())
    try:
        messages = kernel.wire.run(source, seconds)
    finally:
        kernel.stop()
    return "".join(one["content"]["text"] for one in messages if one["msg_type"] == "stream")


NAMES = " ".join(calls.REFUSED.values()).split()
NUMBERS = {
    name: pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name) for name in ["clone", "clone3", "fcntl", *NAMES]
}
KNOWN = [name for name in NAMES if NUMBERS[name] >= 0]
TRIES = {
    "memory in a file without a name": ("os.memfd_create('a')", "not permitted"),
    "shared memory": ("called('shmget', 0, 4096, 0o1600)", "not permitted"),
    "a namespace of its own": ("called('clone', 0x10000000 | 17, 0, 0, 0, 0)", "not permitted"),
    "a namespace of its own by the newer call": ("called('clone3', 0, 0)", "not implemented"),
    "the keys of a session": ("called('keyctl', 0, -3, 0)", "not permitted"),
    "a lock on a file of all": ("fcntl.lockf(open(os.__file__), fcntl.LOCK_SH)", "not permitted"),
    "the same in a number with more digits": ("called('fcntl', open(os.__file__).fileno(), 2**32 + 6, 0)", "not perm"),
    "a whole lock on a file of all": ("fcntl.flock(open(os.__file__), fcntl.LOCK_SH)", "not permitted"),
    "sockets to the machine below": ("socket.socket(40)", "not permitted"),
    "raw sockets": ("socket.socket(17, 3)", "not permitted"),
    "a socket of a family that few know": ("socket.socket(38, 5)", "not permitted"),
    "outliving its keeper": ("libc.prctl(1, 0, 0, 0, 0)", "^-1$"),
    "being worth more than others": ("open('/proc/self/oom_score_adj', 'w').write('0')", "Read-only"),
    "what it is worth": ("open('/proc/self/oom_score_adj').read()", "1000"),
    "files without content": ("[open(f'{n}', 'w').close() for n in range(5_000)]", "No space left"),
    "processes and threads, which it may have": (
        "subprocess.run(['echo', threading.Thread(target=print).start()  or 'works'], stdout=-1).stdout",
        "works",
    ),
    "a database in memory, which it may have": ("sqlite3.connect(':memory:').execute('select 7').fetchone()", "7"),
}
"""What a program tries, and what it finds."""
TRYING = f"""
import ctypes, fcntl, json, os, socket, sqlite3, subprocess, threading

NUMBERS = {NUMBERS}
libc = ctypes.CDLL(None, use_errno=True)

def called(name, *arguments):
    if libc.syscall(NUMBERS[name], *(ctypes.c_long(one) for one in arguments)) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))

def tried(source):
    try:
        return str(eval(source))
    except OSError as error:
        return str(error)

print(json.dumps({{name: tried(source) for name, (source, _) in {TRIES!r}.items()}}))
print(json.dumps({{name: tried(f"called({{name!r}}, 0, 0, 0, 0, 0, 0)") for name in {KNOWN}}}))
"""


@pytest.fixture(scope="module")
def tried(kernels) -> tuple[dict[str, str], dict[str, str]]:
    first, second = printed(kernels, TRYING).strip().splitlines()
    return json.loads(first), json.loads(second)


@pytest.mark.parametrize("name", TRIES)
def test_a_program_finds_no_way_around_its_limits_and_none_to_its_fellows(tried, name):
    assert re.search(TRIES[name][1], tried[0][name])


def test_every_call_of_the_list_is_refused_that_this_system_knows(tried):
    assert {name for name in KNOWN if "not permitted" not in tried[1][name]} == set()
    assert len(KNOWN) > 40


SHARES = """
import os, time

ready, done = os.pipe()
children = []
for _ in range(6):
    children.append(os.fork())
    if children[-1] == 0:
        taken = bytearray(os.urandom(1_000)) * 250_000
        os.write(done, b"x")
        time.sleep(60)
os.close(done)
os.set_blocking(ready, False)
has_memory, ended = 0, set()
while has_memory + len(ended) < len(children):
    try:
        has_memory += len(os.read(ready, 10))
    except BlockingIOError:
        time.sleep(0.01)
    ended |= {child for child in set(children) - ended if os.waitpid(child, os.WNOHANG)[0]}
print(len(children) - len(ended))
"""
"""Six processes that take 250 MB each, none above its own limit; it prints how many live with that."""


def test_in_a_control_group_all_processes_together_keep_to_the_limit_of_memory(kernels):
    try:
        living = int(printed(kernels, SHARES, Limits(memory=300)))
    except KernelLost:
        living = 0
    assert (living < 4) == (kernels.isolation == "full")


def test_what_the_wall_consists_of_is_told_by_the_way_kernels_are_started(kernels):
    together = "limited together" in kernels.name
    assert (kernels.isolation == "full") == together
    assert {"full", "without cgroup"} >= {kernels.isolation}


MOUNTS = """
22 1 0:20 / / rw - ext4 /dev/root rw
30 22 0:26 / /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory
31 22 0:27 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct
32 22 0:28 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
""".strip()


def test_control_groups_of_both_versions_are_found_where_they_are_mounted(tmp_path, monkeypatch):
    monkeypatch.setattr(groups.Path, "read_text", lambda *_, **__: MOUNTS)
    places = groups.mounted()
    assert places == {
        "memory": Path("/sys/fs/cgroup/memory"),
        "cpu": Path("/sys/fs/cgroup/cpu,cpuacct"),
        "": Path("/sys/fs/cgroup/unified"),
    }
    said = "4:memory:/class/one\n1:cpu,cpuacct:/\n2:devices:/x\n0::/user.slice/a.scope\n"
    assert groups.own_folders(said, places) == {
        "memory": Path("/sys/fs/cgroup/memory/class/one"),
        "cpu": Path("/sys/fs/cgroup/cpu,cpuacct"),
        "": Path("/sys/fs/cgroup/unified/user.slice/a.scope"),
    }


@pytest.mark.parametrize("by_systemd", [True, False])
def test_in_the_second_version_one_group_holds_all_limits(tmp_path, monkeypatch, by_systemd):
    """A stand-in of plain folders: it shows what is written where, not what a system makes of it."""
    own = tmp_path / "user.slice" / "a.scope"
    own.mkdir(parents=True)
    for name in ("cgroup.subtree_control", "cgroup.procs"):
        (tmp_path / name).write_text("cpu io memory pids" if by_systemd else "")
    monkeypatch.setattr(groups, "mounted", lambda: {"": tmp_path})
    monkeypatch.setattr(groups, "own_folders", lambda said, places: {"": own})
    monkeypatch.setattr(groups.Path, "rmdir", shutil.rmtree)
    made = groups.Groups()
    (folder,) = map(Path, made.enclose(memory=100, processes=7))
    assert folder.parent == (tmp_path if by_systemd else own)
    limits = {"memory.max": "500000000", "pids.max": "7", "cpu.max": "100000"}
    assert {path.name: path.read_text() for path in folder.iterdir()} == limits
    assert (own / "cgroup.subtree_control").exists() != by_systemd


def test_no_group_is_left_behind_when_grading_ends():
    with closing(Opening([]).kernels()) as opened:
        opened.start(Limits())
        made = [path for _, path in server_groups(opened.server.pid)]
        assert bool(made) == (opened.isolation == "full")
    assert [path for path in made if path.exists()] == []


def server_groups(server: int) -> list[tuple[str, Path]]:
    """Return the groups that a fork server has made for kernels, with what the controller is called."""
    own = groups.own_folders(Path("/proc/self/cgroup").read_text(encoding="utf-8"), groups.mounted())
    return [(name, path) for name, folder in own.items() for path in folder.glob(f"qantar-{server}-*")]


def test_in_a_folder_that_holds_python_and_a_project_only_python_is_shown(tmp_path, monkeypatch):
    for name in ("bin", "lib", ".git", "tests", "exercises"):
        (tmp_path / name).mkdir()
    for prefix in ("prefix", "exec_prefix"):
        monkeypatch.setattr(sys, prefix, str(tmp_path))
    seen = [Path(path) for path in jail.visible.__wrapped__()]
    shown = {path.name for path in tmp_path.iterdir() if any(path.is_relative_to(one) for one in seen)}
    assert shown == {"bin", "lib"}


# What reads a kernel


ENDLESS = """
import os, select, socket, stat

part = b"\\x03" + (100_000).to_bytes(8, "big") + bytes(100_000)
def connected(number):
    try:
        return stat.S_ISSOCK(os.fstat(number).st_mode) and socket.socket(fileno=os.dup(number)).getpeername() == ""
    except OSError:
        return False

rest = {number: part for number in range(3, 256) if connected(number)}
while rest:
    for number in select.select([], rest, [])[1]:
        try:
            rest[number] = rest[number][os.write(number, rest[number]):] or part
        except OSError:
            del rest[number]
"""
"""Parts of one message whose end never comes, written below the library into every open connection."""


def test_a_message_without_end_costs_the_reader_of_its_kernel_and_nothing_else(kernels):
    other = kernels.start(Limits())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(KernelLost):
        printed(kernels, ENDLESS, seconds=3)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < before + 50_000
    assert other.wire.alive()
    assert other.wire.run("1", 5)
    other.stop()


@pytest.fixture
def pair() -> Iterator[tuple[relay.Relay, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield relay.Relay(ours, 1_000), theirs


def test_a_reader_that_does_not_answer_in_time_is_given_up(pair, monkeypatch):
    monkeypatch.setattr(relay, "SLACK_S", 0.1)
    with pytest.raises(KernelLost, match="time"):
        pair[0].run("1", 0.1)


def test_a_reader_that_ends_without_an_answer_had_too_much_to_read(pair):
    pair[1].shutdown(socket.SHUT_RDWR)
    assert not pair[0].alive()
    with pytest.raises(KernelLost, match="output"):
        pair[0].run("1", 5)


def test_an_answer_without_end_is_not_taken_in(pair):
    talks = threading.Thread(target=pair[1].sendall, args=(b"x" * 200_000,))
    talks.start()
    with pytest.raises(KernelLost, match="output"):
        pair[0].run("1", 5)
    pair[0].connection.close()
    talks.join()
