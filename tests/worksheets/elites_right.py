"""Right submissions of the worksheet `elites`, written differently: the answer cells of ten students."""

PEOPLE_BY_MERGE = """
people = load("people")
table = people.merge(load("institution_sizes")[["institution", "title"]], on="institution", how="left")
table["in_doubt"] = ~table["network_doubt"].isna()
eight = table.query("person_id in @named")[["in_doubt", "network", "title", "person_id"]].reset_index(drop=True)
groups = (
    table[table["network"].ne("not_verified")]
    .astype({"network": str})
    .groupby("network", as_index=False)
    .agg(people=("person_id", "count"), in_doubt=("in_doubt", "sum"))
)
"""

PEOPLE_BY_LOOP = """
titles = {row.institution: row.title for row in load("institution_sizes").itertuples()}
eight, groups = [], {}
for row in load("people").to_dict("records"):
    doubt = isinstance(row["network_doubt"], str)
    if row["person_id"] in named:
        eight.append(
            {
                "person_id": row["person_id"],
                "title": titles[row["institution"]],
                "network": row["network"],
                "in_doubt": doubt,
            }
        )
    if row["network"] != "not_verified":
        count, doubts = groups.get(row["network"], (0, 0))
        groups[row["network"]] = (count + 1, doubts + doubt)
eight = pd.DataFrame(eight)
groups = pd.DataFrame([(name, *counts) for name, counts in groups.items()], columns=["network", "people", "in_doubt"])
"""

PEOPLE_BY_COUNTS = """
people = load("people")
sizes = load("institution_sizes")
eight = people.set_index("person_id").loc[named].reset_index()
eight = eight.merge(sizes, on="institution", suffixes=("", "_institution"))
eight["in_doubt"] = np.where(eight["network_doubt"].isna(), False, True)
known = people[~people["network"].isin(["not_verified"])]
doubts = known.dropna(subset=["network_doubt"])["network"].astype(str).value_counts()
groups = known["network"].astype(str).value_counts().rename("people").reset_index()
groups["in_doubt"] = groups["network"].map(doubts).fillna(0).astype(int)
"""

PEOPLE_BY_CROSSTAB = """
people = load("people")
doubt = people["network_doubt"].fillna("") != ""
eight = people.assign(in_doubt=doubt)[people["person_id"].isin(set(named))]
eight = eight.join(load("institution_sizes").set_index("institution")[["title"]], on="institution")
cross = pd.crosstab(people["network"].astype(str), doubt).drop(index="not_verified")
groups = pd.DataFrame({"people": cross.sum(axis=1), "in_doubt": cross[True]}).reset_index()
"""

FIRST_BY_SORTING = """
events = load("people_events").query("event in @removals")
events = events.assign(last_day=[latest(text) for text in events["date"]])
events = events.sort_values("last_day").drop_duplicates("person_id")
first = events.merge(load("people"), on="person_id", how="inner")
first = first[["last_day", "network", "person_id"]]
by_text = sum(str(day) <= "2022-01-10" for day in first["last_day"])
"""

FIRST_BY_LOOP = """
import datetime

networks = dict(zip(load("people")["person_id"], load("people")["network"]))
days = {}
for row in load("people_events").itertuples():
    if row.event in removals:
        day = latest(row.date)
        if row.person_id not in days or day < days[row.person_id]:
            days[row.person_id] = day
first = pd.DataFrame({"person_id": list(days), "last_day": list(days.values())})
first["network"] = first["person_id"].map(networks)
by_text = len([day for day in days.values() if day <= datetime.date(2022, 1, 10)])
"""

FIRST_BY_HELPER = """
from qantar.models.elite import first_removals

first = first_removals().merge(load("people")[["person_id", "network"]], how="left").set_index("event")
first = first.sort_values("person_id", ascending=False).reset_index()
by_text = float(first["last_day"].lt(pd.Timestamp("2022-01-11")).sum())
"""

