"""Right submissions of the worksheet `intervention`, written differently: the answer cells of ten students."""

MOMENTS_BY_LOOP = """
rows = []
for event in load("timeline").itertuples():
    if event.event_id not in four:
        continue
    word = event.time_local if isinstance(event.time_local, str) else "not given"
    day = pd.Timestamp(event.date)
    start, stop = day + pd.Timedelta(hours=begins[word]), day + pd.Timedelta(hours=ends[word])
    rows.append({"stop": stop, "event_id": event.event_id, "start": start})
moments = pd.DataFrame(rows)

steps = []
for one, two in zip(rows, rows[1:]):
    least = max((two["start"] - one["stop"]).total_seconds() / 3600, 0)
    most = (two["stop"] - one["start"]).total_seconds() / 3600
    steps.append((one["event_id"], two["event_id"], least, most))
steps = pd.DataFrame(steps, columns=["earlier", "later", "shortest", "longest"])
"""

MOMENTS_BY_MERGE = """
hours = pd.DataFrame({"begins": begins, "ends": ends}).rename_axis("time_local").reset_index()
table = load("timeline")
table = table[table["event_id"].isin(four)].fillna({"time_local": "not given"})
moments = table.merge(hours, on="time_local", how="left").sort_values("event_id", ignore_index=True)
for new, old in {"start": "begins", "stop": "ends"}.items():
    moments[new] = moments["date"].astype("datetime64[ns]") + moments[old] * pd.Timedelta("1h")
moments = moments[["event_id", "start", "stop", "title"]]
late = moments.shift(-1)
steps = pd.DataFrame(
    {
        "longest": (late["stop"] - moments["start"]).dt.total_seconds().div(3600),
        "shortest": np.maximum((late["start"] - moments["stop"]).dt.total_seconds().div(3600), 0),
        "later": late["event_id"],
        "earlier": moments["event_id"],
    }
).dropna()
"""

MOMENTS_BY_NUMPY = """
events_of_four = load("timeline").set_index("event_id").loc[four]
words = events_of_four["time_local"].astype(object).where(events_of_four["time_local"].notna(), "not given")
days = np.array(events_of_four["date"], dtype="datetime64[h]")
start = days + np.array([begins[word] for word in words])
stop = days + np.array([ends[word] for word in words])
moments = pd.DataFrame({"start": start, "stop": stop, "event_id": four})
least = (start[1:] - stop[:-1]) / np.timedelta64(1, "h")
steps = pd.DataFrame({"earlier": four[:-1], "later": four[1:], "shortest": np.where(least > 0, least, 0)})
steps["longest"] = ((stop[1:] - start[:-1]) / np.timedelta64(1, "h")).astype(int)
"""

MOMENTS_BY_HAND = """
moments = pd.DataFrame(
    [
        ["t073", pd.Timestamp("2022-01-19"), pd.Timestamp("2022-01-20")],
        ["t044", pd.Timestamp("2022-01-05 21:00"), pd.Timestamp("2022-01-06")],
        ["t046", pd.Timestamp("2022-01-06"), pd.Timestamp("2022-01-07")],
        ["t045", pd.Timestamp("2022-01-06"), pd.Timestamp("2022-01-06 07:00")],
    ],
    columns=["event_id", "start", "stop"],
)
find = moments.set_index("event_id")


def hours_between(one, two):
    return pd.Series(
        {
            "earlier": one,
            "later": two,
            "shortest": max(0, (find["start"][two] - find["stop"][one]) // pd.Timedelta(hours=1)),
            "longest": (find["stop"][two] - find["start"][one]) // pd.Timedelta(hours=1),
        }
    )


steps = pd.DataFrame([hours_between(four[i], four[i + 1]) for i in (2, 1, 0)])
"""

SIZES_BY_SELECT = """
ranges = sizes[sizes["value"].notna()]
kinds = [ranges["qualifier"] == word for word in ("exact", "range", "about")]
ranges = ranges.assign(
    low=np.select(kinds, [ranges["value"], ranges["value_low"], ranges["value"] - ranges["value"] / 10], np.nan),
    high=np.select(kinds, [ranges["value"], ranges["value_high"], ranges["value"] + ranges["value"] / 10], np.nan),
)
numbers = ranges.pivot_table(index="country", columns="series", values="row_id", aggfunc="count", fill_value=0)
numbers = numbers.rename_axis(columns=None).reset_index()
rows = []
for one in ranges.itertuples():
    for two in ranges.itertuples():
        together = max(one.low, two.low) <= min(one.high, two.high)
        if one.country == two.country and one.row_id < two.row_id and not together:
            rows.append({"first": one.row_id, "second": two.row_id, "country": one.country})
clashes = pd.DataFrame(rows)
"""

