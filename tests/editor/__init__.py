"""Tests against programs of the npm registry: an editor's language server, a SARIF validator.

`make editor` installs them beside this file; without them these tests are skipped.
"""

from pathlib import Path

MODULES = Path(__file__).parent / "node_modules"
SERVER = MODULES / "yaml-language-server" / "bin" / "yaml-language-server"
SARIF = MODULES / "@microsoft" / "sarif-multitool-linux" / "Sarif.Multitool"
SARIF_SCHEMA = SARIF.with_name("sarif-2.1.0.json")
