"""Installs pip into the environment whose Python runs this, from pip's own wheel.

The last resort of `environment.sh`, for Debian's python3 without python3-venv and
python3-pip: standard library only. PIP_INDEX_URL is honoured, as pip itself does.
"""

import os
import re
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urljoin
from urllib.request import urlopen

WHEEL = re.compile(r'href="([^"#]*/(pip-([\d.]+)-py3-none-any\.whl))#sha256=(\w+)"')


def fetch(url: str) -> bytes:
    with urlopen(url, timeout=120) as response:  # noqa: S310 - the index that pip would ask
        return bytes(response.read())


def newest(page: str) -> tuple[str, str, str]:
    """Address, file name and SHA-256 of the highest final release on an index page."""
    found = WHEEL.findall(page)
    address, name, _, digest = max(found, key=lambda f: [int(part) for part in f[2].split(".")])
    return address, name, digest


def main() -> None:
    index = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/") + "/pip/"
    address, name, digest = newest(fetch(index).decode())
    content = fetch(urljoin(index, address))
    if sha256(content).hexdigest() != digest:
        sys.exit(f"{name} is not the file that the index announced (SHA-256 differs)")
    with tempfile.TemporaryDirectory() as folder:
        wheel = Path(folder, name)
        wheel.write_bytes(content)
        install = [sys.executable, f"{wheel}/pip", "install", "--no-index", str(wheel)]
        subprocess.run(install, check=True)


if __name__ == "__main__":
    try:
        main()
    except URLError as error:
        sys.exit(f"the package index did not answer: {error.reason}")
