"""Right submissions of the worksheet `counting`, written differently: the answer cells of ten students."""

FATES_BY_SELECT = """
tolls = load("tolls")
totals = tolls.query("measure == 'deaths_total' and scope == 'country'")
named = set(tolls["supersedes"].dropna())
totals = totals.assign(
    fate=np.select([totals["withdrawn_by"].notna(), totals["toll_id"].isin(named)], ["withdrawn", "replaced"], "open")
)[["fate", "value", "date", "speaker", "toll_id", "status"]]
hindsight = list(totals.query("fate == 'open' and status != 'standing'")["toll_id"])
"""

FATES_BY_LOOP = """
table = load("tolls")
rows, hindsight = [], ()
for row in table.itertuples():
    if row.measure != "deaths_total" or row.scope != "country":
        continue
    fate = "open"
    if isinstance(row.withdrawn_by, str):
        fate = "withdrawn"
    elif (table["supersedes"] == row.toll_id).any():
        fate = "replaced"
    elif row.status in ("superseded", "disputed"):
        hindsight = (row.toll_id, *hindsight)
    rows.append((row.date, row.value, row.toll_id, fate, row.speaker))
totals = pd.DataFrame(rows, columns=["date", "value", "toll_id", "fate", "speaker"]).sort_values("date")
"""

FATES_BY_MERGE = """
tolls = load("tolls")
newer = tolls[["supersedes", "toll_id"]].dropna().rename(columns={"toll_id": "by", "supersedes": "toll_id"})
totals = tolls.merge(newer, on="toll_id", how="left")
totals = totals[totals["measure"].eq("deaths_total") & totals["place"].eq("Kazakhstan")].reset_index(drop=True)
totals["fate"] = totals["by"].map(lambda by: "open" if pd.isna(by) else "replaced")
totals["fate"] = totals["fate"].where(totals["withdrawn_by"].isna(), "withdrawn").astype("category")
still = totals[totals["fate"] == "open"]
hindsight = still.loc[~still["status"].isin(["standing"]), "toll_id"].to_list()
"""

FATES_BY_FUNCTION = """
tolls = load("tolls").set_index("toll_id", drop=False)


def fate(row):
    if not pd.isna(row["withdrawn_by"]):
        return "withdrawn"
    return "replaced" if row["toll_id"] in tolls["supersedes"].values else "open"


keep = (tolls["measure"] == "deaths_total") & (tolls["scope"] == "country")
totals = tolls.loc[keep, ["toll_id", "date", "value", "speaker", "status"]].reset_index(drop=True)
totals["fate"] = [fate(row) for _, row in tolls[keep].iterrows()]
triples = zip(totals["toll_id"], totals["fate"], totals["status"])
hindsight = np.array([toll for toll, fate, status in triples if fate == "open" and status != "standing"])
"""

KNOWN_BY_EVENTS = """
gone = figures.dropna(subset=["withdrawn"])[["withdrawn"]].rename(columns={"withdrawn": "stated"})
events = pd.concat([figures, gone]).sort_values("stated")
events["value"] = events["value"].astype("Int64")
known = pd.merge_asof(days, events.rename(columns={"stated": "day"}), on="day")[["day", "value", "speaker"]]
"""

KNOWN_BY_LOOP = """
rows = []
for day in days["day"]:
    said = figures[figures["stated"] <= day]
    last = said.iloc[-1] if len(said) else None
    gone = last is None or last["withdrawn"] <= day
    rows.append(
        {"day": day, "value": None if gone else last["value"], "speaker": None if gone else last["speaker"]}
    )
known = pd.DataFrame(rows)
"""

KNOWN_BY_SEARCH = """
place = np.searchsorted(figures["stated"].to_numpy(), days["day"].to_numpy(), side="right") - 1
picked = figures.reset_index(drop=True).reindex(place).reset_index(drop=True)
standing = (place >= 0) & ~(picked["withdrawn"] <= days["day"]).to_numpy()
known = days.copy()
known["speaker"] = picked["speaker"].where(standing)
known["value"] = np.where(standing, picked["value"], np.nan)
known = known[::-1]
"""

