"""Find a Chromium, Chrome or Edge for printing and for the browser tests, or install one where that is possible."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = (
    "chromium-headless-shell",  # Chromium without windows: the browser tests take two thirds of the time
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
LINUX_PLACES = (
    "/usr/bin/chromium",
    "/usr/lib/chromium/chromium",
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
    "/opt/microsoft/msedge/msedge",
)
MAC_APPS = ("Chromium", "Google Chrome", "Microsoft Edge")
WINDOWS_PLACES = (
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "Chromium/Application/chrome.exe",
)
WINDOWS_ROOTS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
HOW_TO_GET_ONE = (
    "install Chromium, Chrome or Edge (Debian, Ubuntu: apt-get install chromium), or name its program in QANTAR_BROWSER"
)


def find() -> str | None:
    """Return the path of a browser that the tests can drive, or None.

    The variable QANTAR_BROWSER wins: a program, or `none` to go without.
    ValueError, in one sentence, when it names no program.
    """
    chosen = os.environ.get("QANTAR_BROWSER", "")
    if chosen == "none":
        return None
    if chosen:
        return _chosen(chosen)
    on_path = (shutil.which(name) for name in NAMES)
    return next((path for path in (*on_path, *_usual_places()) if path and os.access(path, os.X_OK)), None)


def _chosen(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise ValueError(f"QANTAR_BROWSER is {name}, which is no program here; correct it, or unset it to search.")
    return path


def _usual_places() -> list[str]:
    if sys.platform == "darwin":
        roots = ("/Applications", str(Path.home() / "Applications"))
        return [f"{root}/{app}.app/Contents/MacOS/{app}" for root in roots for app in MAC_APPS]
    if sys.platform == "win32":
        roots = [os.environ[name] for name in WINDOWS_ROOTS if name in os.environ]
        return [str(Path(root, place)) for root in roots for place in WINDOWS_PLACES]
    return list(LINUX_PLACES)


def may_install() -> bool:
    """Tell whether a browser can be installed here: as root, with apt-get, and not forbidden.

    QANTAR_BROWSER in any form, or QANTAR_INSTALL_BROWSER=0, forbids it.
    """
    if "QANTAR_BROWSER" in os.environ or os.environ.get("QANTAR_INSTALL_BROWSER") == "0":
        return False
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install() -> None:
    """Install Debian's Chromium without windows; what goes wrong is left to the next `find()` to notice."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium-headless-shell"]):
        subprocess.run(["apt-get", "-qq", *command], env=environment, check=False, timeout=900, **quiet)


def flags() -> list[str]:
    """Return the flags the browser starts with: no chatter, no host names, and a sandbox unless run by root."""
    plain = [
        "--disable-gpu",
        "--disable-background-networking",
        "--no-first-run",
        "--disable-component-update",
        "--disable-sync",
        # No name resolves, so a page that reaches for another host fails where the network would have answered.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ]
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ["--no-sandbox", *plain] if is_root else plain
