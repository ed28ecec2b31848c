"""What the project borrows from inside other libraries because no public way was found: named here, and tried.

A library may change any of this with its next release. The bounds in pyproject.toml keep such a release out until the
tests below have been run with it; whoever widens a bound runs them first.
"""

import asyncio
import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import jupyter_book
import nbformat
import nbformat.v4 as v4
import pandas as pd
import pydata_sphinx_theme
import pytest
import vl_convert
import yaml
from books import sphinx
from ipykernel.kernelbase import Kernel
from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient
from packaging.requirements import Requirement
from sphinx.extension import Extension

from qantar.lean import IRI_SYNTAX
from qantar.sphinxext.drawing import assets, chart
from qantar.sphinxext.page import slim, tables, theme

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "qantar"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MOST = 19
"""Whoever borrows one more part finds a public way for another."""


@dataclass(frozen=True)
class Part:
    """One borrowed part: of which library (its range stands in pyproject.toml), what, and who uses it."""

    library: str
    what: str
    user: str
    fails: str
    """What is seen when it changes without these tests."""


PARTS = (
    Part("sphinx", ".attributes", "sphinxext/page/scripts.py", "build error, or scripts run before the page is drawn"),
    Part("sphinx", "sphinx_highlight_terms", "page/static/qantar-page.js", "words of a search are not marked"),
    Part("sphinx", "app.parallel", "sphinxext/running/pace.py", "the build takes longer"),
    Part("sphinx", "parallel_write_safe", "sphinxext/running/pace.py", "build error"),
    Part("myst-parser", "myst_slugs", "sphinxext/page/targets.py", "the build names every link to a record"),
    Part("docutils", "nameids", "sphinxext/page/targets.py", "ids of records lose their leading digits"),
    Part("sphinx-book-theme", "header_buttons", "sphinxext/templates/article-header-buttons.html", "no launch links"),
    Part("pydata-sphinx-theme", "generate_toctree_html", "sphinxext/templates/sbt-sidebar-nav.html", "build error"),
    Part("pydata-sphinx-theme", "head_js_preload", "sphinxext/templates/static/webpack-macros.html", "1.5 MB a page"),
    Part("pydata-sphinx-theme", '"load"', "sphinxext/static/qantar-scroll.js", "slow phones answer late, see there"),
    Part("pydata-sphinx-theme", "pydata-sphinx-theme.js", "sphinxext/page/theme.py", "build warning, thus an error"),
    Part("pydata-sphinx-theme", "scripts/fontawesome.js", "sphinxext/page/slim.py", "the folder weighs more"),
    Part("jupyter-book", "executablebooks/jupyter-book", "sphinxext/page/theme.py", "launch buttons lead elsewhere"),
    Part("pandas", "<th></th>", "sphinxext/page/tables.py", "empty headers are read out"),
    Part(
        "nbclient", "cleanup_kc", "sphinxext/running/kernels.py", "kernels outlive their notebook until the build ends"
    ),
    Part("ipykernel", "_execute_sleep", "grading/sandbox/child.py", "grading takes longer"),
    Part("ipykernel", "ipykernel.debugger", "lean.py", "kernels take longer to start"),
    Part("ipykernel", '"debugpy"', "lean.py", "kernels take longer to start"),
    Part("jsonschema", "rfc3987_syntax", "lean.py", "each process that imports altair takes 0.8 s longer"),
)


def requirement(library: str) -> Requirement:
    """Return what pyproject.toml says about a library."""
    lines = [*PROJECT["dependencies"], *(line for extra in PROJECT["optional-dependencies"].values() for line in extra)]
    return next(one for one in map(Requirement, lines) if one.name == library)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: f"{part.library} {part.what}")
def test_a_library_that_lends_is_bounded_and_its_part_is_still_in_use(part):
    assert part.what in (SOURCE / part.user).read_text(encoding="utf-8")
    bounds = requirement(part.library).specifier
    assert bounds.contains(version(part.library))
    assert any(bound.operator in ("<", "==") for bound in bounds), bounds