KNOWN_BY_APPLY = """
def last_word(day):
    said = figures.loc[figures.stated.le(day)].tail(1)
    said = said[~said.withdrawn.le(day)]
    return pd.Series({"day": day.date(), "value": said.value.max(), "speaker": next(iter(said.speaker), None)})


known = days["day"].apply(last_word)
"""

STANDING_BY_LOOP = """
def standing_on(figures, day):
    stated = figures[figures["date"] <= day]
    gone = set()
    for row in stated.to_dict("records"):
        if isinstance(row["supersedes"], str):
            gone.add(row["supersedes"])
        if isinstance(row["withdrawn_by"], str) and row["withdrawn_by"] <= day:
            gone.add(row["toll_id"])
    return stated[~stated["toll_id"].isin(gone)]


known_on = pd.DataFrame({"day": asked})
stood = [standing_on(statements, day)["value"] for day in asked]
known_on["figures"] = [values.size for values in stood]
known_on["low"] = [min(values, default=None) for values in stood]
known_on["high"] = [max(values, default=None) for values in stood]
"""

STANDING_BY_QUERY = """
def standing_on(table, when):
    known = table.query("date <= @when")
    known = known[~known["toll_id"].isin(known["supersedes"].dropna())]
    return known[known["withdrawn_by"].isna() | known["withdrawn_by"].gt(when)].sort_values("value", ascending=False)


lines = []
for day in reversed(asked):
    values = standing_on(statements, day).value
    lines.append([values.max(), values.min(), day, values.count()])
known_on = pd.DataFrame(lines, columns=["high", "low", "day", "figures"])
"""

STANDING_BY_TIMES = """
def standing_on(figures, day):
    day = pd.Timestamp(day)
    stated = pd.to_datetime(figures["date"])
    back = pd.to_datetime(figures["withdrawn_by"]).fillna(pd.Timestamp.max)
    heirs = pd.Series(stated.to_numpy(), index=figures["supersedes"].to_numpy())
    heir = figures["toll_id"].map(heirs.groupby(level=0).min())
    return figures[(stated <= day) & (back > day) & ~(heir <= day)].reset_index(drop=True)


known_on = pd.concat([standing_on(statements, day).assign(day=day) for day in asked])
known_on = known_on.groupby("day")["value"].agg(figures="size", low="min", high="max").reindex(asked)
known_on = known_on.fillna({"figures": 0}).rename_axis("day").reset_index()
"""

STANDING_BY_MASKS = """
def standing_on(figures, day):
    date = figures["date"].to_numpy(dtype=str)
    early = date <= day
    back = np.array([isinstance(text, str) and text <= day for text in figures["withdrawn_by"]], dtype=bool)
    replaced = np.isin(figures["toll_id"].to_numpy(dtype=str), figures["supersedes"].astype(str)[early].to_numpy(str))
    return figures.loc[early & ~back & ~replaced, ["value", "toll_id", "date", "withdrawn_by", "supersedes"]]


known_on = pd.DataFrame(
    [
        {"day": day, "low": v.min(), "high": v.max(), "figures": float(len(v))}
        for day, v in ((day, standing_on(statements, day)["value"].astype("Int64")) for day in asked)
    ]
)
"""

SUMS_BY_MAP = """
value = load("tolls").set_index("toll_id")["value"]
balance = speeches.assign(total=speeches["toll_id"].map(value))
added_up = parts.assign(value=parts["toll_id"].map(value)).groupby("speech")["value"].agg("sum")
balance["parts_sum"] = balance["speech"].map(added_up)
balance["left"] = balance["total"].sub(balance["parts_sum"])
steps = value.loc[["toll-052", "toll-060", "toll-065"]].reset_index()
steps["added"] = steps["value"] - steps["value"].shift()
steps["explained"] = [None, 0, 6]
steps["unexplained"] = steps["added"] - steps["explained"]
"""

