"""Right submissions of the worksheet `causes`, written differently: the answer cells of ten students."""

PRICES_BY_HELPERS = """
from qantar.data.dates import earliest, precision

prices = load("lpg_prices")
changes = prices.query("kind != 'wholesale'").loc[lambda t: t.region_codes.str.split(";").map(lambda c: "MNG" in c)]
changes = changes.assign(first_day=pd.to_datetime(changes.date.map(earliest)), precision=changes.date.map(precision))
changes = changes.sort_values("first_day").reset_index(drop=True)
changes = changes.assign(
    change_tenge=changes.tenge_per_litre - changes.tenge_per_litre.shift(),
    change_pct=(changes.tenge_per_litre / changes.tenge_per_litre.shift() - 1) * 100,
)
"""

PRICES_BY_LOOP = """
rows, last = [], None
table = load("lpg_prices")
table["first_day"] = [pd.Timestamp((text + "-01-01")[:10]) for text in table["date"]]
for row in table.sort_values("first_day").itertuples():
    if row.kind == "wholesale" or "MNG" not in row.region_codes:
        continue
    step = None if last is None else row.tenge_per_litre - last
    rows.append(
        {
            "kind": row.kind,
            "precision": {1: "year", 2: "month", 3: "day"}[len(row.date.split("-"))],
            "first_day": row.first_day,
            "tenge_per_litre": row.tenge_per_litre,
            "change_pct": None if last is None else round(100 * step / last, 1),
            "change_tenge": step,
        }
    )
    last = row.tenge_per_litre
changes = pd.DataFrame(rows)
"""

PRICES_BY_NUMPY = """
prices = load("lpg_prices")
keep = np.array(["MNG" in codes for codes in prices["region_codes"]]) & prices["kind"].ne("wholesale").to_numpy()
prices = prices[keep]
first = prices["date"].map(lambda text: np.datetime64(text, "D")).to_numpy().astype("datetime64[ns]")
order = np.argsort(first, kind="stable")
tenge = prices["tenge_per_litre"].to_numpy(dtype=float)[order]
step = np.concatenate([[np.nan], np.diff(tenge)])
changes = pd.DataFrame(
    {
        "first_day": first[order],
        "precision": np.select([prices["date"].str.len() == n for n in (4, 7)], ["year", "month"], "day")[order],
        "kind": prices["kind"].to_numpy()[order],
        "tenge_per_litre": tenge,
        "change_tenge": step,
        "change_pct": 100 * step / np.concatenate([[np.nan], tenge[:-1]]),
    }
)
"""

PRICES_BY_EXPLODE = """
long = load("lpg_prices")
long["code"] = long["region_codes"].str.split(";")
long = long.explode("code")
changes = long[(long["code"] == "MNG") & long["kind"].isin(["retail", "promised", "cap"])].copy()
parts = changes["date"].str.count("-")
changes["precision"] = parts.map(lambda hyphens: ["year", "month", "day"][hyphens])
changes["first_day"] = pd.to_datetime(changes["date"], format="mixed").dt.date
changes = changes.sort_values(["first_day", "price_id"])
changes["change_tenge"] = changes["tenge_per_litre"].astype(float).diff(1)
changes["change_pct"] = changes["change_tenge"].div(changes["tenge_per_litre"].shift(1)).mul(100).round(1)
"""

PRICES_BY_PATTERN = """
prices = load("lpg_prices").astype({"kind": str})
changes = prices[prices.region_codes.str.match(r"(?:.*;)?MNG(?:;|$)") & ~prices.kind.str.startswith("whole")]
changes.insert(0, "precision", ["day" if len(d) == 10 else "month" if len(d) == 7 else "year" for d in changes.date])
changes.insert(0, "first_day", pd.to_datetime([d if len(d) == 10 else f"{d}-01" if len(d) == 7 else f"{d}-01-01"
                                               for d in changes.date]))
changes = changes.sort_values("first_day", ignore_index=True)
ratio = changes["tenge_per_litre"].pct_change()
changes["change_pct"] = ratio * 100
changes["change_tenge"] = ratio * changes["tenge_per_litre"].shift()
"""

