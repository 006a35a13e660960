"""A net file, read into a net, or refused with everything that is wrong with it."""

from dataclasses import dataclass
from pathlib import Path

from xuncha_plan.files.source import read_bytes
from xuncha_plan.files.tree import Tree
from xuncha_plan.files.yaml_text import parse
from xuncha_plan.model import BadInput
from xuncha_plan.net.files.consistency import check_consistency
from xuncha_plan.net.files.draft import NetDraft
from xuncha_plan.net.model import District, Net


@dataclass(frozen=True)
class NetReading:
    """A net, where its file lies, and where in it everything is written."""

    net: Net
    path: Path
    tree: Tree

    def problem(self, district: District) -> Path:
        """The problem file of a district."""
        return self.path.parent / district.file


def read_net(path: Path) -> NetReading:
    """The net that a file states; BadInput holds every fault of it. Districts are not read."""
    draft = NetDraft(parse(read_bytes(path), str(path)), path)
    net = draft.net()
    check_consistency(draft, net)
    if net is None or draft.faults:
        raise BadInput(*{(f.place, f.say("en")): f for f in draft.faults}.values())
    return NetReading(net, path, draft.tree)
