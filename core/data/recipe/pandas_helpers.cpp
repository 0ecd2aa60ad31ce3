// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/recipe/pandas_helpers.h"

namespace lathe::recipe {

const char* const pandasHelpers = R"py(
def whole(x):
    """As whole numbers; what is none is missing."""
    if not isinstance(x, pd.Series):
        return x if x is pd.NA else int(x)
    return pd.to_numeric(x, errors="coerce").astype("Float64").round().astype("Int64")


def real(x):
    return x.astype("Float64") if isinstance(x, pd.Series) else x


def finite(x):
    """Overflow and division by zero are missing."""
    if not isinstance(x, pd.Series):
        return x
    values = x.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    return pd.Series(np.where(np.isfinite(values), values, np.nan), index=x.index).astype("Float64")


def days(x):
    return pd.to_timedelta(x.astype("Float64").to_numpy(dtype=float, na_value=np.nan), unit="D") if isinstance(x, pd.Series) else pd.Timedelta(days=int(x))


def masked(outcome, *operands):
    """Missing where an operand is."""
    outcome = outcome.astype("boolean")
    for operand in operands:
        if isinstance(operand, pd.Series):
            outcome = outcome.mask(operand.isna())
    return outcome


def series(df, value):
    return value if isinstance(value, pd.Series) else pd.Series([value] * len(df), index=df.index)


def choose(df, condition, then, other):
    condition = series(df, condition).astype("boolean")
    then, other = series(df, then), series(df, other)
    kind = common(then, other)
    outcome = [pd.NA if c is pd.NA else (a if c else b) for c, a, b in zip(condition, then, other)]
    return typed(pd.Series(outcome, index=df.index, dtype=object), kind)


def coalesce(df, *values):
    values = [series(df, value) for value in values]
    outcome = values[0].astype(object)
    for value in values[1:]:
        outcome = outcome.where(outcome.notna(), value.astype(object))
    return typed(outcome, common(*values))


def common(*columns):
    """The type that holds the values of all columns."""
    kinds = [str(column.dtype).lower() for column in columns]
    for word, kind in (("datetime", "datetime64[ns]"), ("string", "string"), ("float", "Float64"), ("int", "Int64"), ("bool", "boolean")):
        if any(each.startswith(word) for each in kinds):
            return kind
    return object


def typed(values, kind):
    if str(kind).startswith("datetime"):
        return pd.to_datetime(values)
    if kind == object:
        kind = "string" if any(isinstance(value, str) for value in values) else "Float64"
    return values.astype(kind)


def extreme(df, which, *values):
    frame = pd.concat([series(df, value).astype("Float64") for value in values], axis=1)
    outcome = frame.min(axis=1) if which == "min" else frame.max(axis=1)
    return outcome.mask(frame.isna().any(axis=1)).astype("Float64")


def round_half(x, digits):
    """Half away from zero."""
    values = x.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    scale = 10.0 ** (0 if digits is None else int(digits))
    rounded = np.sign(values) * np.floor(np.abs(values) * scale + 0.5) / scale
    outcome = pd.Series(rounded, index=x.index).astype("Float64")
    return outcome.astype("Int64") if digits is None else outcome


def to_number(x):
    return pd.to_numeric(x.astype(object).map(lambda v: v.strip() if isinstance(v, str) else v), errors="coerce").astype("Float64")


def cast(x, kind):
    if kind in ("text", "category"):
        if x.dtype == "boolean":
            return x.map({True: "true", False: "false"}).astype("string")
        if str(x.dtype).startswith("datetime"):
            return x.dt.strftime("%Y-%m-%d").astype("string")
        if x.dtype == "Float64":
            return x.map(lambda v: v if v is pd.NA else repr(v).removesuffix(".0")).astype("string")
        return x.astype("string")
    if kind == "real":
        return to_number(x) if x.dtype == "string" else x.astype("Float64")
    if kind == "integer":
        numbers = to_number(x) if x.dtype == "string" else x.astype("Float64")
        return numbers.mask((numbers % 1 != 0).fillna(True)).astype("Int64")
    if kind == "boolean":
        if x.dtype == "string":
            words = {**dict.fromkeys(["true", "t", "yes", "y", "on", "1"], True), **dict.fromkeys(["false", "f", "no", "n", "off", "0"], False)}
            return x.map(lambda v: v if v is pd.NA else words.get(v.strip().lower(), pd.NA)).astype("boolean")
        return x.mask(~x.isin([0, 1])).astype("boolean")
    dates = pd.to_datetime(x, errors="coerce")
    return dates.dt.normalize() if kind == "date" else dates


def trim(x, inner):
    if inner == "collapse":
        return x.map(lambda v: v if v is pd.NA else " ".join(v.split())).astype("string")
    if inner == "remove":
        return x.map(lambda v: v if v is pd.NA else "".join(v.split())).astype("string")
    return x.str.strip()


def title_case(x):
    word = re.compile(r"[^\W_](?:[^\W_]|['’])*")
    return x.map(lambda v: v if v is pd.NA else word.sub(lambda m: m[0][0].upper() + m[0][1:].lower(), v)).astype("string")


def sentence_case(x):
    def change(v):
        at = next((i for i, c in enumerate(v) if c.isalnum()), len(v))
        return v[:at].lower() + v[at : at + 1].upper() + v[at + 1 :].lower()