SIZES_BY_FUNCTION = """
def limits(row):
    if row["qualifier"] == "range":
        return row["value_low"], row["value_high"]
    margin = 0.1 if row["qualifier"] == "about" else 0
    return row["value"] * (1 - margin), row["value"] * (1 + margin)


ranges = sizes.query("qualifier != 'not_stated'").reset_index(drop=True)
ranges[["low", "high"]] = [limits(row) for _, row in ranges.iterrows()]
numbers = pd.DataFrame(
    [
        {"country": name, **{kind: (group["series"] == kind).sum() for kind in ("press", "official", "derived")}}
        for name, group in ranges.groupby("country")
    ]
)
left = ranges[["country", "row_id", "low", "high"]]
both = left.merge(left, on="country", suffixes=("", "_two"))
clashes = both.query("row_id < row_id_two and (low > high_two or low_two > high)")
clashes = clashes.rename(columns={"row_id": "first", "row_id_two": "second"})[["second", "first", "country"]]
"""

SIZES_BY_FILL = """
ranges = sizes.dropna(subset=["value"])
ranges = ranges.assign(
    low=ranges["value_low"].fillna((ranges["value"] * 0.9).round()),
    high=ranges["value_high"].fillna((ranges["value"] * 1.1).round()),
)
numbers = ranges.groupby(["country", "series"]).size().unstack(fill_value=0)[["official", "press", "derived"]]
numbers = numbers.astype(float).reset_index()
from itertools import combinations

found = []
for country, group in ranges.groupby("country"):
    for a, b in combinations(group.sort_values("row_id").to_dict("records"), 2):
        if a["high"] < b["low"] or b["high"] < a["low"]:
            found.append((country, a["row_id"], b["row_id"]))
clashes = pd.DataFrame(found, columns=["country", "first", "second"])
"""

SIZES_BY_DUMMIES = """
ranges = sizes[sizes["value"] > 0].copy()
for name, way in [("low", -1), ("high", 1)]:
    ranges[name] = ranges["value"]
    ranges.loc[ranges["qualifier"] == "about", name] *= 1 + way / 10
    ranges.loc[ranges["qualifier"] == "range", name] = ranges[f"value_{name}"]
numbers = ranges[["country"]].join(pd.get_dummies(ranges["series"], dtype=int)).groupby("country", as_index=False).sum()
cross = ranges.merge(ranges, how="cross")
cross = cross[(cross["country_x"] == cross["country_y"]) & (cross["high_x"] < cross["low_y"])]
ids = np.sort(cross[["row_id_x", "row_id_y"]].to_numpy(dtype=object), axis=1)
clashes = pd.DataFrame({"country": cross["country_x"].to_numpy(), "first": ids[:, 0], "second": ids[:, 1]})
"""

CODES_BY_COLUMNS = """
coded = pd.DataFrame(
    {
        "case": list("ABCDEF"),
        "answer": ["troops_sent", "no_joint_action", "declined", "mediated", "no_request", "material_aid"],
        "threat": ["mixed", "external", "border", "between_members", "external", "internal"],
        "legal_basis": ["article_4", "article_2", "appeal", "bilateral_treaty", "none", "appeal"],
    }
)
requests = load("csto_requests").query("legal_basis not in ['none', 'not_found']")
others = requests[requests["request_id"] != "kaz-2022"]
support = pd.DataFrame({"code": codes})
support["cases"] = [1 + int((others["threat"] == code).sum()) for code in codes]
support["troops"] = [1 + int(((others["threat"] == code) & (others["forces_sent"] == "yes")).sum()) for code in codes]
support["share_pct"] = (support["troops"] / support["cases"] * 100).round(1)
"""

