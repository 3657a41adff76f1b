"""The same remap with Python's csv module and dicts."""
import csv, json, os, resource, sys, time

folder, out = sys.argv[1:3]
os.makedirs(out, exist_ok=True)
started = time.perf_counter()


def read(path):
    with open(path, encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


units = {row["code"]: {**row, "edges": []} for row in read("data/communes-2025-06-30.csv")}
for edge in read("data/crosswalk-communes.csv"):
    units[edge["old_code"]]["edges"].append(edge)
fresh = {row["code"]: row for row in read("data/communes-2025-07-01.csv")}
succession = {row["old_code"]: row for row in read(os.path.join(folder, "succession.csv"))}
tallies = {}
counts = {"migrated": 0, "held": 0}
handles = {name: open(os.path.join(out, name + ".csv"), "w", encoding="utf-8", newline="") for name in ("migrated", "held", "aliases")}
writers = {name: csv.writer(handle, lineterminator="\n") for name, handle in handles.items()}
with open(os.path.join(folder, "dossiers.csv"), encoding="utf-8", newline="") as handle:
    rows = csv.reader(handle)
    at = {name: index for index, name in enumerate(next(rows))}
    code, name, district, province, office = at["MaXa"], at["TenXa"], at["MaHuyen"], at["MaTinh"], at["DonViXuLy"]
    for number, row in enumerate(rows, 1):
        unit, agency = units.get(row[code]), succession.get(row[office])
        land = row[at["MaLinhVuc"]] in ("G13-DD", "DD", "DAT") or row[at["TenLinhVuc"]] == "Đất đai"
        person = not land and row[at["LoaiDoiTuong"]] == "1"
        reason, edge = "", None
        if unit is None:
            reason = "unit-unknown"
        elif row[district] != unit["district"] or row[province] != unit["province"]:
            reason = "unit-codes-disagree"
        elif row[name].lower() != unit["name"].lower():
            reason = "code-name-mismatch"
        else:
            edges = unit["edges"]
            edge = edges[0] if len(edges) == 1 else next((e for e in edges if e["people"] == "1"), None) if person else None
            if edge is None:
                reason = "split-undecided"
            elif fresh[edge["new_code"]]["province"] != "86":
                reason = "outside-target"
            elif agency is None:
                reason = "agency-unknown"
        record = f"tthc-01:{number}"
        owner = agency["new_code"] if reason == "" else row[office]
        key = (row[code], edge and edge["new_code"], row[office], owner, reason)
        tallies[key] = tallies.get(key, 0) + 1
        writers["aliases"].writerow([record, "dossier-number", row[0], "tthc", "tthc:" + row[0], "current" if reason == "" else "held", owner, "", "2025-07-01", "", "190/2025/QH15 Điều 10", "0" * 64])
        if reason == "":
            to = fresh[edge["new_code"]]
            was = f"DonViXuLy={row[office]};MaTinh={row[province]};MaHuyen={row[district]};MaXa={row[code]};TenXa={row[name]}"
            row[province], row[district], row[code], row[name], row[office] = to["province"], "", to["code"], to["name"], agency["new_code"]
            row += [record, f"unit={edge['relation']}@{to['resolution']}#{to['clause']};agency=remap@{agency['legal_basis']}", was, "2025-07-01"]
            writers["migrated"].writerow(row)
            counts["migrated"] += 1
        else:
            row += [record, reason, "MaXa", " ".join(e["new_code"] for e in unit["edges"]) if unit else ""]
            writers["held"].writerow(row)
            counts["held"] += 1
with open(os.path.join(out, "tallies.csv"), "w", encoding="utf-8") as handle:
    for key, count in sorted(tallies.items(), key=str):
        handle.write(f"{key},{count}\n")
for handle in handles.values():
    handle.close()
print(json.dumps({"seconds": time.perf_counter() - started, "peakMiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, **counts}))