    return x.map(lambda v: v if v is pd.NA else change(v)).astype("string")


def normalise(x, form, strip):
    def change(v):
        if strip:
            v = "".join(c for c in unicodedata.normalize("NFD", v) if not unicodedata.combining(c))
        return unicodedata.normalize(form, v)

    return x.map(lambda v: v if v is pd.NA else change(v)).astype("string")


def replace_values(x, values, ignore_case):
    table = {(key.lower() if ignore_case else key): value for key, value in values.items()}
    find = lambda v: table.get(v.lower() if ignore_case else v, v)
    return x.map(lambda v: v if v is pd.NA else find(v)).map(lambda v: pd.NA if v is None else v).astype("string")


def replace_parts(x, parts, ignore_case):
    for old, new in parts.items():
        pattern = re.compile(re.escape(old), re.IGNORECASE if ignore_case else 0)
        x = x.map(lambda v: v if v is pd.NA else pattern.sub(lambda _: new or "", v)).astype("string")
    return x


def replace_pattern(x, pattern, new, ignore_case):
    return x.str.replace(re.compile(pattern, re.IGNORECASE if ignore_case else 0), re.sub(r"\\0", r"\\g<0>", new), regex=True)


def extract(df, column, pattern, into, ignore_case):
    pattern = re.compile(pattern, re.IGNORECASE if ignore_case else 0)
    first = 0 if pattern.groups == 0 else 1
    matches = df[column].map(lambda v: None if v is pd.NA else pattern.search(v))
    for i, name in enumerate(into):
        df[name] = matches.map(lambda m: pd.NA if m is None or m[first + i] is None else m[first + i]).astype("string")
    return df


def split_column(df, column, separator, into, keep):
    parts = df[column].map(lambda v: [] if v is pd.NA else [part.strip() for part in v.split(separator, len(into) - 1)])
    if not keep:
        df = df.drop(columns=[column])
    for i, name in enumerate(into):
        df[name] = parts.map(lambda p: p[i] if i < len(p) else pd.NA).astype("string")
    return df


def join_columns(df, columns, separator, into, keep):
    texts = pd.concat([cast(df[column], "text") for column in columns], axis=1)
    joined = texts.apply(lambda row: separator.join(v for v in row if v is not pd.NA) if row.notna().any() else pd.NA, axis=1)
    if not keep:
        df = df.drop(columns=columns)
    df[into] = joined.astype("string")
    return df


def split_rows(df, column, separator):
    def parts(v):
        if v is pd.NA:
            return [v]
        return [part.strip() for part in v.split(separator) if part.strip()] or [v]