def test_no_more_is_borrowed_than_today():
    assert len(PARTS) <= MOST


# The book's page: a small one, built without Jupyter Book

SMALL = """import sys
sys.path.append(".")
extensions = ["myst_nb", "qantar.sphinxext", "tells"]
nb_execution_mode = "off"
html_theme = "sphinx_book_theme"
html_theme_options = {"repository_url": "https://github.com/a/b", "launch_buttons": {"binderhub_url": "https://hub"}}
"""
TELLS = """import os
def setup(app):
    app.connect("html-page-context", lambda app, name, *_: (os.write(1, f"{name} {os.getpid()}\\n".encode()), None)[1])
    return {"parallel_read_safe": True}
"""
INDEX = "# First\n\n[A record](part.md#24kg-2022)\n\n```{toctree}\npart\nwork\n```\n"
PARTS_PAGE = "# Part\n\n(24kg-2022)=\n**Record.** Words.\n\n```{toctree}\ninner\n```\n"


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Return the folder of the built pages, and what was printed for each."""
    folder = tmp_path_factory.mktemp("small")
    for name, text in (("conf.py", SMALL), ("tells.py", TELLS), ("index.md", INDEX), ("part.md", PARTS_PAGE)):
        (folder / name).write_text(text)
    (folder / "inner.md").write_text("# Inner\n\nWords.\n")
    work = v4.new_notebook(cells=[v4.new_markdown_cell("# Work")])
    work.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(work, folder / "work.ipynb")
    printed = sphinx(folder)
    return folder / "out", dict(line.split() for line in printed.splitlines() if line)


@pytest.fixture
def page(small):
    """Return a function from a page's name to its text."""
    return lambda name: (small[0] / f"{name}.html").read_text(encoding="utf-8")


def test_sphinx_entries_of_scripts_can_be_deferred(page):
    files = re.findall(r"<script([^>]*) src=", page("index"))
    assert len(files) > 3 and [one for one in files if "defer" not in one] == [""]


def test_sphinx_keeps_the_words_of_a_search_and_marks_them_when_its_scripts_come_late(small):
    names = ("searchtools", "sphinx_highlight", "doctools")
    keeps, marks, waits = ((small[0] / "_static" / f"{name}.js").read_text("utf-8") for name in names)
    assert '"sphinx_highlight_terms"' in keeps and '"sphinx_highlight_terms"' in marks and "_ready(" in marks
    assert 'if (document.readyState !== "loading") {' in waits


def test_sphinx_writes_with_as_many_processes_as_its_application_says(small):
    assert len(set(small[1].values())) > 1


def test_sphinx_extensions_say_whether_they_may_be_written_by_several():
    assert Extension("one", None, parallel_write_safe=False).parallel_write_safe is False


def test_myst_finds_a_record_by_its_id_and_docutils_keeps_it(page):
    assert '<a class="reference internal" href="part.html#24kg-2022">' in page("index")
    assert len(re.findall(r'<p [^>]*id="24kg-2022"><strong>Record', page("part"))) == 1


def test_the_theme_lists_the_links_of_its_header(page):
    assert re.search(r'<a href="https://hub/v2/gh/a/b/[^"]*work.ipynb"[^>]*title="Launch on Binder"', page("work"))
    assert "dropdown" not in page("work").split("</header>")[1].split("</article>")[0]


def test_the_theme_lists_pages_as_elements_with_arrows(page):
    assert re.findall(r'<summary aria-label="([^"]*)"><span class="toctree-toggle"', page("index")) == [
        "Pages under Part"
    ]


def test_the_theme_takes_what_a_page_loads_from_its_macros(small, page):
    assert not re.search(r"fontawesome|bootstrap\.js|preload", page("index"))
    assert ".bd-sidebar" in (small[0] / "_static" / "qantar-book.css").read_text(encoding="utf-8")


