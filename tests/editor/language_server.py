"""A yaml-language-server as an editor runs it: JSON-RPC over its standard streams."""

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.editor import SERVER


class LanguageServer:
    """Opens texts and asks for diagnostics, hovers and completions; lines and columns from 1."""

    def __init__(self, schema: Path) -> None:
        self._schema = schema
        self._process = subprocess.Popen(
            ["node", str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._number = 0
        self._is_configured = False
        self._told: dict[str, list[dict[str, Any]]] = {}
        self._ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self._tell("initialized", {})
        while not self._is_configured:
            self._receive()

    def close(self) -> None:
        """Ends the server."""
        self._ask("shutdown", None)
        self._tell("exit", None)
        self._process.wait(timeout=20)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def diagnostics(self, name: str, text: str) -> list[tuple[int, int, str]]:
        """Line, column and message of everything that is marked in a text."""
        uri = self._open(name, text)
        while uri not in self._told:
            self._receive()
        return [
            (one["range"]["start"]["line"] + 1, one["range"]["start"]["character"] + 1,
             one["message"])
            for one in self._told[uri]
        ]  # fmt: skip

    def hover(self, name: str, text: str, line: int, column: int) -> str:
        """What is shown beside a word."""
        found = self._at("textDocument/hover", self._open(name, text), line, column)
        return str(found["contents"]["value"]) if found else ""

    def completions(self, name: str, text: str, line: int, column: int) -> dict[str, str]:
        """What may be written at a place, each with its words."""
        found = self._at("textDocument/completion", self._open(name, text), line, column)
        items = found["items"] if isinstance(found, dict) else found or []
        return {one["label"]: _words(one.get("documentation", "")) for one in items}

    def _open(self, name: str, text: str) -> str:
        uri = f"file:///district/{name}"
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        return uri

    def _at(self, method: str, uri: str, line: int, column: int) -> Any:
        position = {"line": line - 1, "character": column - 1}
        return self._ask(method, {"textDocument": {"uri": uri}, "position": position})

    def _ask(self, method: str, params: object) -> Any:
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": params})
        while (answer := self._receive()).get("id") != number or "method" in answer:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def _tell(self, method: str, params: object) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, object]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        stream = self._process.stdout
        assert stream is not None
        length = 0
        while line := stream.readline().strip():
            key, _, value = line.partition(b":")
            length = int(value) if key.lower() == b"content-length" else length
        assert length, "the server has ended"
        message: dict[str, Any] = json.loads(stream.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self._told[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": self._answer(message)})
        return message

    def _answer(self, message: dict[str, Any]) -> object:
        """The editor's settings: our schema for every file, nothing fetched from anywhere."""
        if message["method"] != "workspace/configuration":
            return None
        self._is_configured = True
        yaml = {
            "schemas": {self._schema.as_uri(): "*"}, "schemaStore": {"enable": False},
            "validate": True, "hover": True, "completion": True,
        }  # fmt: skip
        return [
            yaml if item.get("section") == "yaml" else {} for item in message["params"]["items"]
        ]


def _words(documentation: object) -> str:
    return str(documentation["value"] if isinstance(documentation, dict) else documentation)