CODES_BY_DICTIONARY = """
texts = {
    "F": "internal appeal material_aid",
    "A": "mixed article_4 troops_sent",
    "B": "external article_2 no_joint_action",
    "C": "border appeal declined",
    "E": "external none no_request",
    "D": "between_members bilateral_treaty mediated",
}
coded = pd.DataFrame([[case, *text.split()] for case, text in texts.items()])
coded.columns = ["case", "threat", "legal_basis", "answer"]
coded = coded.astype({"threat": "category"})

parts = []
for code in reversed(codes):
    supposed = load("csto_requests")
    supposed.loc[supposed["request_id"].eq("kaz-2022"), "threat"] = code
    supposed = supposed[supposed["legal_basis"].ne("none") & supposed["legal_basis"].ne("not_found")]
    supposed = supposed[supposed["threat"].eq(code)]
    parts.append([code, supposed["answer"].eq("troops_sent").mean() * 100, len(supposed)])
support = pd.DataFrame(parts, columns=["code", "share_pct", "cases"])
support["troops"] = support["share_pct"] / 100 * support["cases"]
"""

CODES_BY_GROUPS = """
coded = pd.DataFrame.from_dict(
    {
        "A": ("mixed", "article_4", "troops_sent"),
        "B": ("external", "article_2", "no_joint_action"),
        "C": ("border", "appeal", "declined"),
        "D": ("between_members", "bilateral_treaty", "mediated"),
        "E": ("external", "none", "no_request"),
        "F": ("internal", "appeal", "material_aid"),
    },
    orient="index",
    columns=["threat", "legal_basis", "answer"],
).rename_axis("case").reset_index()

requests = load("csto_requests").astype({"threat": str, "answer": str, "legal_basis": str})
requests = requests[~requests["legal_basis"].str.startswith("no")]
tables = []
for code in codes:
    table = requests.assign(code=np.where(requests["iso3"] == "KAZ", code, requests["threat"]))
    table = table.groupby("code")["answer"].agg(cases="size", troops=lambda answers: sum(answers == "troops_sent"))
    tables.append(table.loc[[code]])
support = pd.concat(tables).reset_index()
support = support.assign(share_pct=lambda table: table["troops"].div(table["cases"]).mul(100))
"""

AIRLIFT_BY_REINDEX = """
table = load("csto_flights").set_index("date")
days = table.reindex(pd.date_range("2022-01-13", "2022-01-19", name="date")).reset_index()
days["known"] = np.where(days["flights"].isna(), "not found", "published")
days.loc[days["note"].fillna("").str.contains("At least"), "known"] = "minimum"
forces = load("csto_forces")
unplaced = forces.loc[forces["row_id"] == "force-25", "value"].item() - table["flights"].sum()
chart = alt.Chart(days).mark_bar(width=30).encode(x="date:T", y="flights", color="known", tooltip=["what"])
figure = publish(
    chart,
    title="Flights home from Kazakhstan by day, 13 to 19 January 2022",
    description="Seven days, six bars. They go up from 4 flights on the 13th to 19 on the 16th. The bar of the 17th is "
    "a minimum of 14. There is no number for the 18th, and 4 flights on the 19th.",
    sources=sources,
)
figure
"""

AIRLIFT_BY_LOOP = """
import datetime as dt

published = {row.date.date(): row for row in load("csto_flights").itertuples()}
rows = []
for number in range(13, 20):
    day = dt.date(2022, 1, number)
    row = published.get(day)
    known = "not found" if row is None else "minimum" if str(row.note).startswith("At least") else "published"
    rows.append({"known": known, "date": day, "flights": None if row is None else row.flights})
days = pd.DataFrame(rows)
unplaced = 100.0 - sum(row["flights"] or 0 for row in rows)
days["date"] = pd.to_datetime(days["date"])
chart = alt.Chart(days, width=400, title="Flights").mark_bar(size=20, cornerRadius=2).encode(
    alt.X(field="date", type="temporal"),
    alt.Y("flights", type="quantitative").title("Flights a day").scale(domain=[0, 25]),
    alt.Color("known", type="nominal").scale(range=["orange", "grey", "teal"]),
)
text = (
    "The chart shows flights home by day: 4, 14, 18, 19, at least 14, then a day without any number and a last day "
    "with 4. The bars rise until 16 January."
)
figure = publish(chart, sources=tuple(sources), title="The way home, Kazakhstan, January 2022", description=text)
"""