MONTHS_BY_INDEX = """
lpg = load("fuel_cpi").query("item == 'lpg_bottled'").set_index("date")["index_prev_year"] - 100
headline = load("cpi").set_index("date")["cpi_yoy_pct"]
monthly = pd.concat([lpg.rename("lpg_change"), headline], axis=1, join="inner")
monthly["gap"] = monthly["lpg_change"] - monthly["cpi_yoy_pct"]
widest = monthly["gap"].idxmax()
monthly = monthly.reset_index()
"""

MONTHS_BY_PIVOT = """
wide = load("fuel_cpi").pivot(index="date", columns="item", values="index_prev_year")
monthly = wide.join(load("cpi").set_index("date"), how="inner").reset_index()
monthly["lpg_change"] = (monthly["lpg_bottled"] / 100 - 1) * 100
monthly["gap"] = -(monthly["cpi_yoy_pct"] - monthly["lpg_change"])
widest = monthly.sort_values("gap")["date"].iloc[-1]
"""

MONTHS_BY_LOOP = """
headline = {row.date: row.cpi_yoy_pct for row in load("cpi").itertuples()}
rows = []
for row in load("fuel_cpi").itertuples():
    if row.item == "lpg_bottled" and row.date in headline:
        change = row.index_prev_year - 100
        rows.append((row.date, headline[row.date], change, change - headline[row.date]))
monthly = pd.DataFrame(rows, columns=["date", "cpi_yoy_pct", "lpg_change", "gap"])
widest = max(rows, key=lambda row: row[3])[0]
"""

MONTHS_BY_MAP = """
monthly = load("fuel_cpi").loc[lambda t: t["item"].eq("lpg_bottled"), ["date", "index_prev_year"]].copy()
monthly["cpi_yoy_pct"] = monthly["date"].map(load("cpi").set_index("date")["cpi_yoy_pct"])
monthly["lpg_change"] = monthly.pop("index_prev_year").sub(100).round(1)
monthly["gap"] = (monthly["lpg_change"] - monthly["cpi_yoy_pct"]).round(1)
widest = monthly.loc[monthly["gap"] == monthly["gap"].max(), "date"].item().date()
"""

MONTHS_BY_NUMPY = """
fuels = load("fuel_cpi")
right = fuels[fuels["item"].astype(str) == "lpg_bottled"].sort_values("date", ascending=False)
monthly = pd.merge(left=load("cpi"), right=right, how="right", on="date")
monthly = monthly.eval("lpg_change = index_prev_year - 100").eval("gap = lpg_change - cpi_yoy_pct")
widest = monthly["date"].to_numpy()[np.argmax(monthly["gap"].to_numpy())]
"""

RANKS_BY_LOOP = """
macro = load("macro")
parts = []
for indicator in ["youth_share_pct", "unemployment_pct", "gini", "gdp_per_head_usd"]:
    part = macro[(macro["indicator"] == indicator) & (macro["year"] == 2020)].sort_values("value", ascending=False)
    part = part.assign(rank=[1 + sum(part["value"] > value) for value in part["value"]], countries=len(part))
    parts.append(part)
ranks = pd.concat(parts)
kazakhstan = ranks[ranks["country"] == "Kazakhstan"]
"""

RANKS_BY_PIVOT = """
names = ["gdp_per_head_usd", "gini", "unemployment_pct", "youth_share_pct"]
wide = load("macro").query("year == 2020").pivot(index=["iso3", "country"], columns="indicator", values="value")
wide = wide[names].rename_axis(columns="indicator")
places = wide.rank(ascending=False, method="min").stack().rename("rank")
ranks = wide.stack().rename("value").to_frame().join(places).dropna().reset_index()
ranks["countries"] = ranks["indicator"].map(wide.count())
kazakhstan = ranks.query("iso3 == 'KAZ'").filter(["indicator", "value", "rank", "countries"])
"""