SUMS_BY_LOOP = """
value = dict(load("tolls")[["toll_id", "value"]].to_numpy())
rows = []
for speech, toll in zip(speeches["speech"], speeches["toll_id"]):
    total, said = value[toll], sum(value[part] for part in parts.loc[parts["speech"] == speech, "toll_id"])
    rows.append({"left": total - said, "speech": speech, "parts_sum": float(said), "total": total})
balance = pd.DataFrame(rows)
chain = ["toll-052", "toll-060", "toll-065"]
reasons = {"toll-060": 0, "toll-065": 6}
steps = pd.DataFrame({"toll_id": chain, "value": [value[toll] for toll in chain], "explained": map(reasons.get, chain)})
steps["added"] = [None] + [value[b] - value[a] for a, b in zip(chain, chain[1:])]
steps["unexplained"] = steps["added"].astype(float) - steps["explained"]
"""

SUMS_BY_PIVOT = """
tolls = load("tolls")
whole = pd.concat([parts.assign(what="parts_sum"), speeches.assign(what="total")]).merge(tolls, how="left")
balance = whole.pivot_table(index="speech", columns="what", values="value", aggfunc="sum").reset_index()
balance = balance.eval("left = total - parts_sum")
steps = tolls.query("toll_id in ['toll-065', 'toll-060', 'toll-052']").filter(["toll_id", "value", "note"])
steps["added"] = steps["value"].astype("Int64").diff()
steps["explained"] = pd.array([pd.NA, 0, 6], dtype="Int64")
steps["unexplained"] = (steps["added"] - steps["explained"]).astype("Float64")
"""

SUMS_BY_NUMPY = """
tolls = load("tolls").set_index("toll_id")
numbers = tolls.loc[parts["toll_id"], "value"].to_numpy()
march = (parts["speech"] == "March 2022").to_numpy()
sums = np.array([numbers[~march].sum(), numbers[march].sum()])
totals = tolls.loc[["toll-068", "toll-052"], "value"].to_numpy()
balance = pd.DataFrame(
    {"speech": ["January 2023", "March 2022"], "total": totals, "parts_sum": sums, "left": totals - sums}
)
three = tolls.loc[["toll-052", "toll-060", "toll-065"]].reset_index()
added = np.diff(three["value"], prepend=np.nan)
named = np.array([np.nan, 0.0, 6.0])
steps = three[["toll_id", "value"]].assign(added=added, explained=named, unexplained=added - named)
"""

PLACES_BY_LOOP = """
total = load("tolls").query("toll_id == 'toll-068'")["value"].item()
january = load("regions_january")
rest = int(total - january["deaths_jan2023"].dropna().sum())
rows = []
for row in january.itertuples():
    if row.deaths_scope == "whole_unit":
        low = high = row.deaths_jan2023
    elif row.deaths_scope == "main_city_only":
        low, high = row.deaths_jan2023, row.deaths_jan2023 + rest
    else:
        low, high = 0, rest
    rows.append((row.region_code, row.deaths_jan2023, low, high, round(100 * low / total, 1), 100 * high / total))
places = pd.DataFrame(rows, columns=["region_code", "deaths", "low", "high", "low_pct", "high_pct"])
points = alt.Chart(places).mark_point().encode(x="deaths:Q", y="region_code:N", tooltip=["low", "high"])
chart = points + alt.Chart(places).mark_rule(strokeWidth=3).encode(x="low:Q", x2="high", y="region_code:N")
"""