AIRLIFT_BY_CONCAT = """
flights = load("csto_flights")[["date", "flights", "note"]]
hole = pd.DataFrame({"date": [pd.Timestamp("2022-01-18")]})
days = pd.concat([hole, flights]).sort_values("date", ascending=False)
days["known"] = days["date"].dt.day.map({17: "minimum", 18: "not found"}).fillna("published")
forces = load("csto_forces").set_index("row_id")
unplaced = float(forces.at["force-25", "value"] - np.nansum(days["flights"].to_numpy(dtype=float)))
base = alt.Chart(days.drop(columns="note")).encode(fill="known:N")
chart = base.mark_bar(opacity=0.8, width={"band": 0.8}).encode(x=alt.X("date:T").axis(format="%-d"), y="flights:Q")
figure = publish(
    chart,
    title="Military flights home, Kazakhstan, 13 to 19 January 2022, as far as published",
    description="Bars of flights on six days, from 4 to 19. Most fall on the 15th and 16th. The colour tells the 17th, "
    "where 14 is a minimum. The 18th is empty, since no number was found.",
    sources=sources[::-1],
    id="home",
)
figure
"""

REST_BY_LOOP = """
def rest(total, parts):
    least, most = total
    for low, high in parts:
        least -= high
        most -= low
    if most < 0:
        return None
    return [0 if least < 0 else least, most]


rows = []
for _, row in belarus.iterrows():
    parts = [(row["belarus_low"], row["belarus_high"])]
    for number in announced:
        parts.append((number, number))
    low, high = rest((total, total), parts)
    rows.append([row["assumed"], row["belarus_low"], row["belarus_high"], low, high])
residual = pd.DataFrame(rows, columns=["assumed", "belarus_low", "belarus_high", "low", "high"])
residual["low_pct"] = (residual["low"] / total * 100).round(1)
residual["high_pct"] = (residual["high"] / total * 100).round(1)
limit = 0
while total - sum(announced) - (limit + 1) > total / 2:
    limit += 1
"""

REST_BY_NUMPY = """
def rest(total, parts):
    ends = np.array(parts, dtype=float).reshape(-1, 2).sum(axis=0)
    left = np.array(total) - ends[::-1]
    return None if left[1] < 0 else np.clip(left, 0, None)


sure = total - np.sum(announced)
residual = belarus.assign(low=sure - belarus["belarus_high"], high=sure - belarus["belarus_low"])
residual = residual.assign(low_pct=residual["low"] / total * 100, high_pct=residual["high"] / total * 100)
limit = int(np.ceil(total / 2 - sum(announced))) - 1
"""

REST_BY_ZIP = """
def rest(whole, others):
    if not others:
        return tuple(whole)
    lows, highs = zip(*others)
    if sum(lows) > whole[1]:
        return
    return (max(0, whole[0] - sum(highs)), whole[1] - sum(lows))


def row_of(row):
    low, high = rest((total, total), [(n, n) for n in announced] + [(row["belarus_low"], row["belarus_high"])])
    return pd.Series({"high_pct": high / total * 100, "low_pct": low / total * 100, "high": high, "low": low})


residual = pd.concat([belarus, belarus.apply(row_of, axis=1)], axis=1)
russia_needed = total // 2 + 1
limit = total - russia_needed - sum(announced)
"""

REST_BY_RECURSION = """
def rest(total, parts):
    if len(parts) == 0:
        return None if total[1] < 0 else (max(total[0], 0), total[1])
    low, high = parts[0]
    return rest((total[0] - high, total[1] - low), parts[1:])


residual = belarus.copy()
for end, other in [("low", "belarus_high"), ("high", "belarus_low")]:
    residual[end] = [rest((total, total), [(n, n) for n in [*announced, m]])[0] for m in residual[other]]
    residual[f"{end}_pct"] = residual[end].div(total).multiply(100)
residual = residual.sort_values("low")
enough = [n for n in range(0, total) if 2 * (total - sum(announced) - n) > total]
limit = enough[-1] * 1.0
"""

