"""Right submissions of the worksheet `hindsight`, written differently: the answer cells of ten students."""

SHARES_BY_SERIES = """
def share(verdicts, worth):
    scores = pd.Series(verdicts).map({"held_up": 1.0, "partly": float(worth), "did_not_hold": 0.0})
    return scores.mean()


claims = load("claims").astype({"kind": str, "verdict": str})
shares = pd.concat(
    [
        claims.groupby("kind")["verdict"].apply(share, worth).rename("share").reset_index().assign(worth=worth)
        for worth in worths
    ]
)
wide = shares.pivot(index="worth", columns="kind", values="share")
orders = [wide.loc[worth].sort_index().sort_values(ascending=False, kind="stable").index.tolist() for worth in worths]
"""

SHARES_BY_COUNTING = """
def share(verdicts, worth):
    held, partly, failed = (verdicts.count(word) for word in ("held_up", "partly", "did_not_hold"))
    scored = held + partly + failed
    if scored == 0:
        return None
    return (held + worth * partly) / scored


kinds = ["forecast", "interpretation", "fact"]
claims = load("claims")
shares = pd.DataFrame([(kind, worth) for kind in kinds for worth in worths], columns=["kind", "worth"])
shares["share"] = [
    share(list(claims.loc[claims["kind"] == row.kind, "verdict"]), row.worth) for row in shares.itertuples()
]
orders = []
for worth in worths:
    of = shares[shares["worth"] == worth].set_index("kind")["share"]
    orders.append(sorted(sorted(kinds), key=lambda kind: -of[kind]))
"""

SHARES_BY_LOOP = """
def share(verdicts, worth):
    total, number = 0, 0
    for verdict in verdicts:
        if verdict == "held_up":
            total += 1
        elif verdict == "partly":
            total += worth
        elif verdict != "did_not_hold":
            continue
        number += 1
    return float("nan") if number == 0 else total / number


by_kind = {}
for row in load("claims").itertuples():
    by_kind.setdefault(row.kind, []).append(row.verdict)
found = {(kind, worth): share(by_kind[kind], worth) for kind in by_kind for worth in worths}
shares = pd.DataFrame([{"share": s, "worth": w, "kind": k, "number": len(by_kind[k])} for (k, w), s in found.items()])
orders = tuple(tuple(sorted(by_kind, key=lambda k: (-found[k, w], k))) for w in worths)
"""

SHARES_BY_CROSSTAB = """
def share(verdicts, worth):
    weights = np.array([{"held_up": 1, "partly": worth, "did_not_hold": 0}.get(v, np.nan) for v in verdicts], float)
    known = weights[~np.isnan(weights)]
    return known.mean() if known.size else np.nan


claims = load("claims")
counts = pd.crosstab(claims["kind"], claims["verdict"])
scored = counts[["held_up", "partly", "did_not_hold"]].sum(axis=1)
tables = []
for worth in worths:
    values = (counts["held_up"] + worth * counts["partly"]) / scored
    tables.append(pd.DataFrame({"kind": counts.index.astype(str), "worth": float(worth), "share": values.to_numpy()}))
shares = pd.concat(tables, ignore_index=True)
orders = [
    list(table.sort_values("kind").sort_values("share", ascending=False, kind="stable")["kind"]) for table in tables
]
"""

BRIER_BY_NANMEAN = """
def brier(chances, outcomes):
    return np.nanmean((outcomes - chances) ** 2)


came = asked["outcome"]
scores = pd.DataFrame({"reader": readers.columns})
scores["score"] = [brier(readers[name], came) for name in scores["reader"]]
known = readers[came.notna()]
scores["expected"] = (known * (1 - known)).mean().to_numpy()
scores["gain"] = ((came - 0.5) ** 2).mean() - scores["score"]
"""