PLACES_BY_MAP = """
tolls = load("tolls")
rest = tolls.loc[tolls["toll_id"] == "toll-076", "value"].iloc[0]
total = tolls.loc[tolls["toll_id"] == "toll-068", "value"].iloc[0]
places = load("regions_january").rename(columns={"deaths_jan2023": "deaths"})
more = places["deaths_scope"].astype(str).map({"whole_unit": 0, "main_city_only": rest, "not_found": rest})
places = places.assign(low=places["deaths"].fillna(0), high=places["deaths"].fillna(0) + more)
places["low_pct"], places["high_pct"] = [places[end].div(total).mul(100).round(1) for end in ("low", "high")]
places = places[["region_code", "low", "high", "deaths", "low_pct", "high_pct"]].sort_values("high")
chart = alt.layer(
    alt.Chart().mark_rule().encode(alt.X("low:Q").title("Dead"), alt.X2("high:Q")),
    alt.Chart().mark_point(filled=True, color="black").encode(alt.X("deaths:Q")),
    data=places,
).encode(y=alt.Y("region_code:N").sort("-x"))
"""

PLACES_BY_NUMPY = """
january = load("regions_january")
named = january["deaths_jan2023"].to_numpy(dtype=float, na_value=np.nan)
total = load("tolls").set_index("toll_id").at["toll-068", "value"]
rest = total - np.nansum(named)
low = np.nan_to_num(named)
high = np.where(january["deaths_scope"] == "whole_unit", low, low + rest)
places = pd.DataFrame({"region_code": january["region_code"], "deaths": named, "low": low, "high": high})
places[["low_pct", "high_pct"]] = places[["low", "high"]] / total * 100
base = alt.Chart(places).encode(alt.Y("region_code", type="nominal", sort=None))
chart = (base.mark_point(size=90).encode(alt.X("deaths")) + base.mark_rule().encode(x="low", x2="high")).properties(
    title="The dead by unit, with what is unknown", width=300
)
"""

PLACES_BY_GROUPS = """
total = load("tolls").set_index("toll_id").loc["toll-068"]["value"]
places = load("regions_january").set_index("region_code")[["deaths_jan2023", "deaths_scope"]]
places = places.set_axis(["deaths", "scope"], axis=1).reset_index()
rest = total - sum(places["deaths"].dropna())
places.loc[places["deaths"].notna(), "low"] = places["deaths"]
places["low"] = places["low"].fillna(0).astype(int)
places["high"] = places["low"]
places.loc[places["scope"].isin(["main_city_only", "not_found"]), "high"] += rest
for end in ("low", "high"):
    places[f"{end}_pct"] = places[end] * (100 / total)
y = alt.Y(field="region_code", type="nominal", axis=alt.Axis(title="Unit"))
spans = alt.Chart(places).mark_rule(color="grey").encode(y=y, x=alt.X(field="low", type="quantitative"), x2="high")
chart = spans + alt.Chart(places).mark_point().encode(y=y, x=alt.X(field="deaths", type="quantitative"))
"""

LABELS_SHORT = """
value = load("tolls").set_index("toll_id")["value"]
labels = pd.DataFrame(
    {
        "date": ["2022-03-14", "2022-03-14", "2023-01-05", "2023-01-05"],
        "called": ["attackers", "others"] * 2,
        "deaths": [value["toll-053"], value["toll-052"] - value["toll-053"],
                   value["toll-069"], value["toll-068"] - value["toll-069"]],
    }
)
labels["share_pct"] = labels["deaths"] / labels.groupby("date")["deaths"].transform("sum") * 100
bars = alt.Chart(labels).mark_bar().encode(x="deaths", y="date", color="called", tooltip=["deaths", "share_pct"])
figure = publish(
    bars,
    title="Called attackers and not, the dead of January 2022 in two speeches",
    description="Two stacked bars. In the Prosecutor General's words 149 of 230 dead were assailants in March 2022 and "
    "67 of 238 attackers in January 2023; the class falls from 65 to 28 per cent.",
    sources=["egemen-qazaqstan-2023-01-05", "interfax-2022-03-14"],
)
figure
"""