RANKS_BY_SIGN = """
macro = load("macro").assign(indicator=lambda t: t["indicator"].astype(str))
ranks = macro.loc[macro["year"].eq(2020)]
ranks = ranks[ranks["indicator"].isin({"gini", "gdp_per_head_usd", "unemployment_pct", "youth_share_pct"})]
ranks = ranks.assign(
    rank=(-ranks["value"]).groupby(ranks["indicator"]).rank(method="min").astype(int),
    countries=ranks.groupby("indicator")["iso3"].transform("size"),
)
kazakhstan = ranks.set_index("iso3").loc["KAZ"].reset_index(drop=True)
"""

RANKS_BY_SORTING = """
chosen = ("gdp_per_head_usd", "gini", "unemployment_pct", "youth_share_pct")
ranks = load("macro")
ranks = ranks[[year == 2020 and name in chosen for year, name in zip(ranks["year"], ranks["indicator"])]]
ordered = {name: np.sort(-part["value"].to_numpy()) for name, part in ranks.groupby("indicator", observed=True)}
place = [int(np.searchsorted(ordered[row.indicator], -row.value)) + 1 for row in ranks.itertuples()]
ranks = ranks.assign(rank=place, countries=[len(ordered[name]) for name in ranks["indicator"]])
kazakhstan = ranks.loc[ranks["iso3"].isin(["KAZ"])].drop(columns=["iso3", "country", "year", "source_id"])
"""

RANKS_BY_MERGE = """
macro = load("macro")
year = macro[macro["year"] == 2020]
year = year[~year["indicator"].isin(["inflation_pct", "youth_unemployment_pct"])]
sizes = year.groupby("indicator", observed=True).size().rename("countries").reset_index()
ranks = year.merge(sizes, on="indicator")
values = ranks.groupby("indicator", observed=True)["value"]
ranks["rank"] = values.transform(lambda column: column.rank(ascending=False, method="min"))
kazakhstan = ranks[ranks["iso3"] == "KAZ"][["countries", "rank", "value", "indicator"]]
"""

COUNTS_BY_ROW = """
def per_30_days(events, start, end):
    days = (end - start) / pd.Timedelta(days=1) + 1
    return events / days * 30


def sees(row):
    first = row["people"] >= 50 and row["newspapers"] > 0 and row["date"].year <= 2018
    return pd.Series({"case": row["case"], "mass_mobilization": first, "oxus": row["date"].year >= 2018})


protests = load("protest_counts")
rates = protests[protests["iso3"].eq("KAZ") & protests["period_start"].dt.year.ge(2015)].copy()
rates["rate"] = rates.apply(lambda row: per_30_days(row["events"], row["period_start"], row["period_end"]), axis=1)
rates["days"] = rates["period_end"].sub(rates["period_start"]).dt.days.add(1)
counted = cases.apply(sees, axis=1)
"""

COUNTS_BY_RANGE = """
def per_30_days(events, start, end):
    return round(events * 30 / len(pd.date_range(start, end)), 3)


rates = load("protest_counts").query("country == 'Kazakhstan' and period_start > '2014-12-31'").reset_index(drop=True)
days, rate = [], []
for _, row in rates.iterrows():
    days.append(len(pd.date_range(row["period_start"], row["period_end"])))
    rate.append(per_30_days(row["events"], row["period_start"], row["period_end"]))
rates["days"], rates["rate"] = days, rate
unseen = (cases["people"] < 50) | (cases["newspapers"] == 0)
counted = pd.DataFrame(
    {
        "oxus": cases["date"].between("2018-01-01", "2100-01-01"),
        "mass_mobilization": np.where(unseen, False, cases["date"].dt.year < 2019),
        "case": cases["case"],
    }
)
"""