ORDER_BY_CASES = """
def order(first, second):
    start_1, stop_1 = first
    start_2, stop_2 = second
    if start_1 == stop_1 == start_2 == stop_2:
        return "open"
    if stop_1 <= start_2:
        return "before"
    if stop_2 <= start_1:
        return "after"
    return "open"


find = events.set_index("what")
rows = []
for cause in causes:
    for effect in effects:
        one, two = find.loc[cause], find.loc[effect]
        answer = order((one["start"], one["stop"]), (two["start"], two["stop"]))
        rows.append({"effect": effect, "ruled_out": answer == "after", "cause": cause, "order": answer})
pairs = pd.DataFrame(rows)
verdicts = dict(a="ruled_out", b="possible", c="possible", d="ruled_out", e="ruled_out")
"""

ORDER_BY_CROSS = """
def order(one, two):
    found = [word for word, a, b in (("before", one, two), ("after", two, one)) if a[1] <= b[0]]
    return found[0] if len(found) == 1 else "open"


spans = events.set_index("what").apply(tuple, axis=1)
pairs = pd.merge(pd.DataFrame({"cause": causes}), pd.DataFrame({"effect": effects}), how="cross")
pairs["order"] = [order(spans[cause], spans[effect]) for cause, effect in zip(pairs["cause"], pairs["effect"])]
pairs["ruled_out"] = pairs["order"].isin(["after"])
verdicts = {letter: "possible" if letter in "bc" else "ruled_out" for letter in sentences}
"""

ORDER_BY_COLUMNS = """
def order(first, second):
    return {(True, False): "before", (False, True): "after"}.get((first[1] <= second[0], second[1] <= first[0]), "open")


left = events[events["what"].isin(causes)].rename(columns={"what": "cause"})
right = events[events["what"].isin(effects)].rename(columns={"what": "effect"})
pairs = left.merge(right, how="cross", suffixes=("_of_cause", "_of_effect"))
before = pairs["stop_of_cause"] <= pairs["start_of_effect"]
after = pairs["stop_of_effect"] <= pairs["start_of_cause"]
pairs["order"] = np.select([before & ~after, after & ~before], ["before", "after"], default="open")
pairs["ruled_out"] = pairs["order"] == "after"
verdicts = {"e": "ruled_out", "d": "ruled_out", "c": "possible", "b": "possible", "a": "ruled_out"}
"""

ORDER_BY_NUMBERS = """
def order(first, second):
    if first[0] == second[0] and first[1] == second[1]:
        return "open"
    if not first[1] > second[0]:
        return "before"
    return "open" if second[1] > first[0] else "after"


table = {name: list(events.loc[events["what"] == name, ["start", "stop"]].iloc[0]) for name in causes + effects}
pairs = pd.DataFrame(
    [(c, e, order(table[c], table[e])) for e in reversed(effects) for c in sorted(causes)],
    columns=["cause", "effect", "order"],
)
pairs["ruled_out"] = pairs["order"].map({"after": True, "before": False, "open": False}).astype(bool)
out = pairs[pairs["ruled_out"]]
verdicts = pd.Series("possible", index=list(sentences))
verdicts[["a", "d", "e"]] = "ruled_out"
verdicts = verdicts.to_dict()
"""

MOMENTS = [MOMENTS_BY_LOOP, MOMENTS_BY_MERGE, MOMENTS_BY_NUMPY, MOMENTS_BY_HAND]
SIZES = [SIZES_BY_SELECT, SIZES_BY_FUNCTION, SIZES_BY_FILL, SIZES_BY_DUMMIES]
CODES = [CODES_BY_COLUMNS, CODES_BY_DICTIONARY, CODES_BY_GROUPS]
AIRLIFTS = [AIRLIFT_BY_REINDEX, AIRLIFT_BY_LOOP, AIRLIFT_BY_CONCAT]
RESTS = [REST_BY_LOOP, REST_BY_NUMPY, REST_BY_ZIP, REST_BY_RECURSION]
ORDERS = [ORDER_BY_CASES, ORDER_BY_CROSS, ORDER_BY_COLUMNS, ORDER_BY_NUMBERS]

RIGHT = {
    f"student-{n}": {
        "intervention-1": MOMENTS[n % 4],
        "intervention-2": SIZES[(n + n // 4) % 4],
        "intervention-3": CODES[n % 3],
        "intervention-4": AIRLIFTS[(n + n // 3) % 3],
        "intervention-5": RESTS[(n + 2 * (n // 4)) % 4],
        "intervention-6": ORDERS[(n + 3 * (n // 4)) % 4],
    }
    for n in range(10)
}
