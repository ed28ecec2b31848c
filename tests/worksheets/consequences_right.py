"""Right submissions of the worksheet `consequences`, written differently: the answer cells of ten students."""

TALLY_BY_GROUPS = """
votes = load("un_votes")
tally = votes.groupby(["country", "vote"], observed=False).size().unstack().astype(int)
tally.columns = tally.columns.astype(str)
tally = tally.reset_index()
own = votes.query("iso3 == 'KAZ'")
exceptions = own.loc[own["vote"].ne("abstain"), ["vote", "resolution", "date"]].reset_index(drop=True)
counts = own["vote"].value_counts()
per_cent = counts["abstain"] / (counts.sum() - counts["absent"]) * 100
"""

TALLY_BY_LOOP = """
rows, exceptions, abstained, voted = {}, [], 0, 0
for row in load("un_votes").itertuples():
    counts = rows.setdefault(row.country, {"country": row.country, "yes": 0, "no": 0, "abstain": 0, "absent": 0})
    counts[row.vote] += 1
    if row.country == "Kazakhstan":
        voted += row.vote != "absent"
        abstained += row.vote == "abstain"
        if row.vote != "abstain":
            exceptions.append((row.resolution, row.vote))
tally = pd.DataFrame(list(rows.values()))
exceptions = pd.DataFrame(exceptions, columns=["resolution", "vote"])
per_cent = 100 * abstained / voted
"""

TALLY_BY_DUMMIES = """
table = load("un_votes")
kinds = pd.get_dummies(table["vote"].astype(str)).astype(float)
tally = kinds.groupby(table["country"]).sum().reset_index().sort_values("country", ascending=False)
kazakhstan = table[table["country"].str.startswith("Kazakh")].sort_values("date", ascending=False)
exceptions = kazakhstan[~kazakhstan["vote"].isin(["abstain"])]
mine = tally.set_index("country").loc["Kazakhstan"]
per_cent = float(np.round(100 * mine["abstain"] / mine[["yes", "no", "abstain"]].sum(), 10))
"""

TALLY_BY_PIVOT = """
table = load("un_votes").assign(one=1)
tally = table.pivot_table(index="country", columns="vote", values="one", aggfunc="sum", fill_value=0, observed=False)
tally = pd.DataFrame(tally.to_numpy(), columns=list(tally.columns), index=tally.index).reset_index()
exceptions = table[(table["iso3"] == "KAZ") & (table["vote"] != "abstain")][["resolution", "vote"]]
per_cent = 12 / 15 * 100
"""

ALIKE_BY_NUMPY = """
def alike(one, other, half):
    one, other = np.array(one), np.array(other)
    both = (one != "absent") & (other != "absent")
    if not both.any():
        return np.nan
    one, other = one[both], other[both]
    some = (one == "abstain") | (other == "abstain")
    return float(np.where(one == other, 1, np.where(some, half, 0)).mean())


states = [name for name in roll_calls.columns if name != "RUS"]
filled = roll_calls.replace("absent", "abstain")
with_russia = pd.DataFrame(
    {
        "as_abstention": [alike(filled[name], filled["RUS"], 0.5) for name in states],
        "equal_only": [alike(roll_calls[name], roll_calls["RUS"], 0) for name in states],
        "half_points": [alike(roll_calls[name], roll_calls["RUS"], 0.5) for name in states],
        "iso3": states,
    }
)
"""

ALIKE_BY_NUMBERS = """
PLACES = {"yes": 2, "abstain": 1, "no": 0}


def alike(one, other, half):
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a in PLACES and b in PLACES]
    if len(pairs) == 0:
        return float("nan")
    total = 0.0
    for a, b in pairs:
        total += [1.0, half, 0.0][abs(PLACES[a] - PLACES[b])]
    return total / len(pairs)


def row(name):
    votes, russia = roll_calls[name], roll_calls["RUS"]
    present = votes.where(votes != "absent", "abstain")
    return {
        "iso3": name,
        "half_points": alike(votes, russia, 1 / 2),
        "equal_only": alike(votes, russia, 0.0),
        "as_abstention": alike(present, russia, 1 / 2),
    }


with_russia = pd.DataFrame([row(name) for name in reversed(roll_calls.columns) if name != "RUS"])
"""

ALIKE_BY_FRAME = """
def alike(one, other, half):
    table = pd.DataFrame({"one": list(one), "other": list(other)})
    table = table[~table.isin(["absent"]).any(axis=1)]
    equal = table["one"] == table["other"]
    middle = table.isin(["abstain"]).any(axis=1) & ~equal
    return (equal.sum() + half * middle.sum()) / len(table) if len(table) else np.nan


others = roll_calls.drop(columns="RUS")
with_russia = pd.DataFrame({"iso3": others.columns})
with_russia["half_points"] = with_russia["iso3"].map(lambda name: alike(others[name], roll_calls["RUS"], 0.5))
with_russia["equal_only"] = with_russia["iso3"].map(lambda name: alike(others[name], roll_calls["RUS"], 0))
others = others.replace({"absent": "abstain"})
with_russia["as_abstention"] = with_russia["iso3"].map(lambda name: alike(others[name], roll_calls["RUS"], 0.5))
"""