COUNTS_BY_COLUMNS = """
def per_30_days(events, start, end):
    # works for numbers and for columns
    seconds = (end - start) / np.timedelta64(1, "s")
    return events / (seconds / 86400 + 1) * 30


rates = load("protest_counts")
rates = rates[(rates.iso3 == "KAZ") & (rates.period_start >= pd.Timestamp(2015, 1, 1))]
rates = rates.assign(
    rate=per_30_days(rates.events, rates.period_start, rates.period_end),
    days=(rates.period_end - rates.period_start + pd.Timedelta("1D")).dt.days,
).sort_values("events")
counted = cases.assign(
    oxus=~(cases.date < "2018-01-01"),
    mass_mobilization=cases.people.gt(49) & cases.newspapers.astype(bool) & cases.date.le("2018-12-31"),
)
"""

COUNTS_BY_LIST = """
import datetime as dt


def per_30_days(events, start, end):
    length = end.toordinal() - start.toordinal() + 1
    return events * (30 / length)


table = load("protest_counts")
rows = [r for r in table.to_dict("records") if r["iso3"] == "KAZ" and r["period_start"].date() >= dt.date(2015, 1, 1)]
for r in rows:
    r["days"] = r["period_end"].toordinal() - r["period_start"].toordinal() + 1
    r["rate"] = per_30_days(r["events"], r["period_start"], r["period_end"])
rates = pd.DataFrame(rows)[["rate", "days", "events", "tracker", "period_start"]]
seen = [
    (c.case, bool(c.people >= 50 and c.newspapers >= 1 and c.date <= pd.Timestamp("2018-12-31")), c.date.year > 2017)
    for c in cases.itertuples()
]
counted = pd.DataFrame(seen, columns=["case", "mass_mobilization", "oxus"])[::-1]
"""

CHART_SHORT = """
fuels = load("fuel_cpi")
data = fuels[(fuels.item != "network_gas") & (fuels.date.dt.year < 2023)].copy()
data["change_pct"] = data.index_prev_year - 100
chart = alt.Chart(data).mark_line(point=True).encode(x="date", y="change_pct", color="item", tooltip=["item", "date"])
figure = publish(
    chart,
    title="How the prices of two fuels changed in Kazakhstan, 2021 to 2022",
    description="Bottled gas rises by up to 36.8 per cent in late 2021, falls back in January 2022 and is 23 per cent "
    "cheaper by December; petrol rises by 22 per cent and then levels off.",
    sources=["bns-cpi-items"],
)
figure
"""

CHART_LONG = """
lines = load("fuel_cpi")[["date", "item", "index_prev_year"]].astype({"item": str})
lines = lines[lines["item"].isin({"petrol_ai95", "lpg_bottled"})].query("date < '2023-01-01'")
lines["change_pct"] = (lines["index_prev_year"] - 100).round(1)
lines = lines.drop(columns="index_prev_year").sort_values(["date", "item"])
chart = alt.Chart(lines, width=500, title="Two fuels").mark_line(interpolate="step-after").encode(
    alt.X("date", type="temporal", axis=alt.Axis(title="Month")),
    alt.Y("change_pct").title("Per cent").scale(zero=True),
    alt.Color("item", type="nominal").legend(orient="bottom"),
    strokeDash="item:N",
)
figure = publish(
    chart,
    sources=("bns-cpi-items",),
    title="Bottled gas and petrol in Kazakhstan, change over twelve months",
    description="Line chart, January 2021 to December 2022. The line of bottled gas peaks at 37 in December 2021 and "
    "ends at -23. The line of petrol peaks at 22 in January 2022 and ends at 2.",
)
"""