BRIER_BY_LOOP = """
def brier(p, o):
    squares = []
    for chance, outcome in zip(p, o):
        if outcome == outcome:
            squares.append((chance - outcome) * (chance - outcome))
    return sum(squares) / len(squares)


rows = []
for name, column in readers.items():
    sure = [p for p, o in zip(column, asked["outcome"]) if pd.notna(o)]
    score = brier(column, asked["outcome"])
    rows.append(
        {
            "gain": brier([0.5] * 11, asked["outcome"]) - score,
            "expected": sum(p - p**2 for p in sure) / len(sure),
            "score": score,
            "reader": name,
        }
    )
scores = pd.DataFrame(rows[::-1])
"""

BRIER_BY_LIBRARY = """
from qantar.models.forecast import brier as full_brier
from qantar.models.forecast import expected


def brier(chances, outcomes):
    known = np.flatnonzero(np.isfinite(outcomes))
    return full_brier(chances[known], outcomes[known])


outcomes = asked["outcome"].values
kept = readers[asked["outcome"].notna()]
scores = kept.apply(lambda column: pd.Series({"expected": expected(column)})).T
scores["score"] = [brier(readers[name].values, outcomes) for name in scores.index]
scores["gain"] = brier(np.ones(len(outcomes)) / 2, outcomes) - scores["score"]
scores = scores.rename_axis("reader").reset_index()
"""

BRIER_BY_MELT = """
def brier(chances, outcomes):
    table = pd.DataFrame({"chance": chances, "outcome": outcomes}).dropna()
    return ((table["chance"] - table["outcome"]) ** 2).mean()


long = asked.join(readers.assign(half=0.5)).melt(["claim_id", "label", "outcome"], var_name="reader", value_name="p")
long = long.dropna()
long["score"] = (long["p"] - long["outcome"]) ** 2
long["expected"] = long["p"] * (1 - long["p"])
scores = long.groupby("reader")[["score", "expected"]].mean()
scores["gain"] = scores.loc["half", "score"] - scores["score"]
scores = scores.drop("half").reset_index()
"""

PARTS_BY_TRANSFORM = """
def parts(chances, outcomes):
    table = pd.DataFrame({"chance": chances, "outcome": outcomes})
    table["share"] = table.groupby("chance")["outcome"].transform("mean")
    base = table["outcome"].mean()
    return {
        "uncertainty": ((table["outcome"] - base) ** 2).mean(),
        "resolution": ((table["share"] - base) ** 2).mean(),
        "reliability": ((table["chance"] - table["share"]) ** 2).mean(),
    }


mended = pd.Series(came).groupby(said).transform("mean")
saved = parts(said, came)["reliability"]
"""

PARTS_BY_WEIGHTS = """
def parts(chances, outcomes):
    values, place, counts = np.unique(chances, return_inverse=True, return_counts=True)
    shares = np.bincount(place, weights=outcomes) / counts
    weights = counts / counts.sum()
    base = np.average(shares, weights=weights)
    return dict(
        reliability=float(weights @ (values - shares) ** 2),
        resolution=float(weights @ (shares - base) ** 2),
        uncertainty=float(np.var(outcomes)),
    )


values, place = np.unique(said, return_inverse=True)
mended = (np.bincount(place, weights=came) / np.bincount(place))[place]
saved = ((said - came) ** 2).mean() - ((mended - came) ** 2).mean()
"""

PARTS_BY_DICTIONARY = """
def shares_of(chances, outcomes):
    groups = {}
    for chance, outcome in zip(chances, outcomes):
        groups.setdefault(chance, []).append(outcome)
    return [sum(groups[chance]) / len(groups[chance]) for chance in chances]


def parts(chances, outcomes):
    number, base = len(outcomes), sum(outcomes) / len(outcomes)
    share = shares_of(chances, outcomes)
    return {
        "reliability": sum((c - s) ** 2 for c, s in zip(chances, share)) / number,
        "resolution": sum((s - base) ** 2 for s in share) / number,
        "uncertainty": sum((o - base) ** 2 for o in outcomes) / number,
    }


mended = shares_of(said, came)
saved = sum((s - c) ** 2 - (m - c) ** 2 for s, m, c in zip(said, mended, came)) / 20
"""

