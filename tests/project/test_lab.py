"""JupyterLab as the settings of the project start it: what belongs to an author stays out of a student's sight."""

import sys
from pathlib import Path

from jupyter_server.services.contents.filemanager import FileContentsManager
from jupyterlab_server.config import get_page_config
from traitlets.config import PyFileConfigLoader

LAB = Path(__file__).parents[2] / "tools" / "lab"
EXTENSIONS = Path(sys.prefix, "share", "jupyter", "labextensions")


def test_no_folder_of_solutions_is_listed_and_all_else_is(tmp_path):
    for name in ("exercises/solutions/causes.ipynb", "exercises/causes.ipynb", "exercises/checks/causes.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    config = PyFileConfigLoader("jupyter_lab_config.py", str(LAB)).load_config()
    manager = FileContentsManager(root_dir=str(tmp_path), config=config)
    names = [entry["name"] for entry in manager.get("exercises")["content"]]
    assert sorted(names) == ["causes.ipynb", "checks"]
    assert not manager.should_list("__pycache__")


def test_the_buttons_of_nbgrader_are_off():
    page = get_page_config([str(EXTENSIONS)], app_settings_dir=str(LAB / "settings"))
    assert "@jupyter/nbgrader" in {extension["name"] for extension in page["federated_extensions"]}
    assert page["disabledExtensions"] == ["@jupyter/nbgrader"]