    df[column] = df[column].map(parts)
    df = df.explode(column, ignore_index=True)
    df[column] = df[column].astype("string")
    return df


def written_number(text, decimal):
    for old, new in (("−", "-"), ("–", "-"), ("’", "'"), ("\u00a0", " "), ("\u202f", " "), ("\u2009", " ")):
        text = text.replace(old, new)
    text = text.strip()
    negative = len(text) > 2 and text[0] == "(" and text[-1] == ")"
    if negative:
        text = text[1:-1]
    match = re.search(r"\d(?:[., ']?\d)*", text)
    if not match:
        return None
    before, body, after = text[: match.start()], match[0], text[match.end() :]
    lead = before.endswith(".") or (before.endswith(",") and decimal != "point")
    mark = "." if decimal == "point" or lead else "," if decimal == "comma" else None
    if mark is None:
        points, commas = body.count("."), body.count(",")
        if points and commas:
            mark = "." if body.rfind(".") > body.rfind(",") else ","
        elif points > 1:
            mark = ","
        elif commas == 1:
            mark = "." if re.fullmatch(r"[^,]{1,3},\d{3}", body) and body[0] != "0" else ","
        else:
            mark = "."
    if body.count(mark) > 1:
        return None
    integer, _, fraction = body.partition(mark)
    marks = set(re.sub(r"\d", "", integer))
    if len(marks) > 1 or (fraction and not fraction.isdigit()):
        return None
    if marks and not re.fullmatch(r"\d{1,3}(?:[.,' ]\d{3})+", integer):
        return None
    number = re.sub(r"\D", "", integer) + ("." + fraction if fraction else "")
    if lead:
        number, before = "0." + number, before[:-1]
    exponent = re.match(r"[eE][+-]?\d+", after)
    if exponent:
        number, after = number + exponent[0], after[exponent.end() :]
    before, after = before.strip(), after.strip()
    for sign in ("-", "+"):
        if before.startswith(sign) or before.endswith(sign):
            negative, before = negative != (sign == "-"), before.strip("+-")
    if after == "-":
        negative, after = not negative, ""
    if re.search(r"\d", after):
        return None
    unit = (before + after).strip().rstrip(".")
    scale = {"k": 1e3, "M": 1e6, "mio": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9, "thousand": 1e3}.get(unit if unit in "kM" else unit.lower(), 1)
    return float(number) * scale * (-1 if negative else 1), unit == "%"


def parse_number(x, decimal, percent, kind):
    def change(v):
        found = None if v is pd.NA else written_number(v, decimal)
        if found is None:
            return pd.NA
        return found[0] / 100 if found[1] and percent == "fraction" else found[0]

