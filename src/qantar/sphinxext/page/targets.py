"""Explicit targets, the ids of the ledgers' records, are the addresses of what they stand before.

Docutils makes a target's address from its name as it sees fit: "24kg-2022-01-11" loses its leading digits. Sphinx's
permanent links, search and tables of contents lead to a heading by its wording. MyST resolves `page.md#name` among the
slugs of the page's headings. A ledger page gives each record an explicit target, whose address is its id everywhere.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform


def setup(app: Sphinx) -> None:
    """Put the addresses right while a page is read, then add the targets to what MyST looks up."""
    app.add_transform(TargetsFirst)
    app.connect("doctree-read", add_targets)


class TargetsFirst(SphinxTransform):
    """Make a target's name the first id of the section or block that it stands before."""

    # After the targets have been moved to what they stand before (260), before Sphinx and MyST collect them (850).
    default_priority = 840

    def apply(self, **kwargs: object) -> None:
        """Rename each target that HTML can carry; a name that is the address of something else stays as it is."""
        renamed = self._renamed()
        for node in self.document.findall(nodes.Element):
            first = [renamed[one] for one in node["ids"] if one in renamed]
            node["ids"] = first + [one for one in node["ids"] if one not in renamed]
            # Borrowed: docutils' own tables of names and ids; it has no call that gives a node another id.
            self.document.nameids.update(zip(first, first, strict=True))
            self.document.ids.update(dict.fromkeys(first, node))
            if node.get("refid") in renamed:
                node["refid"] = renamed[node["refid"]]

    def _renamed(self) -> dict[str, str]:
        """Return the targets' names by the ids that docutils made of them."""
        made = {target.get("refid") for target in self.document.findall(nodes.target)}
        taken = self.document.ids
        return {
            one: name
            for name, one in self.document.nameids.items()
            if one in made and not re.search(r"\s", name) and (name == one or name not in taken)
        }


def add_targets(app: Sphinx, document: nodes.document) -> None:
    """Add the page's explicit targets to the slugs that MyST looks up, before headings of the same wording."""
    # Borrowed: MyST looks for `page.md#name` nowhere else. The name alone would do (`#name`), but only in a built book.
    slugs = app.env.metadata[app.env.docname].setdefault("myst_slugs", {})
    for name, node_id in document.nameids.items():
        if node_id and document.nametypes.get(name):
            slugs[name] = (0, node_id, name)