HHI_BY_NUMPY = """
def hhi_range(shares):
    shares = np.asarray(shares, dtype=float)
    known = (shares**2).sum()
    return np.array([known, known + np.square(100 - shares.sum())])


trade = load("trade_partners")
trade["turnover"] = trade[["exports_usd_million", "imports_usd_million"]].sum(axis=1)
wide = trade.pivot(index="year", columns="partner", values="turnover")
wide = wide.div(world.loc[wide.index], axis=0) * 100
ranges = wide.apply(lambda row: pd.Series(hhi_range(row), index=["low", "high"]), axis=1)
concentration = ranges.reset_index()
low, high = ranges.loc[2021]
concentration["apart"] = ~((concentration["low"] <= high) & (concentration["high"] >= low))
"""

HHI_BY_LOOP = """
def hhi_range(shares):
    known, rest = 0, 100
    for share in shares:
        known += share * share
        rest -= share
    return [known, known + rest * rest]


shares = {}
for row in load("trade_partners").itertuples():
    share = (row.exports_usd_million + row.imports_usd_million) / world[row.year] * 100
    shares.setdefault(row.year, []).append(share)
ranges = {year: hhi_range(parts) for year, parts in shares.items()}
low, high = ranges[2021]
concentration = pd.DataFrame(
    [
        {"apart": bool(ends[0] > high or ends[1] < low), "high": ends[1], "low": ends[0], "year": year}
        for year, ends in sorted(ranges.items(), reverse=True)
    ]
)
"""

HHI_BY_MERGE = """
def hhi_range(shares):
    known = sum(pow(share, 2) for share in shares)
    return (known, known + (100 - sum(shares)) * (100 - sum(shares)))


totals = world.rename("all").rename_axis("year").reset_index()
table = load("trade_partners").merge(totals, on="year")
table["share"] = (table["exports_usd_million"] + table["imports_usd_million"]).div(table["all"]).mul(100)
table["square"] = table["share"] ** 2
concentration = table.groupby("year", as_index=False).agg(low=("square", "sum"), named=("share", "sum"))
concentration["high"] = concentration["low"] + (100 - concentration["named"]) ** 2
base = concentration[concentration["year"] == 2021].iloc[0]
overlap = np.maximum(concentration["low"], base["low"]) <= np.minimum(concentration["high"], base["high"])
concentration["apart"] = ~overlap
"""

GAP_BY_LISTS = """
def gap(table, unit, others, before, after):
    def mean(columns, years):
        values = [table.at[year, column] for year in years for column in columns]
        return sum(values) / len(values)

    return (mean([unit], after) - mean([unit], before)) - (mean(others, after) - mean(others, before))


years = range(2005, 2023)
trials = pd.DataFrame(
    {"gap": [gap(russia, "KAZ", four, list(range(y - 3, y)), [y, y + 1]) for y in years], "year": list(years)}
)
last = abs(trials["gap"].iloc[-1])
at_least_as_large = len([one for one in trials["gap"][:-1] if abs(one) >= last])
"""

GAP_BY_NUMPY = """
def gap(table, unit, others, before, after):
    distance = table[unit].to_numpy() - table[list(others)].to_numpy().mean(axis=1)
    index = np.array(table.index)
    return distance[np.isin(index, after)].mean() - distance[np.isin(index, before)].mean()


trials = pd.DataFrame({"year": np.arange(2022, 2004, -1)})
trials["gap"] = [gap(russia, "KAZ", four, [y - 1, y - 2, y - 3], [y + 1, y]) for y in trials["year"]]
sizes = trials["gap"].abs()
at_least_as_large = int((sizes[trials["year"] < 2022] >= sizes[trials["year"] == 2022].item()).sum())
"""

GAP_BY_MEANS = """
def gap(table, unit, others, before, after):
    early, late = table.loc[before].mean(), table.loc[after].mean()
    moved = late - early
    return moved[unit] - moved[others].mean()


rows = {}
for year in range(2005, 2023):
    rows[year] = gap(russia, "KAZ", four, [*range(year - 3, year)], [*range(year, year + 2)])
trials = pd.Series(rows, name="gap").rename_axis("year").reset_index()
at_least_as_large = float(sum(abs(rows[year]) >= abs(rows[2022]) for year in rows if year != 2022))
"""

