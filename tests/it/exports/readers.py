"""Reads exports of one account with readers that are not ours, and says what is wrong.

Usage: readers.py DIRECTORY WORD...  Every word is the beginning of a name that has to be
found in each form.
"""

import csv
import io
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as tree

import pydot

home = pathlib.Path(sys.argv[1])
words = sys.argv[2:]


def text_of(name):
    return (home / name).read_bytes().decode("utf-8")


def found(form, names):
    for word in words:
        assert any(word in name for name in names), f"{form}: {word} is not there"


def close(one, other):
    return abs(one - other) < 0.01


def svg(name):
    root = tree.fromstring(text_of(name))
    space = "{http://www.w3.org/2000/svg}"
    known = {"svg", "title", "desc", "style", "rect", "text", "path", "circle", "polygon"}
    width, height = (float(root.get(side)) for side in ("width", "height"))
    cards, told = [], []
    for one in root.iter():
        tag = one.tag.removeprefix(space)
        assert tag in known, f"svg: <{tag}>"
        for key, value in one.attrib.items():
            assert not key.startswith("on") and "href" not in key, f"svg: {key}"
            assert "url(" not in value and "://" not in value, f"svg: {value}"
        if tag == "title":
            told.append(one.text)
        if tag in ("rect", "text"):
            x, y = float(one.get("x", 0)), float(one.get("y", 0))
            wide = float(one.get("width", one.get("textLength", 0)))
            high = float(one.get("height", 0))
            assert 0 <= x and x + wide <= width, f"svg: {x} {wide} of {width}"
            assert 0 <= y and y + high <= height, f"svg: {y} {high} of {height}"
            if "card" in one.get("class", "").split():
                cards.append((x, y, x + wide, y + high))
    assert len(cards) > 20, "svg: no boxes"
    for place, (left, top, right, bottom) in enumerate(cards):
        for other in cards[place + 1 :]:
            apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
            assert apart, f"svg: {cards[place]} lies on {other}"
    style = root.find(f"{space}style").text
    assert "prefers-color-scheme: dark" in style and "import" not in style
    found("svg", told)


def drawio(name):
    root = tree.fromstring(text_of(name)).find("./diagram/mxGraphModel/root")
    cells, labels = {}, []
    for one in root:
        cell = one if one.tag == "mxCell" else one.find("mxCell")
        labels.append(one.get("label") or one.get("value") or "")
        assert one.get("id") not in cells, f"drawio: {one.get('id')} twice"
        cells[one.get("id")] = cell
    held = {cell.get("parent") for cell in cells.values() if cell.get("vertex")}
    for id, cell in cells.items():
        parent = cells.get(cell.get("parent"))
        assert id == "0" or parent is not None, f"drawio: {id} stands in nothing"
        assert "html=1" not in (cell.get("style") or ""), f"drawio: {id} is HTML"
        if cell.get("edge"):
            for end in ("source", "target"):
                assert cells[cell.get(end)].get("vertex"), f"drawio: {id} has no {end}"
        if not cell.get("vertex") or not parent.get("vertex"):
            continue
        x, y, wide, high = (
            float(cell.find("mxGeometry").get(key, 0)) for key in ("x", "y", "width", "height")
        )
        room = parent.find("mxGeometry")
        assert wide > 0 and high > 0 and x >= 0 and y >= -9, f"drawio: {id} at {x}, {y}"
        assert x + wide <= float(room.get("width")), f"drawio: {id} is too wide"
        assert y + high <= float(room.get("height")) + 9, f"drawio: {id} is too high"
    for id in held - {"0", "1", "long-lines"}:
        assert "container=1" in cells[id].get("style"), f"drawio: {id} is no container"
    assert any(cell.get("edge") for cell in cells.values()), "drawio: no wires"
    found("drawio", labels)


def dot(name):
    (graph,) = pydot.graph_from_dot_data(text_of(name))
    nodes, ends, labels = set(), set(), []

    def walk(part):
        for node in part.get_nodes():
            if node.get_name() not in ("node", "edge", "graph"):
                nodes.add(node.get_name())
                labels.append(node.get("label") or "")
        for edge in part.get_edges():
            ends.update((edge.get_source(), edge.get_destination()))
        for inner in part.get_subgraphs():
            labels.append(inner.get("label") or "")
            walk(inner)

    walk(graph)
    assert ends and ends <= nodes, f"dot: {ends - nodes}"
    found("dot", labels)


def mermaid(name):
    # Everything that Mermaid could take for more than text is written by its number.
    label = r'"((?:[^"#&<>`\\*_~|\[\]{}();]|#\d+;|<br/>)*)"'
    id = "n[0-9a-f]{16}"
    lines = [
        rf"subgraph ({id})\[{label}\]",
        rf"({id})\[{label}\]",
        rf"({id}) (?:-->|===|-\.->|==>|-\.-)(?:\|{label}\|)? ({id})",
        r"end",
        r"linkStyle [\d,]+ stroke:#[0-9a-f]{6}",
        r"classDef [a-z]+ stroke:#[0-9a-f]{6},stroke-width:\dpx",
        rf"class {id}(?:,{id})* [a-z]+",
        r"%% [^{}]*",
    ]
    text = text_of(name)
    _, title, chart = text.split("---\n", 2)
    json.loads(title.removeprefix("title: "))
    first, *rest = chart.splitlines()
    assert first == "flowchart TB", first
    nodes, ends, labels, depth = set(), set(), [], 0
    for line in rest:
        line = line.strip()
        match = [re.fullmatch(form, line) for form in lines]
        assert any(match), f"mermaid: {line}"
        depth += bool(match[0]) - (line == "end")
        assert depth >= 0, "mermaid: too many ends"
        for box in filter(None, match[:2]):
            nodes.add(box[1])
            labels.append(re.sub(r"#(\d+);", lambda code: chr(int(code[1])), box[2]))
        if match[2]:
            ends.update((match[2][1], match[2][3]))
    assert depth == 0 and ends and ends <= nodes, f"mermaid: {ends - nodes}"
    found("mermaid", labels)


def table(name, document):
    known = {one["id"]: one for one in json.loads(text_of(document))["resources"]}
    rows = list(csv.DictReader(io.StringIO(text_of(name), newline=""), strict=True))
    assert {row["arn"] for row in rows} == set(known) and len(rows) == len(known)
    for row in rows:
        assert None not in row and None not in row.values(), f"csv: {row}"
        for value in row.values():
            assert not value.startswith(("=", "+", "-", "@")), f"csv: {value}"
        resource = known[row["arn"]]
        for key in ("name", "kind", "health", "state", "region", "account"):
            value = row[key].removeprefix("'") if key == "name" else row[key]
            assert value == resource[key], f"csv: {key} {value}"
    found("csv", [row["name"] for row in rows])


svg("map.svg")
drawio("map.drawio")
dot("map.dot")
mermaid("map.mmd")
table("map.csv", "map.json")