FIRST_BY_TRANSFORM = """
events = load("people_events").dropna(subset=["date"])
events["last_day"] = pd.to_datetime(events["date"].apply(lambda text: latest(text)))
events = events[events["event"].astype(str).isin(removals)]
earliest_of_person = events.groupby("person_id")["last_day"].transform("min")
first = events.loc[events["last_day"] == earliest_of_person, ["person_id", "last_day"]].drop_duplicates()
first = first.join(load("people").set_index("person_id")["network"], on="person_id")
by_text = first[first["last_day"] < "2022-01-11"].shape[0]
"""

FIRST_BY_PERIOD = """
events = load("people_events")
lost = events[np.isin(events["event"].astype(str), removals)].reset_index(drop=True)
ends = []
for text in lost["date"]:
    ends.append(pd.Period(text, freq={4: "Y", 7: "M", 10: "D"}[len(text)]).end_time.normalize())
lost["last_day"] = ends
first = lost.loc[lost.groupby("person_id")["last_day"].idxmin()]
first = first.assign(network=first["person_id"].map(load("people").set_index("person_id")["network"].astype(str)))
by_text = np.count_nonzero(first["last_day"].to_numpy() <= np.datetime64("2022-01-10"))
"""

RATES_BY_FRACTION = """
from fractions import Fraction


def rate_range(changed, least, most):
    fewest = least if least >= changed else changed
    return [changed / most * 100, changed / fewest * 100]


def most_posts(changed, other_changed, other_posts):
    limit = Fraction(changed * other_posts, other_changed)
    return limit.numerator // limit.denominator - (limit.denominator == 1)


sizes = load("institution_sizes")
people = load("people")
rates = sizes.query("institution not in ['private-business', 'not-verified']").assign(
    on_list=lambda table: [int((people["institution"] == one).sum()) for one in table["institution"]],
    per_cent=lambda table: table["posts_changed"].astype(float) / table["posts_total"].astype(float) * 100,
)
knb = rate_range(5, 6, 20)
(row,) = rates[rates["institution"] == "government"].to_dict("records")
limit = most_posts(5, int(row["posts_changed"]), int(row["posts_total"]))
"""

RATES_BY_CEILING = """
def rate_range(changed, least, most):
    rates = np.array([100 * changed / posts for posts in range(max(least, changed), most + 1)])
    return rates.min(), rates.max()


def most_posts(changed, other_changed, other_posts):
    return -(-changed * other_posts // other_changed) - 1


counts = load("people").groupby("institution").size().rename("on_list")
rates = load("institution_sizes").merge(counts, left_on="institution", right_index=True, how="left")
rates["on_list"] = rates["on_list"].fillna(0).astype(int)
rates = rates[(rates["institution"] != "private-business") & (rates["institution"] != "not-verified")]
rates["per_cent"] = rates["posts_changed"].div(rates["posts_total"]).mul(100)
knb = np.array(rate_range(5, 6, 20))
known = rates.dropna(subset=["posts_total"]).iloc[0]
limit = float(most_posts(5, known["posts_changed"], known["posts_total"]))
"""

RATES_BY_LOOP = """
def rate_range(changed, least, most):
    if least < changed:
        least = changed
    low = 100 * changed / most
    high = 100 * changed / least
    return low, high


def most_posts(changed, other_changed, other_posts):
    best = 0
    for posts in range(changed, changed * other_posts + 2):
        if changed * other_posts > other_changed * posts:
            best = posts
    return best


rows = []
homes = list(load("people")["institution"])
for row in load("institution_sizes").itertuples():
    if row.institution in ("private-business", "not-verified"):
        continue
    known = not pd.isna(row.posts_total)
    rows.append(
        {
            "institution": row.institution,
            "posts_total": row.posts_total if known else None,
            "per_cent": 100 * row.posts_changed / row.posts_total if known else None,
            "on_list": homes.count(row.institution),
        }
    )
    if row.institution == "government":
        limit = most_posts(5, row.posts_changed, row.posts_total)
rates = pd.DataFrame(rows)
knb = rate_range(changed=5, least=6, most=20)
"""