CHART_PARTS = """
table = load("fuel_cpi")
wanted = [row.item in ("lpg_bottled", "petrol_ai95") and row.date.year <= 2022 for row in table.itertuples()]
table = table.loc[wanted].assign(change_pct=lambda t: t["index_prev_year"].sub(100))
base = alt.Chart(table).encode(color=alt.Color(field="item", type="nominal"))
chart = base.encode(x=alt.X(field="date", type="temporal"), y=alt.Y(field="change_pct", type="quantitative")).mark_line(
    strokeWidth=3, clip=True
)
text = (
    "The chart follows two fuels for 24 months. Bottled gas goes up to 37 per cent, then down to minus 23 within "
    "a year. Petrol stays between minus 1 and plus 22 per cent."
)
figure = publish(chart, sources=["bns-cpi-items"], id="two-fuels", title="Two fuels, Kazakhstan", description=text)
figure
"""

CASCADE_BY_LIST = """
def step(visible, thresholds):
    return sum(1 for t in thresholds if t <= visible) / len(thresholds)


def equilibrium(thresholds):
    share = 0
    while True:
        new = step(share, thresholds)
        if new == share:
            return share
        share = new


before = equilibrium(crowd)
after = equilibrium(np.array([0.02 if t == 0.01 else t for t in crowd]))
"""

CASCADE_BY_SORTING = """
def step(visible, thresholds):
    return np.searchsorted(np.sort(thresholds), visible, side="right") / thresholds.size


def equilibrium(thresholds):
    people = len(thresholds)
    for out, threshold in enumerate(sorted(thresholds)):
        if threshold > out / people:
            return out / people
    return 1


changed = np.where(np.arange(100) == 1, 0.02, crowd)
before, after = equilibrium(crowd), equilibrium(changed)
"""

CASCADE_BY_RECURSION = """
def step(visible, thresholds):
    return float(pd.Series(thresholds).le(visible).mean())


def equilibrium(thresholds, share=0.0):
    following = step(share, thresholds)
    return share if following == share else equilibrium(thresholds, following)


other = list(crowd)
other[other.index(0.01)] = 0.02
before = equilibrium(crowd)
after = equilibrium(other)
"""

CASCADE_BY_COUNT = """
def step(seen, people):
    return np.count_nonzero(np.asarray(people) <= seen) / len(people)


def equilibrium(people):
    last, now = -1, 0
    while last < now:
        last, now = now, step(now, people)
    return now


before = equilibrium(crowd)
copied = np.concatenate([[0.0, 0.02], crowd[2:]])
after = round(equilibrium(copied), 4)
"""

PRICES = [PRICES_BY_HELPERS, PRICES_BY_LOOP, PRICES_BY_NUMPY, PRICES_BY_EXPLODE, PRICES_BY_PATTERN]
MONTHS = [MONTHS_BY_INDEX, MONTHS_BY_PIVOT, MONTHS_BY_LOOP, MONTHS_BY_MAP, MONTHS_BY_NUMPY]
RANKS = [RANKS_BY_LOOP, RANKS_BY_PIVOT, RANKS_BY_SIGN, RANKS_BY_SORTING, RANKS_BY_MERGE]
COUNTS = [COUNTS_BY_ROW, COUNTS_BY_RANGE, COUNTS_BY_COLUMNS, COUNTS_BY_LIST]
CHARTS = [CHART_SHORT, CHART_LONG, CHART_PARTS]
CASCADES = [CASCADE_BY_LIST, CASCADE_BY_SORTING, CASCADE_BY_RECURSION, CASCADE_BY_COUNT]

RIGHT = {
    f"student-{n}": {
        "causes-1": PRICES[n % 5],
        "causes-2": MONTHS[(n + n // 5) % 5],
        "causes-3": RANKS[(n + 2 * (n // 5)) % 5],
        "causes-4": COUNTS[n % 4],
        "causes-5": CHARTS[n % 3],
        "causes-6": CASCADES[(n + n // 4) % 4],
    }
    for n in range(10)
}
