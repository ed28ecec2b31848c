"""JupyterLab for a class: it opens the first notebook and asks the network for nothing."""

from pathlib import Path

c = get_config()  # noqa: F821 (Jupyter gives it)

c.LabApp.default_url = "/lab/tree/start.ipynb"
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.news_url = None
c.LabApp.extension_manager = "readonly"
# The solutions lie beside the worksheets, where their author opens them by name.
c.ContentsManager.hide_globs.append("solutions")

settings = Path(__file__).with_name("settings")
if settings.is_dir():
    c.LabApp.app_settings_dir = str(settings)
