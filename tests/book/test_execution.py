"""The book's notebooks are executed before it is read: all at once, in kernels that are gone afterwards."""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import entry_points
from types import SimpleNamespace

import nbformat
import nbformat.v4 as v4
import pytest

from qantar.figures.figure import MIME
from qantar.sphinxext.drawing import chart
from qantar.sphinxext.running import execution, kernels
from qantar.sphinxext.running.executor import executed

pytestmark = pytest.mark.skipif(not kernels.available(), reason="kernels are forked on Linux only")


@pytest.fixture(scope="module")
def server():
    with kernels.ForkServer() as running:
        yield running


def notebook(*sources):
    return v4.new_notebook(cells=[v4.new_code_cell(source) for source in sources])


def printed(done):
    return ["".join(output.get("text", "") for output in cell.outputs) for cell in done.cells]


def is_gone(pid, seconds=10):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_cells_run_in_order_and_keep_what_they_print(server):
    done = executed(server, notebook("a = 20", "print(a + 1)"), 30)
    assert printed(done) == ["", "21\n"]
    assert [cell.execution_count for cell in done.cells] == [1, 2]


def test_no_time_of_day_is_recorded(server):
    done = executed(server, notebook("1"), 30)
    assert "execution" not in done.cells[0].metadata


def test_each_notebook_has_a_kernel_and_an_empty_folder_of_its_own(server):
    first = printed(executed(server, notebook("a = 1; open('left.txt', 'w').close()"), 30))
    second = printed(executed(server, notebook("import os; print('a' in globals(), 'left.txt' in os.listdir())"), 30))
    assert (first, second) == ([""], ["False False\n"])


def test_the_kernel_is_gone_afterwards(server):
    done = executed(server, notebook("import os; print(os.getpid())"), 30)
    assert is_gone(int(printed(done)[0]))


@pytest.mark.parametrize("source", ["1 / 0", "import os; os._exit(1)", "while True: pass"])
def test_a_notebook_that_fails_is_left_to_myst_nb(server, source):
    assert executed(server, notebook(source), 1) is None


def test_a_lost_kernel_gets_a_second_try_and_a_failing_cell_does_not(server, monkeypatch):
    tries = []

    def execute(server, notebook, timeout, really=kernels.execute):
        tries.append(notebook)
        if len(tries) == 1:
            raise RuntimeError("Kernel didn't respond in 60 seconds")
        return really(server, notebook, timeout)

    monkeypatch.setattr(kernels, "execute", execute)
    assert printed(executed(server, notebook("print(1)"), 30)) == ["1\n"]
    assert executed(server, notebook("1 / 0"), 30) is None
    assert executed(server, notebook("while True: pass"), 1) is None
    assert len(tries) == 4


def test_a_kernel_without_a_client_ends_with_the_server(tmp_path):
    with kernels.ForkServer() as short_lived:
        manager = kernels.manager(short_lived, str(tmp_path))
        manager.write_connection_file()
        pid = short_lived.fork(manager.connection_file, str(tmp_path))
        assert not is_gone(pid, seconds=0.3)
    assert is_gone(pid)


def test_jupyter_client_finds_the_forked_kernel_by_its_name():
    (found,) = entry_points(group="jupyter_client.kernel_provisioners", name=kernels.FORKED)
    assert found.load() is kernels.ForkedKernel


class Echo(kernels.ForkServer):
    """Answers with the number it was asked for, so that a mixed-up answer shows."""

    command = (sys.executable, "-c", "while line := input(): print(line.split('\\t')[0], flush=True)")


def test_threads_that_ask_for_kernels_at_once_each_get_their_own_answer():
    with Echo() as echo, ThreadPoolExecutor(8) as pool:
        numbers = range(3000)
        assert list(pool.map(lambda number: echo.fork(str(number), "folder"), numbers)) == list(numbers)


def test_a_server_that_ended_says_so():
    class Gone(kernels.ForkServer):
        command = (sys.executable, "-c", "input()")

    with Gone() as gone, pytest.raises(RuntimeError, match="process that starts kernels has ended"):
        gone.fork("1", "folder")


# The process beside the build

TEXT = """---
jupytext:
  text_representation:
    format_name: myst
kernelspec: {name: python3}
---
# A page

```{code-cell}
6 * 7
```
"""


def test_notebooks_of_both_kinds_are_read_and_pages_without_code_are_not(tmp_path):
    env = SimpleNamespace(doc2path=lambda name: tmp_path / name)
    (tmp_path / "text.md").write_text(TEXT)
    (tmp_path / "prose.md").write_text("# A page\n\nIts code is `6 * 7`.\n")
    nbformat.write(notebook("6 * 7"), tmp_path / "work.ipynb")
    cells = [[cell.source for cell in execution.read(env, name).cells] for name in ("text.md", "work.ipynb")]
    assert cells == [["# A page", "6 * 7"], ["6 * 7"]]
    assert execution.read(env, "prose.md") is None


def test_a_notebook_comes_back_executed_with_its_figures_drawn(tmp_path):
    source = "from qantar.chapters.causes.cascade import cascade\ncascade.figure()"
    beside = execution.Execution()
    beside.ask({"book/good": notebook("print(6 * 7)", source), "book/bad": notebook("1 / 0")}, tmp_path, 60)
    assert beside.take("book/bad") is None
    done = beside.take("book/good")
    beside.close()
    assert printed(done)[0] == "42\n" and (tmp_path / "book" / "good.ipynb").is_file()
    spec = done.cells[1].outputs[0].data[MIME]
    ready = chart.READY.pop(chart.key(spec))
    assert ready == chart.drawing(spec)


@pytest.mark.parametrize("does", ["input()", "import os; os.close(0)"])
def test_when_the_process_beside_has_ended_myst_nb_executes_by_itself(tmp_path, does):
    class Gone(execution.Execution):
        command = (sys.executable, "-c", does)

    beside = Gone()
    if "close" in does:
        beside._process.wait()
    beside.ask({"book/good": notebook("1")}, tmp_path, 60)
    assert beside.take("book/good") is None
    beside.close()
