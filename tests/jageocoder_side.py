"""The other side of geocode_vs_jageocoder, run by a Python that has jageocoder: `build TOWNS.tsv FOLDER`, then `serve FOLDER`.

jageocoder 2.2 ships no maker of dictionaries. This one writes its tables with its own classes, as its converter does: 丁目
and 小字 below their 大字, 郡 and 政令市 as nodes of their own, codes in the notes, names with and without 都道府県 in the trie.
"""

import json
import re
import sys
import time
from collections import defaultdict
from pathlib import Path

from jageocoder.aza_master import AzaMaster
from jageocoder.dataset import Dataset
from jageocoder.node import AddressNode, AddressNodeTable
from jageocoder.tree import AddressTree
from jageocoder.trie import AddressTrie, TrieNode

PREF, COUNTY, CITY, WARD, OAZA, AZA = range(1, 7)
DIGITS = "０-９一二三四五六七八九〇十"
PARTS = (
    re.compile(r"(.+?[^文大])((?:字|小字).*)"),
    re.compile(rf"(.+?[^{DIGITS}東西南北]+)([東西南北]?[{DIGITS}]+(?:丁目|線|丁))"),
    re.compile(rf"(.*?[^{DIGITS}]+)([{DIGITS}]+(?:丁目|線|丁))"),
)
COUNTY_TOWN = re.compile(r"(.{1,5}?郡)(.+[町村])")
WARDS = re.compile(r"(.+?市)(.+区)")
NO_OAZA = "（大字なし）"


def names_of(pref, city, name, koaza):
    """(level, name) from 都道府県 to 小字."""
    parts = [(PREF, pref)]
    if county := COUNTY_TOWN.fullmatch(city):
        parts += [(COUNTY, county[1]), (CITY, county[2])]
    elif ward := WARDS.fullmatch(city):
        parts += [(CITY, ward[1]), (WARD, ward[2])]
    else:
        parts.append((CITY, city))
    split = next((found for pattern in PARTS if (found := pattern.fullmatch(name))), None)
    if name == NO_OAZA:
        parts.append((OAZA, AddressNode.NONAME))
    elif split:
        parts += [(OAZA, split[1]), (AZA, split[2])]
    else:
        parts.append((OAZA, name))
    return parts + [(AZA, koaza)] * bool(koaza)


class Node:
    """A node on the way to becoming a record."""

    def __init__(self, level, name):
        self.level, self.name, self.point, self.note, self.children = level, name, None, "", {}

    def settle(self):
        """The middle of what is below, where the data have no point: jageocoder then need not look for one."""
        below = [point for child in self.children.values() if (point := child.settle())]
        if self.point is None and below:
            self.point = (sum(x for x, _ in below) / len(below), sum(y for _, y in below) / len(below))
        return self.point


def tree_of(lines):
    """The root over all towns."""
    root, numbers = Node(0, "_root_"), defaultdict(int)
    for line in lines:
        code, pref, city, name, koaza, lng, lat = line.rstrip("\n").split("\t")
        node = root
        for level, part in names_of(pref, city, name, koaza):
            node = node.children.setdefault((level, part), Node(level, part))
            if (level == CITY and not WARDS.fullmatch(city)) or level == WARD:
                node.note = f"jisx0402:{code[:5]}"
            if level >= OAZA and not node.note:
                numbers[code] += 1
                node.note = f"aza_id:{numbers[code]:07}"
        if lng and node.point is None:
            node.point = (float(lng), float(lat))
    root.settle()
    return root


def build(towns, folder):
    """Write address_node, aza_master, dataset, trienode and the tries."""
    with open(towns, encoding="utf-8") as file:
        root = tree_of(file)
    tree = AddressTree(db_dir=folder, mode="w")
    records, azas, labels = [AddressNode.root().to_record()], [], defaultdict(list)
    _walk(root, 0, [], tree.get_converter(), records, azas, labels)
    records[0]["siblingId"] = len(records)
    nodes = AddressNodeTable(db_dir=folder)
    nodes.create()
    nodes.append_records(records)
    nodes.create_indexes()
    master = AzaMaster(db_dir=folder)
    master.create()
    master.append_records(sorted(azas, key=lambda one: one["code"]))
    master.create_trie_on(attr="code")
    datasets = Dataset(db_dir=folder)
    datasets.create()
    datasets.append_records([{"id": 1, "title": "Geolonia 住所データ", "url": ""}])
    _write_trie(folder, labels)


def _walk(node, number, above, converter, records, azas, labels):
    """Children behind their parent, the 大字 without a name first, each knowing where its own end."""
    city = next((int(one[2][9:]) for one in reversed(above) if one[2].startswith("jisx0402")), None)
    for child in sorted(node.children.values(), key=lambda one: converter.standardize(one.name)):
        own, (x, y) = len(records), child.point or (999.9, 999.9)
        index = child.name if child.name == AddressNode.NONAME else converter.standardize(child.name)
        record = {"id": own, "name": child.name, "nameIndex": index, "x": x, "y": y, "level": child.level, "priority": 1,
                  "note": child.note, "parentId": number, "siblingId": -1}
        records.append(record)
        path = [*above, (child.level, child.name, child.note)]
        if child.level <= OAZA and child.name != AddressNode.NONAME:
            _label(path, own, converter, labels, index)
        if child.note.startswith("aza_id") and city is not None:
            names = [[level, name, "", "", ""] for level, name, _ in path]
            azas.append({"code": f"{city:05}{child.note[7:]}", "names": json.dumps(names, ensure_ascii=False), "namesIndex": "",
                         "azaClass": 1 if child.level == OAZA else 2 if child.name.endswith("丁目") else 3, "isJukyo": False,
                         "startCountType": 0, "postcode": ""})
        _walk(child, own, path, converter, records, azas, labels)
        record["siblingId"] = len(records)


def _label(path, number, converter, labels, index):
    """From any of its parents on, without its 郡, and with the variants that jageocoder knows."""
    names = [name for _, name, _ in path]
    written = ["".join(names[at:]) for at in range(len(names))]
    if path[-1][0] == CITY and path[-2][0] == COUNTY:
        written.append(names[0] + names[-1])
    for form in {*map(converter.standardize, written), *converter.standardized_candidates(index)} - {""}:
        labels[form].append(number)


def _write_trie(folder, labels):
    trie = AddressTrie(Path(folder) / "address.trie", labels)
    trie.save()
    rows = [None] * len(labels)
    for label, numbers in labels.items():
        rows[trie.get_id(label)] = {"id": trie.get_id(label), "nodes": numbers}
    table = TrieNode(db_dir=folder)
    table.create()
    table.append_records(rows)


def serve(folder):
    """For each line of texts (JSON), a line of what was found and how long it took."""
    tree = AddressTree(db_dir=folder, mode="r")
    for line in sys.stdin:
        texts, found = json.loads(line), []
        wall, cpu = time.perf_counter(), time.process_time()
        for text in texts:
            try:
                found.append(tree.searchNode(text))
            except Exception as problem:  # whatever it does with a text is its answer
                found.append(problem)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(json.dumps({"wall": wall, "cpu": cpu, "found": [_told(one) for one in found]}), flush=True)


def _told(found):
    """[name, lng, lat] of the best, or null."""
    if isinstance(found, Exception) or not found:
        return None
    node = found[0].get_node()
    return ["".join(node.get_fullname()), node.x, node.y]


if __name__ == "__main__":
    {"build": build, "serve": serve}[sys.argv[1]](*sys.argv[2:])