def test_the_themes_script_has_its_name(page):
    # Sphinx gives a version only to a file that is there.
    assert re.search(rf'defer="defer" src="_static/{re.escape(theme.SCRIPT)}\?v=\w+"', page("index"))


def test_the_theme_asks_for_blocks_that_scroll_when_the_page_has_loaded(small):
    script = (small[0] / "_static" / theme.SCRIPT).read_text(encoding="utf-8")
    assert script.count(".tabIndex=") == 3 and len(re.findall(r'addEventListener\("load",(\w)\)', script)) == 1


def test_the_themes_dead_weight_has_its_names(small):
    static = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme" / "static"
    for name in slim.UNUSED:
        assert (static / name).exists() and not (small[0] / "_static" / name).exists(), name


def test_jupyter_book_names_a_repository_of_its_own():
    settings = yaml.safe_load(Path(jupyter_book.__file__).with_name("default_config.yml").read_text(encoding="utf-8"))
    assert settings["repository"]["url"] == theme.NO_REPOSITORY


def test_pandas_writes_an_empty_corner_as_it_does():
    assert pd.DataFrame({"a": [1]}).to_html().count(tables.EMPTY) == 1


def test_vl_convert_keeps_vega_under_its_address_and_nothing_under_the_name_that_it_documents():
    bundled = vl_convert.javascript_bundle(assets.VEGA_PARTS, vl_version=chart.VEGA_LITE)
    documented = vl_convert.javascript_bundle("window.found = vega;", vl_version=chart.VEGA_LITE)
    assert re.search(r"window\.qantarVega=\{parse:[\w$]+,View:[\w$]+,Warn:[\w$]+\}", bundled) and len(bundled) < 600_000
    # When this ends the address can go.
    assert re.search(r"([\w$]+)=null;window\.found=\1;", documented)


# Kernels


def test_a_kernel_of_a_manager_that_was_given_ends_with_its_notebook():
    async def lives_on() -> bool:
        kernels = AsyncKernelManager(kernel_name="python3")
        client = NotebookClient(v4.new_notebook(), km=kernels, shutdown_kernel="immediate")
        await client.async_execute(cleanup_kc=True)
        return await kernels.is_alive()

    assert asyncio.run(lives_on()) is False


def test_a_kernels_pause_after_each_cell_can_be_set():
    assert Kernel.class_traits()["_execute_sleep"].metadata["config"] is True


STARTED = """import os, sys
from qantar.lean import warm_up
warm_up([])
warm = set(sys.modules)
from ipykernel.kernelapp import IPKernelApp
IPKernelApp.instance().initialize(["-f", sys.argv[1], "--HistoryManager.enabled=False"])
print(*{name.partition(".")[0] for name in set(sys.modules) - warm}, file=sys.__stdout__, flush=True)
os._exit(0)
"""


def test_a_kernel_that_starts_imports_nothing_of_its_own_any_more(tmp_path):
    command = [sys.executable, "-c", STARTED, str(tmp_path / "kernel.json")]
    started = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1]
    assert not {"ipykernel", "IPython", "debugpy", "tornado", "pygments", "stack_data"} & set(started.split())


# What is imported


@pytest.mark.parametrize(
    ("program", "is_slow"),
    [("from qantar.lean import warm_up; warm_up(['altair', 'nbformat'])", False), ("import altair", True)],
)
def test_warm_processes_do_not_import_the_grammar_of_addresses(tmp_path, program, is_slow):
    (tmp_path / f"{IRI_SYNTAX}.py").write_text("import pathlib\npathlib.Path(__file__).with_suffix('.seen').touch()\n")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    subprocess.run([sys.executable, "-c", program], env=os.environ | {"PYTHONPATH": path}, check=True)
    # By itself altair does import it: when that ends, `lean_imports` can go.
    assert (tmp_path / f"{IRI_SYNTAX}.seen").exists() == is_slow


def test_no_process_here_has_that_grammar_at_all():
    assert importlib.util.find_spec(IRI_SYNTAX) is None and importlib.util.find_spec("lark") is None