LABELS_BY_MELT = """
tolls = load("tolls").set_index("toll_id")
wide = pd.DataFrame(
    {
        "date": tolls.loc[["toll-052", "toll-068"], "date"].to_list(),
        "total": tolls.loc[["toll-052", "toll-068"], "value"].to_list(),
        "attackers": tolls.loc[["toll-053", "toll-069"], "value"].to_list(),
    }
).eval("others = total - attackers")
labels = wide.melt(["date", "total"], ["others", "attackers"], var_name="called", value_name="deaths")
labels["share_pct"] = (100 * labels["deaths"] / labels["total"]).round(1)
bars = alt.Chart(labels, width=400).mark_bar(size=30, opacity=0.9).encode(
    alt.Color("called", type="nominal").legend(orient="bottom").scale(range=["#b00", "#999"]),
    alt.Y("date:N").sort("descending").title("Speech"),
    alt.X("deaths:Q").title("Dead").axis(tickCount=4),
)
text = (
    "Bars for two speeches of the Prosecutor General, split by his words. Those called assailants or attackers go from "
    "149 of 230 to 67 of 238 dead; the others go from 81 to 171."
)
used = ("interfax-2022-03-14", "egemen-qazaqstan-2023-01-05")
figure = publish(bars, sources=used, title="One class of the dead, two speeches", description=text)
"""

LABELS_BY_MERGE = """
tolls = load("tolls")[["toll_id", "date", "value"]]
whole = tolls[tolls["toll_id"].isin(["toll-052", "toll-068"])]
part = tolls[tolls["toll_id"].isin(["toll-053", "toll-069"])].assign(called="attackers")
rest = whole.merge(part, on="date").assign(called="others", value=lambda t: t["value_x"] - t["value_y"])
labels = pd.concat([part, rest])[["called", "date", "value"]].rename(columns={"value": "deaths"})
labels["share_pct"] = 100 * labels["deaths"] / labels["date"].map(whole.set_index("date")["value"])
bars = alt.Chart(labels).encode(
    y=alt.Y(field="date", type="nominal"),
    x=alt.X(field="deaths", type="quantitative", stack="zero"),
    color=alt.Color(field="called", type="nominal", sort=["others", "attackers"]),
).mark_bar(stroke="white")
figure = publish(
    bars,
    id="words",
    title="How many of the dead the prosecution called attackers, 2022 and 2023",
    description="The first bar has 149 dead called assailants and 81 others, the second has 67 called attackers and "
    "171 others. The words are those of the Prosecutor General; the class falls by more than half.",
    sources=["interfax-2022-03-14", "egemen-qazaqstan-2023-01-05"],
)
figure
"""

FATES = [FATES_BY_SELECT, FATES_BY_LOOP, FATES_BY_MERGE, FATES_BY_FUNCTION]
KNOWN = [KNOWN_BY_EVENTS, KNOWN_BY_LOOP, KNOWN_BY_SEARCH, KNOWN_BY_APPLY]
STANDING = [STANDING_BY_LOOP, STANDING_BY_QUERY, STANDING_BY_TIMES, STANDING_BY_MASKS]
SUMS = [SUMS_BY_MAP, SUMS_BY_LOOP, SUMS_BY_PIVOT, SUMS_BY_NUMPY]
PLACES = [PLACES_BY_LOOP, PLACES_BY_MAP, PLACES_BY_NUMPY, PLACES_BY_GROUPS]
LABELS = [LABELS_SHORT, LABELS_BY_MELT, LABELS_BY_MERGE]

RIGHT = {
    f"student-{n}": {
        "counting-1": FATES[n % 4],
        "counting-2": KNOWN[(n + n // 4) % 4],
        "counting-3": STANDING[(n + 2 * (n // 4)) % 4],
        "counting-4": SUMS[(n + 3 * (n // 4)) % 4],
        "counting-5": PLACES[(2 * n + n // 2) % 4],
        "counting-6": LABELS[n % 3],
    }
    for n in range(10)
}