    numbers = pd.Series([change(v) for v in x], index=x.index, dtype=object).astype("Float64")
    return numbers.mask((numbers % 1 != 0).fillna(True)).astype("Int64") if kind == "integer" else numbers


def parse_date(x, forms, kind):
    outcome = pd.Series(pd.NaT, index=x.index)
    for form in forms:
        if form in ("unix", "unix_ms", "excel"):
            numbers = to_number(x).to_numpy(dtype=float, na_value=np.nan)
            origin = "1899-12-30" if form == "excel" else "unix"
            found = pd.Series(pd.to_datetime(numbers, unit={"unix": "s", "unix_ms": "ms", "excel": "D"}[form], origin=origin), index=x.index)
        else:
            found = pd.to_datetime(x, format=form, errors="coerce")
        outcome = outcome.where(outcome.notna(), found)
    return outcome.dt.normalize() if kind == "date" else outcome


def repair(df, key, columns, share, rows, fill):
    complete = df[key].notna().all(axis=1)
    for column in columns:
        counts = df[complete].groupby(key, dropna=False, observed=True)[column].value_counts(sort=False)
        chosen = {}
        for group, found in counts.groupby(level=list(range(len(key)))):
            most = found[found == found.max()]
            if len(most) == 1 and most.iloc[0] >= rows and most.iloc[0] > share * found.sum():
                chosen[group] = most.index[0][-1]
        keys = df[key[0]] if len(key) == 1 else pd.Series(list(zip(*(df[k] for k in key))), index=df.index)
        better = keys.map(lambda group: chosen.get(group, pd.NA) if group is not pd.NA else pd.NA).where(complete)
        wanted = better.notna() & (df[column].notna() | fill)
        df[column] = df[column].where(~wanted, better).astype("string")
    return df


def average(x, how):
    if how == "mode":
        found = x.mode()
        return found.iloc[0] if len(found) else pd.NA
    if str(x.dtype).startswith("datetime"):
        return getattr(x, how)().round("D")
    value = getattr(x, how)()
    if value is pd.NA or x.dtype != "Int64":
        return value
    return int(np.floor(abs(value) + 0.5) * np.sign(value))


def fill_average(df, columns, how, by):
    for column in columns:
        if by:
            groups = df.groupby(by, dropna=False, observed=True, sort=False).ngroup()
            for group in groups.unique():
                rows = groups == group
                value = average(df.loc[rows, column], how)
                if not pd.isna(value):
                    df.loc[rows, column] = df.loc[rows, column].fillna(value)
        else:
            value = average(df[column], how)
            if not pd.isna(value):
                df[column] = df[column].fillna(value)
    return df


def in_order(df, by, order):
    """The frame in order, and its groups."""
    frame = df.reset_index(drop=True)
    frame = frame.sort_values(order, kind="stable", na_position="last") if order else frame
    return frame, frame.groupby(by, dropna=False, observed=True, sort=False) if by else frame.groupby(np.zeros(len(frame)))


def fill_neighbour(df, columns, forward, by, order):
    df = df.reset_index(drop=True)
    frame, groups = in_order(df, by, order)
    for column in columns:
        filled = groups[column].ffill() if forward else groups[column].bfill()
        df[column] = filled.sort_index()
    return df


def lag(df, columns, rows, by, order):
    df = df.reset_index(drop=True)
    _, groups = in_order(df, by, order)
    for column in columns:
        df[f"{column}_{'lag' if rows > 0 else 'lead'}_{abs(rows)}"] = groups[column].shift(rows).sort_index()
    return df


def rolling(df, columns, function, window, min_rows, by, order):
    df = df.reset_index(drop=True)
    frame, groups = in_order(df, by, order)
    for column in columns:
        values = frame[column].astype("Float64").astype(float)
        keys = groups.ngroup()
        rolled = values.groupby(keys, sort=False).rolling(window, min_periods=min_rows)
        outcome = getattr(rolled, function)()
        outcome.index = outcome.index.droplevel(0)
        df[f"{column}_{function}_{window}"] = outcome.sort_index().astype("Float64")
    return df


def outliers(df, columns, method, factor, action):
    drop = pd.Series(False, index=df.index)
    for column in columns:
        x = df[column].astype("Float64").astype(float)
        if method == "iqr":
            low, high = x.quantile(0.25), x.quantile(0.75)
            low, high = low - factor * (high - low), high + factor * (high - low)
        elif method == "z":
            low, high = x.mean() - factor * x.std(ddof=0), x.mean() + factor * x.std(ddof=0)
        else:
            distance = factor * 1.4826 * (x - x.median()).abs().median()
            low, high = x.median() - distance, x.median() + distance
        if method != "iqr" and not high > low:
            low, high = -np.inf, np.inf
        out = (x < low) | (x > high)
        if action == "flag":
            df[column + "_outlier"] = out.astype("boolean")
        elif action == "missing":
            df[column] = df[column].mask(out)
        elif action == "clip":
            clipped = x.clip(low, high)
            if df[column].dtype == "Int64":
                clipped = np.trunc(clipped)
            df[column] = df[column].mask(out, clipped.astype(df[column].dtype))
        drop |= out
    return df[~drop].reset_index(drop=True) if action == "drop" else df


def aggregate(df, by, values):
    groups = df.groupby(by, dropna=False, observed=True, sort=False)
    kinds = {name: df[column].dtype for name, (function, column) in values.items() if column and function in ("min", "max", "first", "last", "mode")}
    outcome = {}
    for name, (function, column) in values.items():
        if not column:
            outcome[name] = groups.size()
        elif function == "distinct":
            outcome[name] = groups[column].nunique()
        elif function == "mode":
            outcome[name] = groups[column].agg(lambda x: average(x, "mode"))
        elif function in ("min", "max") and df[column].dtype == "string":
            outcome[name] = groups[column].agg(lambda x: getattr(x.dropna(), function)() if x.notna().any() else pd.NA)
        else:
            outcome[name] = getattr(groups[column], function)()
    result = pd.DataFrame(outcome).reset_index()
    for name in outcome:
        if name in kinds:
            result[name] = result[name].astype(kinds[name])
        else:
            function = values[name][0]
            integer = function in ("count", "distinct") or (function == "sum" and df[values[name][1]].dtype == "Int64")
            result[name] = result[name].astype("Int64" if integer else "Float64")
    return result


def bins(df, column, method, count, edges, labels, into):
    x = df[column].astype("Float64").astype(float)
    known = x.dropna()
    if method == "width":
        low, high = known.min(), known.max()
        edges = [low + (high - low) / count * i for i in range(count)] + [high]
    elif method == "quantile":
        edges = list(known.quantile([i / count for i in range(count + 1)]))
    edges = [edge for i, edge in enumerate(edges) if i == 0 or edge != edges[i - 1]]
    short = lambda v: f"{v:.6g}"
    names = labels or [f"[{short(a)}, {short(b)}{']' if i + 2 == len(edges) else ')'}" for i, (a, b) in enumerate(zip(edges, edges[1:]))]