PARTS_BY_DECOMPOSING = """
from qantar.models.forecast import brier, decompose


def parts(chances, outcomes):
    found = pd.Series(decompose(chances, outcomes))
    return found[["reliability", "resolution", "uncertainty"]]


table = pd.DataFrame({"said": said, "came": came})
mended = table["said"].replace(table.groupby("said")["came"].mean().to_dict()).round(4).tolist()
saved = round(brier(said, came) - brier(mended, came), 10)
"""

CHART_SHORT = """
outcome = asked.set_index("claim_id")["outcome"]
answers["outcome"] = answers["claim_id"].map(outcome)
calibration = answers.groupby("chance")["outcome"].agg(["count", "mean"]).mul([1, 100]).reset_index()
calibration.columns = ["chance", "forecasts", "came_pct"]
chart = alt.Chart(calibration).mark_point().encode(x="chance", y="came_pct", size="forecasts", tooltip=["forecasts"])
figure = publish(
    chart,
    title="What an invented class said and what came",
    description="Five points from left to right. What came rises from left to right, but less than what was said: the "
    "invented class was too sure at both ends of the scale.",
    sources=["qantar-claims"],
)
figure
"""

CHART_BY_LOOP = """
known = {row.claim_id: row.outcome for row in asked.itertuples() if not np.isnan(row.outcome)}
rows = []
for chance in (90, 70, 50, 30, 10):
    found = [known[row.claim_id] for row in answers.itertuples() if row.chance == chance and row.claim_id in known]
    rows.append({"came_pct": sum(found) / len(found) * 100, "forecasts": len(found), "chance": chance})
calibration = pd.DataFrame(rows)
chart = alt.Chart(calibration, width=300, height=300, title="Said and came").mark_point(
    shape="diamond", filled=True, color="black"
)
chart = chart.encode(
    alt.X(field="chance", type="quantitative", scale=alt.Scale(domain=[0, 100])),
    alt.Y(field="came_pct", type="quantitative", scale=alt.Scale(domain=[0, 100])),
    alt.Size(field="forecasts", type="quantitative", legend=None),
    opacity=alt.value(0.8),
)
text = "An invented class gave five answers. The more probable it thought a forecast, the more often it came; "
low, high = min(row["came_pct"] for row in rows), max(row["came_pct"] for row in rows)
text += f"the range goes from {low:.0f} to {high:.0f} per cent."
figure = publish(chart, sources=("qantar-claims",), title="Calibration of an invented class", description=text)
"""

CHART_BY_PIVOT = """
wide = answers.pivot(index="student", columns="claim_id", values="chance")
wide = wide[asked.dropna()["claim_id"]]
long = wide.stack().rename("chance").reset_index().merge(asked)
table = long.pivot_table(index="chance", values="outcome", aggfunc=["count", "mean"])
calibration = pd.DataFrame(
    {
        "student_chance": [f"{value} %" for value in table.index],
        "chance": table.index.to_numpy(dtype=float),
        "forecasts": table["count"].to_numpy().ravel(),
        "came_pct": 100 * table["mean"].to_numpy().ravel(),
    }
)
base = alt.Chart(calibration).encode(x=alt.X("chance:Q", axis=alt.Axis(title="Said")), y=alt.Y("came_pct:Q"))
chart = base.mark_point(strokeWidth=2).encode(size=alt.Size("forecasts:Q", scale=alt.Scale(range=[40, 400])))
figure = publish(
    chart,
    id="class",
    title="Twelve invented students and ten forecasts of January 2022",
    description="A point for each probability that the invented students gave. Points lie above the diagonal on the "
    "left and below it on the right.",
    sources=["qantar-claims"],
)
figure
"""

CODED = """
mine = dict.fromkeys(twelve, "partly")
mine.update(c07="unverifiable", c12="held_up", c24="still_contested", c31="held_up", c39="unverifiable")
mine["c44"] = mine["c52"] = "did_not_hold"
"""