RATES_BY_COLUMN = """
def rate_range(changed, least, most):
    posts = pd.Series([most, max(changed, least)])
    return tuple(100 * changed / posts)


def most_posts(changed, other_changed, other_posts):
    posts = np.arange(changed, 10_000)
    return posts[changed / posts > other_changed / other_posts].max()


rates = load("institution_sizes").set_index("institution").drop(index=["private-business", "not-verified"])
rates["on_list"] = load("people")["institution"].value_counts().reindex(rates.index, fill_value=0)
rates["per_cent"] = 100 - 100 * rates["posts_kept"] / rates["posts_total"]
cabinet = rates.loc["government", ["posts_changed", "posts_total"]]
limit = most_posts(5, *cabinet)
rates = rates.reset_index()
knb = list(rate_range(5, 6, 20))
"""

CURVE_BY_LIBRARY = """
from qantar.models.survival import curve, median


def in_place(days, removed, day):
    table = curve(days, removed)
    return table.loc[table["day"] <= day, "kept"].iloc[-1]


def half_gone(days, removed):
    return median(days, removed)[0]


groups = medians(observed, "network", four).rename(columns={"median": "half_gone"})
overlaps = pairs.assign(overlap=pairs[["low_a", "low_b"]].max(axis=1) <= pairs[["high_a", "high_b"]].min(axis=1))
"""

CURVE_BY_FRACTION = """
from fractions import Fraction


def exact(days, removed, day):
    left, share = len(days), Fraction(1)
    for one in sorted(set(days.tolist())):
        gone = [r for d, r in zip(days, removed) if d == one]
        if one <= day:
            share *= 1 - Fraction(int(sum(gone)), left)
        left -= len(gone)
    return share


def in_place(days, removed, day):
    return float(exact(days, removed, day))


def half_gone(days, removed):
    reached = [one for one in days if exact(days, removed, one) <= Fraction(1, 2)]
    return min(reached) if reached else float("inf")


groups = pd.DataFrame({"network": four})
parts = [observed[observed["network"].eq(name)] for name in four]
groups["half_gone"] = [half_gone(part["days"].values, part["removed"].values) for part in parts]
groups["people"] = [part.shape[0] for part in parts]
groups["removed"] = [int(part["removed"].sum()) for part in parts]
overlaps = pairs.drop(columns=["low_a", "high_a", "low_b", "high_b"])
overlaps["overlap"] = ~((pairs["high_a"] < pairs["low_b"]) | (pairs["high_b"] < pairs["low_a"]))
"""

CURVE_BY_PANDAS = """
def table_of(days, removed):
    table = pd.DataFrame({"day": days, "gone": removed}).groupby("day")["gone"].agg(["sum", "size"])
    table["at_risk"] = table["size"][::-1].cumsum()[::-1]
    table["share"] = (1 - table["sum"] / table["at_risk"]).cumprod().round(9)
    return table


def in_place(days, removed, day):
    shares = table_of(days, removed)["share"].loc[:day]
    return shares.iloc[-1] if len(shares) else 1


def half_gone(days, removed):
    shares = table_of(days, removed)["share"]
    return next((day for day, share in shares.items() if share <= 0.5), np.inf)


chosen = observed[observed["network"].isin(four)].astype({"network": str})
groups = chosen.groupby("network")["removed"].agg(["size", "sum"]).reset_index()
groups.columns = ["network", "people", "removed"]
groups["half_gone"] = [
    half_gone(*chosen.loc[chosen["network"] == name, ["days", "removed"]].to_numpy().T) for name in groups["network"]
]
answers = []
for row in pairs.itertuples():
    later = max(row.low_a, row.low_b)
    answers.append((row.network_a, row.network_b, later <= row.high_a and later <= row.high_b))
overlaps = pd.DataFrame(answers, columns=["network_a", "network_b", "overlap"])
"""

CURVE_BY_NUMPY = """
def in_place(days, gone, day):
    steps = np.unique(days[(days <= day) & gone])
    at_risk = (days[:, None] >= steps).sum(axis=0)
    leaving = ((days[:, None] == steps) & gone[:, None]).sum(axis=0)
    return np.prod(1 - leaving / at_risk)


def half_gone(days, gone):
    day = 0
    while day <= days.max():
        if round(in_place(days, gone, day), 9) <= 0.5:
            return day
        day += 1
    return np.inf


def row(name):
    part = observed.query("network == @name")
    middle = half_gone(np.array(part["days"]), np.array(part["removed"]))
    return {"half_gone": middle, "removed": part["removed"].sum(), "network": name, "people": len(part)}


groups = pd.DataFrame(map(row, reversed(four)))
overlaps = pairs[::-1].copy()
overlaps["overlap"] = overlaps["low_b"].le(overlaps["high_a"]) & overlaps["low_a"].le(overlaps["high_b"])
"""