MOVED_BY_MERGE = """
def change_interval(before, before_error, after, after_error):
    error = (before_error * before_error + after_error * after_error) ** 0.5
    return [after - before, after - before - 1.96 * error, after - before + 1.96 * error]


voice = load("governance")
voice = voice[voice["dimension"] == "voice_accountability"]
both = voice[voice["year"] == 2013].merge(voice[voice["year"] == 2023], on="country", suffixes=("_old", "_new"))
ends = change_interval(both["estimate_old"], both["std_err_old"], both["estimate_new"], both["std_err_new"])
moved = both[["country"]].assign(change=ends[0], low=ends[1], high=ends[2])
moved["beyond"] = ~((moved["low"] <= 0) & (moved["high"] >= 0))
"""

MOVED_BY_PIVOT = """
def change_interval(before, before_error, after, after_error):
    width = 1.96 * np.hypot(before_error, after_error)
    return np.array([after - before, after - before - width, after - before + width])


voice = load("governance")
voice = voice[voice["dimension"].eq("voice_accountability") & voice["year"].isin([2013, 2023])]
wide = voice.pivot(index="country", columns="year", values=["estimate", "std_err"])
moved = wide.apply(
    lambda row: pd.Series(
        change_interval(
            row["estimate", 2013], row["std_err", 2013], row["estimate", 2023], row["std_err", 2023]
        ),
        index=["change", "low", "high"],
    ),
    axis=1,
).reset_index()
moved["beyond"] = moved["low"] * moved["high"] > 0
"""

MOVED_BY_LOOP = """
import math


def change_interval(before, before_error, after, after_error):
    change = after - before
    error = math.sqrt(before_error**2 + after_error**2)
    return change, change - 1.96 * error, 1.96 * error + change


values = {}
for row in load("governance").itertuples():
    if row.dimension == "voice_accountability":
        values[row.country, row.year] = (row.estimate, row.std_err)
rows = []
for country in sorted({name for name, _ in values}, reverse=True):
    change, low, high = change_interval(*values[country, 2013], *values[country, 2023])
    rows.append({"beyond": low > 0 or high < 0, "low": low, "high": high, "change": change, "country": country})
moved = pd.DataFrame(rows)
"""

TITLE = "How nine states voted in sixteen roll calls, March 2022 to February 2026"
WORDS = (
    "Nine bars of sixteen votes. No fills the bars of Russia and Belarus, absent that of Turkmenistan. Four states "
    "abstain twelve times or more, Kazakhstan among them with twelve."
)
PUBLISHED = f"""
figure = publish(
    chart,
    title="{TITLE}",
    description="{WORDS}",
    sources=["un-roll-call-2025", "un-roll-call-es-11-1", "un-roll-call-2022-2024"],
)
figure
"""

CHART_BY_SHORTHAND = (
    """
chart = alt.Chart(load("un_votes")).mark_bar().encode(x="count()", y="country", color="vote")
"""
    + PUBLISHED
)

CHART_BY_WORDS = (
    """
votes = load("un_votes").sort_values(["country", "date"])
chart = (
    alt.Chart(votes, width=400)
    .mark_bar(size=12)
    .encode(
        alt.X(aggregate="count", type="quantitative", title="Votes"),
        alt.Y("country", type="nominal", sort="-x"),
        alt.Color("vote", type="nominal", sort=["no", "abstain", "yes", "absent"]),
        tooltip=["country", "vote", "count()"],
    )
)
"""
    + PUBLISHED
)

CHART_BY_TEXT = (
    """
data = load("un_votes")[["resolution", "country", "vote"]].astype(str)
bars = alt.Chart(data).mark_bar(opacity=0.9)
chart = bars.encode(alt.X("count():Q").stack("zero"), alt.Y("country:N").title("State"), alt.Fill("vote:N"))
chart = chart.properties(height=250)
"""
    + PUBLISHED
)

TALLIES = [TALLY_BY_GROUPS, TALLY_BY_LOOP, TALLY_BY_DUMMIES, TALLY_BY_PIVOT]
LIKENESSES = [ALIKE_BY_NUMPY, ALIKE_BY_NUMBERS, ALIKE_BY_FRAME]
RANGES = [HHI_BY_NUMPY, HHI_BY_LOOP, HHI_BY_MERGE]
GAPS = [GAP_BY_LISTS, GAP_BY_NUMPY, GAP_BY_MEANS]
MOVES = [MOVED_BY_MERGE, MOVED_BY_PIVOT, MOVED_BY_LOOP]
CHARTS = [CHART_BY_SHORTHAND, CHART_BY_WORDS, CHART_BY_TEXT]

RIGHT = {
    f"student-{n}": {
        "consequences-1": TALLIES[n % 4],
        "consequences-2": LIKENESSES[(n + n // 4) % 3],
        "consequences-3": RANGES[(n + n // 3) % 3],
        "consequences-4": GAPS[n % 3],
        "consequences-5": MOVES[(n + 2 * (n // 4)) % 3],
        "consequences-6": CHARTS[(n + n // 2) % 3],
    }
    for n in range(10)
}