    def place(v):
        if not edges[0] <= v <= edges[-1]:
            return pd.NA
        return names[min(int(np.searchsorted(edges, v, side="right")), len(edges) - 1) - 1]

    df[into] = x.map(lambda v: pd.NA if np.isnan(v) else place(v)).astype("string")
    return df


def one_hot(df, columns, categories):
    frames = []
    for column in df.columns:
        if column not in columns:
            frames.append(df[column])
            continue
        texts = cast(df[column], "text")
        for category in categories or sorted(texts.dropna().unique(), key=lambda v: v.encode()):
            frames.append((texts == category).fillna(False).astype("boolean").rename(f"{column}_{category}"))
    return pd.concat(frames, axis=1)


def ordinal(x, order):
    order = order or sorted(x.dropna().unique(), key=lambda v: v.encode())
    return x.map({category: i for i, category in enumerate(order)}).astype("Int64")


def scale(x, method):
    x = x.astype("Float64")
    known = x.dropna().astype(float)
    if method == "standard":
        center, width = known.mean(), known.std(ddof=0)
    elif method == "min_max":
        center, width = known.min(), known.max() - known.min()
    else:
        center, width = known.median(), known.quantile(0.75) - known.quantile(0.25)
    return (x - center) / (width if width > 0 else 1)


def hashed(x, salt, length):
    return cast(x, "text").map(lambda v: v if v is pd.NA else hmac.new(salt.encode(), v.encode(), "sha256").hexdigest()[:length]).astype("string")


def mask(x, first, last, sign):
    def change(v):
        shown = (first, last) if first + last < len(v) else (0, 0)
        return v[: shown[0]] + sign * (len(v) - sum(shown)) + (v[len(v) - shown[1] :] if shown[1] else "")

    return cast(x, "text").map(lambda v: v if v is pd.NA else change(v)).astype("string")


def generalise(x, width, period, prefix):
    if width:
        low = np.floor(x.astype("Float64") / width) * width
        return low.map(lambda v: v if v is pd.NA else f"[{v:.15g}, {v + width:.15g})").astype("string")
    if period:
        form = {"year": lambda v: f"{v.year:04}", "month": lambda v: f"{v.year:04}-{v.month:02}", "quarter": lambda v: f"{v.year:04}-Q{(v.month + 2) // 3}"}[period]
        return x.map(lambda v: pd.NA if pd.isna(v) else form(v)).astype("string")
    return x.map(lambda v: v if v is pd.NA else v[:prefix] + "*" * max(0, len(v) - prefix)).astype("string")


def suppress(df, quasi, sensitive, k, l):
    groups = df.groupby(quasi, dropna=False, observed=True)
    safe = groups[quasi[0]].transform("size") >= k
    for column in sensitive:
        safe &= groups[column].transform(lambda x: x.nunique(dropna=False)) >= l
    return df[safe].reset_index(drop=True)


def read(path, kinds):
    """A CSV file with missing values that stay missing in every type."""
    df = pd.read_csv(path, dtype="string", keep_default_na=False, na_values=[""])
    return pd.DataFrame({column: cast(df[column], kind) for column, kind in kinds.items()})


def write(df, path):
    shown = {column: df[column].map({True: "true", False: "false"}) if df[column].dtype == "boolean" else df[column] for column in df.columns}
    pd.DataFrame(shown).to_csv(path, index=False)
)py";

} // namespace lathe::recipe