TIES_BY_COLUMNS = """
measured = pd.DataFrame({"person_id": sorted(joined.nodes)})
measured["ties"] = measured["person_id"].map(dict(joined.degree))
measured["between"] = measured["person_id"].map(nx.betweenness_centrality(joined))
knb = [sum(office == "knb" for *_, office in joined.edges(one, data="office")) for one in measured["person_id"]]
measured["without_knb"] = measured["ties"] - knb
top_ties, top_without_knb, top_between = (
    measured.sort_values(column)["person_id"].iloc[-1] for column in ("ties", "without_knb", "between")
)
"""

TIES_BY_GRAPH = """
sparse = joined.copy()
sparse.remove_edges_from([(a, b) for a, b, office in joined.edges(data="office") if office == "knb"])
columns = [pd.Series(dict(graph.degree)) for graph in (joined, sparse)]
measured = pd.concat([*columns, pd.Series(nx.betweenness_centrality(joined))], axis=1)
measured = measured.set_axis(["ties", "without_knb", "between"], axis=1).rename_axis("person_id").reset_index()
top_ties = max(joined.nodes, key=joined.degree)
top_without_knb = max(sparse, key=lambda person: sparse.degree(person))
top_between = measured.loc[measured["between"] == measured["between"].max(), "person_id"].item()
"""

TIES_BY_POSITIONS = """
from qantar.models.network import positions

measured = positions(joined)
edges = nx.to_pandas_edgelist(joined)
edges = pd.concat([edges, edges.rename(columns={"source": "target", "target": "source"})])
others = edges[edges["office"] != "knb"].groupby("source").size()
measured["without_knb"] = measured["person_id"].map(others).fillna(0)
top_between = measured["person_id"][0]
top_ties = measured.nlargest(1, "ties")["person_id"].values[0]
top_without_knb = others.idxmax()
"""

TIES_BY_SHARES = """
people = list(joined)
between = nx.betweenness_centrality(joined, normalized=False)
possible = (len(people) - 1) * (len(people) - 2) / 2
table = {
    person: {
        "ties": len(joined[person]),
        "without_knb": len([1 for line in joined[person].values() if line["office"] != "knb"]),
        "between": between[person] / possible,
    }
    for person in people
}
measured = pd.DataFrame.from_dict(table, orient="index").rename_axis("person_id").reset_index()
top = measured.set_index("person_id").idxmax()
top_ties, top_without_knb, top_between = top["ties"], top["without_knb"], top["between"]
"""

VERDICT_BY_COUNTS = """
def after_verdict(before, if_guilty, if_innocent):
    accused = 1000
    convicted_guilty = accused * before * if_guilty
    convicted_innocent = accused * (1 - before) * if_innocent
    return convicted_guilty / (convicted_guilty + convicted_innocent)


rows = []
for row in courts.itertuples():
    rows.append({"after": after_verdict(row.before, row.if_guilty, row.if_innocent), "court": row.court})
weighed = pd.DataFrame(rows)

sentences = load("people_events").dropna(subset=["sentence_years_last"])
words = sentences["detail"].map(lambda text: "closed" in text or "secret" in text)
sentences = sentences.assign(hearing=words.map({True: "closed or secret", False: "not stated"}))
chart = alt.Chart(sentences).mark_point().encode(
    x="sentence_years_last:Q", y="person_id:N", color="hearing:N", shape="event:N", tooltip="detail:N"
)
figure = publish(
    chart,
    title="Prison sentences of people on the list, Kazakhstan, 2022 to 2025",
    description="Each of 14 people has one point between 3 and 20 years. Nine are from closed or secret trials; "
    "the two suspended sentences, 5 and 8 years, are among these, and so are the two longest.",
    sources=["qantar-people"],
)
figure
"""