KAPPA_BY_PANDAS = (
    CODED
    + """

def kappa(first, second):
    pairs = pd.DataFrame({"first": first, "second": second}, dtype=object).dropna()
    observed = (pairs["first"] == pairs["second"]).mean()
    one = pairs["first"].value_counts(normalize=True)
    other = pairs["second"].value_counts(normalize=True)
    chance = one.mul(other, fill_value=0).sum()
    return (observed - chance) / (1 - chance) if chance < 1 else np.nan


both = load("claims").query("claim_id in @twelve")[["claim_id", "verdict"]].astype(str)
both["mine"] = both["claim_id"].map(mine)
with_book = kappa(both["mine"].tolist(), both["verdict"].tolist())
differ = both.loc[both["mine"] != both["verdict"], "claim_id"].tolist()
"""
)

KAPPA_BY_MATRIX = """
mine = {name: codes[place % 5] for place, name in enumerate(twelve)}


def kappa(first, second):
    kept = [pair for pair in zip(first, second) if None not in pair]
    names = sorted({code for pair in kept for code in pair})
    table = np.zeros((len(names), len(names)))
    for one, other in kept:
        table[names.index(one), names.index(other)] += 1
    table /= table.sum()
    chance = float(table.sum(axis=1) @ table.sum(axis=0))
    if np.isclose(chance, 1):
        return float("nan")
    return (np.trace(table) - chance) / (1 - chance)


verdicts = dict(zip(load("claims")["claim_id"], load("claims")["verdict"]))
with_book = kappa([mine[one] for one in twelve], [verdicts[one] for one in twelve])
differ = []
for one in reversed(twelve):
    if mine[one] != verdicts[one]:
        differ.append(one)
"""

KAPPA_BY_COUNTER = """
from collections import Counter

mine = {"c44": "did_not_hold", "c52": "did_not_hold", "c39": "unverifiable", "c35": "still_contested"}
mine |= {name: "held_up" for name in ("c02", "c07", "c12", "c13", "c16", "c24", "c27", "c31")}


def kappa(a, b):
    places = [i for i in range(len(a)) if a[i] is not None and b[i] is not None]
    n = len(places)
    counts_a, counts_b = Counter(a[i] for i in places), Counter(b[i] for i in places)
    same = sum(a[i] == b[i] for i in places)
    pairs = sum(counts_a[code] * counts_b[code] for code in counts_a)
    if pairs == n * n:
        return None
    return (n * same - pairs) / (n * n - pairs)


book = load("claims").set_index("claim_id").loc[list(mine), "verdict"].to_dict()
with_book = kappa(list(mine.values()), list(book.values()))
differ = sorted(name for name in mine if mine[name] != book[name])
"""

KAPPA_BY_LIBRARY = (
    CODED
    + """
from qantar.models.kappa import agreement


def kappa(first, second):
    return agreement(*zip(*[pair for pair in zip(first, second) if all(pair)]))["kappa"]


book = load("claims").set_index("claim_id")["verdict"].loc[twelve]
own = pd.Series(mine).loc[twelve]
with_book = np.round(kappa(own, book), 12)
differ = list(own.index[own.to_numpy() != book.to_numpy()])
"""
)

RIVALS_BY_LOOP = """
def weigh(marks):
    names = [name for name in marks.columns if name != "evidence"]
    counts = dict.fromkeys(names, 0)
    for row in marks.to_dict("records"):
        if len({row[name] for name in names}) == 1:
            continue
        for name in names:
            counts[name] += row[name] == "-"
    return pd.DataFrame(list(counts.items()), columns=["explanation", "against"])


def leaders(marks):
    table = weigh(marks)
    fewest = min(table["against"])
    return [name for name, number in zip(table["explanation"], table["against"]) if number == fewest]


silent, decisive = [], []
for place in range(len(marks)):
    row = marks.iloc[place]
    if len(set(row.drop("evidence"))) == 1:
        silent.append(row["evidence"])
    if leaders(marks.drop(index=place)) != leaders(marks):
        decisive.append(row["evidence"])
"""