VERDICT_BY_ODDS = """
def after_verdict(before, if_guilty, if_innocent):
    odds = before / (1 - before) * if_guilty / if_innocent
    return odds / (1 + odds)


numbers = courts[["before", "if_guilty", "if_innocent"]]
weighed = courts.assign(after=numbers.apply(lambda row: after_verdict(*row), axis=1))

events = load("people_events")
events["hearing"] = "not stated"
behind_doors = events["detail"].str.contains("closed", na=False) | events["detail"].str.contains("secret", na=False)
events.loc[behind_doors, "hearing"] = "closed or secret"
table = events[events["sentence_years_last"] > 0].sort_values("sentence_years_last")
chart = (
    alt.Chart(table, width=400)
    .mark_point(filled=True, opacity=0.9)
    .encode(
        alt.X("sentence_years_last", type="quantitative").scale(domain=[0, 24]),
        alt.Y("person_id", type="nominal").sort(list(table["person_id"])),
        alt.Color("hearing", type="nominal"),
        alt.Shape("event", type="nominal"),
    )
    .properties(title="Sentences")
)
text = "Fourteen points, one per person: 3 to 20 years in prison. Closed or secret hearings gave nine of them, open "
text += "or unstated ones five, from 6 to 12 years."
figure = publish(chart, title="Sentences in Kazakhstan, 2022-2025", description=text, sources=["qantar-people"], id="s")
figure
"""

VERDICT_BY_SHARES = """
def after_verdict(before, if_guilty, if_innocent):
    convicted = before * if_guilty + (1 - before) * if_innocent
    return round(before * if_guilty / convicted, 12)


weighed = pd.DataFrame(
    {
        "court": courts["court"],
        "after": [after_verdict(*numbers) for numbers in courts[["before", "if_guilty", "if_innocent"]].to_numpy()],
    }
)

events = load("people_events")[["person_id", "event", "sentence_years_last", "detail"]]
events = events[events["sentence_years_last"].notnull()].reset_index(drop=True)
hearing = []
for text in events["detail"]:
    hearing.append("closed or secret" if any(word in text for word in ["secret", "closed"]) else "not stated")
events["hearing"] = hearing
del events["detail"]
base = alt.Chart(events.astype({"event": str})).mark_point(size=120, strokeWidth=3)
chart = base.encode(
    y=alt.Y(field="person_id", type="nominal", sort=alt.EncodingSortField("sentence_years_last", order="descending")),
    x=alt.X(field="sentence_years_last", type="quantitative", title="Years in prison"),
    stroke=alt.Stroke(field="hearing", type="nominal"),
    shape=alt.Shape(field="event", type="nominal"),
)
figure = publish(
    chart,
    sources=["qantar-people"],
    title="Fourteen sentences in Kazakhstan",
    description="A column of names with one mark each at the years of the last known sentence, from 3 to 20. Colour "
    "tells nine closed or secret trials from five others, shape the two suspended sentences.",
)
figure
"""

PEOPLE = [PEOPLE_BY_MERGE, PEOPLE_BY_LOOP, PEOPLE_BY_COUNTS, PEOPLE_BY_CROSSTAB]
FIRST = [FIRST_BY_SORTING, FIRST_BY_LOOP, FIRST_BY_HELPER, FIRST_BY_TRANSFORM, FIRST_BY_PERIOD]
RATES = [RATES_BY_FRACTION, RATES_BY_CEILING, RATES_BY_LOOP, RATES_BY_COLUMN]
CURVES = [CURVE_BY_LIBRARY, CURVE_BY_FRACTION, CURVE_BY_PANDAS, CURVE_BY_NUMPY]
TIES = [TIES_BY_COLUMNS, TIES_BY_GRAPH, TIES_BY_POSITIONS, TIES_BY_SHARES]
VERDICTS = [VERDICT_BY_COUNTS, VERDICT_BY_ODDS, VERDICT_BY_SHARES]

RIGHT = {
    f"student-{n}": {
        "elites-1": PEOPLE[n % 4],
        "elites-2": FIRST[n % 5],
        "elites-3": RATES[(n + n // 4) % 4],
        "elites-4": CURVES[(n + n // 5) % 4],
        "elites-5": TIES[(n + 1) % 4],
        "elites-6": VERDICTS[n % 3],
    }
    for n in range(10)
}