RIVALS_BY_MELT = """
def weigh(marks):
    long = marks.melt("evidence", var_name="explanation", value_name="mark")
    long["kinds"] = long.groupby("evidence")["mark"].transform("nunique")
    long["against"] = ((long["mark"] == "-") & (long["kinds"] > 1)).astype(int)
    return long.groupby("explanation", as_index=False)["against"].sum().sort_values("against")


def lead(table):
    counts = weigh(table).set_index("explanation")["against"]
    return frozenset(counts.index[counts == counts.min()])


only_marks = marks.drop(columns="evidence")
silent = marks["evidence"][only_marks.eq(only_marks.iloc[:, 0], axis=0).all(axis=1)].tolist()
decisive = sorted(e for e in marks["evidence"] if lead(marks.query("evidence != @e")) != lead(marks))
"""

RIVALS_BY_NUMPY = """
def weigh(marks):
    values = marks.drop(columns="evidence").to_numpy().astype(str)
    tells = (values != values[:, [0]]).any(axis=1)
    numbers = np.sum(values[tells] == "-", axis=0).astype(float)
    return pd.DataFrame({"against": numbers, "explanation": marks.columns.drop("evidence")})


against = (marks[explanations].to_numpy() == "-").astype(int)
total = against.sum(axis=0)
without = total - against  # one row per row taken out
changed = ((without == without.min(axis=1, keepdims=True)) != (total == total.min())).any(axis=1)
decisive = list(marks["evidence"].to_numpy()[changed])
silent = [e for e, *row in marks.itertuples(index=False) if row.count(row[0]) == len(row)]
"""

RIVALS_BY_APPLY = """
def weigh(marks):
    indexed = marks.set_index("evidence")
    same = indexed.apply(lambda row: row.duplicated(keep=False).all() and row.nunique() == 1, axis=1)
    counted = indexed[~same].eq("-").sum(axis=0)
    return counted.rename("against").rename_axis("explanation").reset_index()


weighed = {e: weigh(marks[marks.evidence.ne(e)]) for e in marks.evidence}
first = {e: table.nsmallest(1, "against", keep="all")["explanation"].tolist() for e, table in weighed.items()}
whole = weigh(marks).nsmallest(1, "against", keep="all")["explanation"].tolist()
decisive = [e for e, names in first.items() if names != whole]
silent = [e for e, table in weighed.items() if marks.set_index("evidence").loc[e].nunique() < 2]
"""

SHARES = [SHARES_BY_SERIES, SHARES_BY_COUNTING, SHARES_BY_LOOP, SHARES_BY_CROSSTAB]
BRIERS = [BRIER_BY_NANMEAN, BRIER_BY_LOOP, BRIER_BY_LIBRARY, BRIER_BY_MELT]
PARTS = [PARTS_BY_TRANSFORM, PARTS_BY_WEIGHTS, PARTS_BY_DICTIONARY, PARTS_BY_DECOMPOSING]
CHARTS = [CHART_SHORT, CHART_BY_LOOP, CHART_BY_PIVOT]
KAPPAS = [KAPPA_BY_PANDAS, KAPPA_BY_MATRIX, KAPPA_BY_COUNTER, KAPPA_BY_LIBRARY]
RIVALS = [RIVALS_BY_LOOP, RIVALS_BY_MELT, RIVALS_BY_NUMPY, RIVALS_BY_APPLY]

RIGHT = {
    f"student-{n}": {
        "hindsight-1": SHARES[n % 4],
        "hindsight-2": BRIERS[(n + n // 4) % 4],
        "hindsight-3": PARTS[(n + 2 * (n // 4)) % 4],
        "hindsight-4": CHARTS[n % 3],
        "hindsight-5": KAPPAS[(n + 3 * (n // 4)) % 4],
        "hindsight-6": RIVALS[(n + 1) % 4],
    }
    for n in range(10)
}
