#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the seeds, tests/fuzz/seeds/FUZZER/NAME: small files of every kind that mutation begins with.

They are committed, so that fuzzing needs nothing but clang. To make them anew: python3 with numpy, h5py, scipy,
Pillow and pyarrow, and the program zstd. A leading byte or two, where a fuzzer's comment says so, choose how the rest is read.
"""
import bz2
import gzip
import io
import json
import pathlib
import shutil
import sqlite3
import struct
import subprocess
import tempfile
import zipfile

import h5py
import numpy as np
import scipy.io
from PIL import Image

HERE = pathlib.Path(__file__).resolve().parent
FIXTURES = HERE.parent.parent / "fixtures"


def seed(fuzzer, name, content, head=b""):
    path = HERE / fuzzer / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(head + (content.encode() if isinstance(content, str) else content))


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def packings(text):
    zstd = subprocess.run(["zstd", "-c"], input=text, capture_output=True, check=True).stdout
    return {"gz": gzip.compress(text, mtime=0), "bz2": bz2.compress(text), "zst": zstd, "zip": zipped({"a.csv": text})}


def tables():
    rows = b"id;name;when;price;ok\n1;\"A, \"\"B\"\"\";2014-01-31;1.234,50;yes\n2;;31.12.2013 10:00;-0,5;no\n"
    fixed = b"name    1  2.5\nother  22 33.0\n"
    for name, content, head in [
        ("semicolon", rows, b"\0\0"), ("header", b"a,b\n1,2\n3,x\n", b"\3\0"), ("tabs", b"a\tb\n1\t\\N\n", b"\0\0"),
        ("utf16", "a,b\n1,ü\n".encode("utf-16"), b"\0\0"), ("latin1", "a,b\n1,ü\n".encode("latin-1"), b"\4\3"),
        ("blanks", b"a  b\n1   2\n", b"\0\x10"), ("bars", b"a||b\n1||2\n", b"\0\x20"), ("escape", b"a,b\n1\\,2,3\n", b"\0\x30"),
        ("comment", b"# x\na,b\n1,2\n", b"\x40\x40"), ("fixed", fixed, b"\0\x50"), ("fields", fixed, b"\0\x60"),
        ("ragged", b"a,b,c\n1\n1,2\n1,2,3\n", b"\x80\0"), ("dates", b"column_1\n1.2.2014 1:02:03.5 PM +0100\n", b"\0\x80"),
        ("quotes", b"a,b\n'x\ny',2\n", b"\x30\0"),
    ]:
        seed("csv", name, content, head)
    for name, content in packings(rows).items():
        seed("csv", name, content, b"\0\0")
        seed("packed", name, content)
    seed("packed", "two_members.zip", zipped({"a.csv": rows, "b.csv": b"x\n"}))
    seed("packed", "joined.gz", gzip.compress(b"a\n", mtime=0) * 2)
    seed("packed", "joined.bz2", bz2.compress(b"a\n") * 2)

    documents = {
        "records": '[{"a": 1, "b": {"c": "x"}}, {"a": null, "d": [1, 2.5, true]}]', "columns": '{"a": [1, 2], "b": ["x", null]}',
        "nested": '{"a": {"b": [{"x": 1}, {"x": 2e300}]}}', "arrays": '[["a", "b"], [1, "\\u00fc\\ud83d\\ude00"], [2, -0.0]]',
    }
    for name, text in documents.items():
        seed("json", name, text, b"\2" if name == "nested" else b"\0")
    seed("json", "lines", '{"a": 1, "b": "x"}\n{"a": 18446744073709551615}\n{"a": "2014-01-31"}\n', b"\1")
    seed("json", "header_lines", '["a", "b"]\n[1, 2]\n', b"\x0d")
    seed("arff", "dense", "% c\n@relation 'r s'\n@attribute a numeric\n@attribute 'b c' {x, 'y z'}\n@attribute d date \"yyyy-MM-dd\"\n"
                          "@attribute s string\n@data\n1, 'y z', 2014-01-31, \"q\\\"\"\n?, x, ?, ?\n")
    seed("arff", "sparse", "@relation r\n@attribute a integer\n@attribute b {x,y}\n@data\n{0 1, 1 y}\n{}\n")
    seed("arff", "relational", "@relation r\n@attribute bag relational\n@attribute a real\n@end bag\n@data\n'1\\n2'\n")

    for format_, name, text in [(b"\0", b"\0", rows), (b"\x13", b"\2", documents["records"].encode()), (b"\x13", b"\3", b'{"a":1}\n{"a":2}\n'),
                                (b"\x13", b"\4", b"@relation r\n@attribute a real\n@data\n1\n")]:
        seed("import", f"plain{name[0]}", text, format_ + name)
    for name, content in packings(b"a,b\n1,2\n").items():
        seed("import", name, content, b"\x13\0")
    seed("import", "npz", npz(), b"\x13\1")
    seed("import", "named.zip", npz(), b"\x08\7")
    seed("import", "idx.gz", gzip.compress(idx(0x08, (2, 2), bytes(4)), mtime=0), b"\x13\5")


def npy(array, order="C"):
    out = io.BytesIO()
    np.save(out, np.asarray(array, order=order))
    return out.getvalue()


def npz():
    return zipped({"x.npy": npy(np.arange(4.0)), "y.npy": npy(np.array([b"a", b"b", b"c", b"d"]))})


def idx(kind, shape, values):
    return bytes([0, 0, kind, len(shape)]) + struct.pack(f">{len(shape)}I", *shape) + values


def arrays():
    structure = np.zeros(2, dtype=[("a", "<i4"), ("b", "S3"), ("c", "<f8", (2,)), ("d", [("e", ">u2")])])
    for name, array in {"reals": np.arange(6.0).reshape(3, 2), "texts": np.array(["a", "üb"]), "dates": np.array(["2014-01-31", "NaT"], "M8[D]"),
                        "moments": np.array(["2014-01-31T10"], "M8[25m]"), "months": np.array(["2014-01"], "M8[M]"), "halves": np.array([1, np.nan], "<f2"),
                        "big": np.array([1, 2], ">u8"), "truth": np.array([True, False]), "structure": structure}.items():
        seed("arrays", name, npy(array))
    seed("arrays", "fortran", npy(np.arange(12, dtype="i2").reshape(2, 3, 2), "F"))
    seed("arrays", "bytes.idx", idx(0x08, (2, 3), bytes(range(6))))
    seed("arrays", "reals.idx", idx(0x0D, (3,), struct.pack(">3f", 1, 2, 3)))


def hdf5(fill):
    out = io.BytesIO()
    with h5py.File(out, "w", libver=("latest", "v110")) as file:
        fill(file)
    return out.getvalue()


def hdf5_old(fill):
    out = io.BytesIO()
    with h5py.File(out, "w", libver="earliest") as file:
        fill(file)
    return out.getvalue()


def some_datasets(file):
    file["g/a"] = np.arange(4, dtype="i2")
    file["g/b"] = np.array([[1.5, 2], [3, 4], [5, 6], [7, 8]])
    file["g/s"] = np.array([b"x", b"yy", b"", b"z"])


def chunked(file):
    file.create_dataset("c", data=np.arange(20), chunks=(8,), compression="gzip", shuffle=True, fletcher32=True, maxshape=(None,))


def kinds(file):
    file["v"] = np.array([(1, b"a", [1.0, 2.0])], dtype=[("i", "<i8"), ("s", "S2"), ("r", "<f4", (2,))])
    file.create_dataset("t", data=["a", "üb"], dtype=h5py.string_dtype())
    lists = file.create_dataset("l", (2,), dtype=h5py.vlen_dtype("i4"))
    lists[0] = [1, 2, 3]
    file.create_dataset("e", data=np.array([0, 1], "i1"), dtype=h5py.enum_dtype({"no": 0, "yes": 1}, basetype="i1"))
    file.create_dataset("o", data=np.array([b"ab"], "V2"))


def dimension_scales(file):
    file["time"] = np.arange(2.0)
    file["time"].attrs["units"] = np.bytes_("days since 2000-01-01")
    file["time"].make_scale("time")
    file["v"] = np.array([1, 2], "i2")
    file["v"].attrs["scale_factor"] = np.array([0.1])
    file["v"].dims[0].attach_scale(file["time"])


def netcdf(version):
    folder = tempfile.mkdtemp()
    path = f"{folder}/a.nc"
    with scipy.io.netcdf_file(path, "w", version=version) as file:
        file.createDimension("time", None)
        file.createDimension("place", 2)
        file.createDimension("letters", 3)
        time = file.createVariable("time", "d", ("time",))
        time.units = "hours since 1970-1-1 00:00:0.0"
        grid = file.createVariable("t", "h", ("time", "place"))
        grid.scale_factor = 0.5
        grid._FillValue = np.int16(-9)
        name = file.createVariable("name", "c", ("place", "letters"))
        time[0:2] = [0, 1.5]
        grid[0:2] = [[1, 2], [-9, 4]]
        name[:] = [[b"U", b"l", b"m"], [b"B", b"n", b" "]]
    content = pathlib.Path(path).read_bytes()
    shutil.rmtree(folder)
    return content


def scientific():
    for name, fill in {"datasets": some_datasets, "chunked": chunked, "kinds": kinds, "scales": dimension_scales}.items():
        seed("hdf5", name, hdf5(fill))
        seed("hdf5", name + "_old", hdf5_old(fill))
    for version in (1, 2):
        seed("netcdf", f"classic{version}", netcdf(version))
    # CDF-5: numbers of elements have 64 bits. One dimension, one variable of two doubles.
    cdf5 = (b"CDF\5" + struct.pack(">Q", 0) + struct.pack(">IQ", 10, 1) + struct.pack(">Q", 1) + b"x\0\0\0" + struct.pack(">Q", 2)
            + struct.pack(">IQ", 0, 0) + struct.pack(">IQ", 11, 1) + struct.pack(">Q", 1) + b"v\0\0\0" + struct.pack(">QQ", 1, 0)
            + struct.pack(">IQ", 0, 0) + struct.pack(">IQ", 6, 16))
    seed("netcdf", "classic5", cdf5 + struct.pack(">Q", len(cdf5) + 8) + struct.pack(">2d", 1, 2))
    seed("netcdf", "netcdf4", hdf5(dimension_scales))
    seed("netcdf", "netcdf4_old", hdf5_old(dimension_scales))
    seed("netcdf", "units", "days since 1970-1-1 00:00:00 +00:00")


def parquet():
    import pyarrow as pa  # from PyPI: Debian has none
    import pyarrow.parquet as pq

    plain = pa.table({"i": pa.array([1, None, 3]), "r": [0.5, 1e300, None], "b": [True, False, None], "t": ["a", "\u00fc", None], "z": pa.array([b"\xff", b"", None])})
    times = pa.table({"d": pa.array([0, -1], pa.date32()), "t": pa.array([1, 2], pa.timestamp("ns", "UTC")), "m": pa.array([3, 4], pa.time64("us")),
                      "p": pa.array([5, 6], pa.decimal128(20, 2))})
    nested = pa.table({"s": [{"a": 1, "l": ["x", None]}, None], "m": pa.array([[("k", 1.5)], []], pa.map_(pa.string(), pa.float64())),
                       "d": pa.array(["x", "y"]).dictionary_encode()})
    encodings = {"i": "DELTA_BINARY_PACKED", "t": "DELTA_BYTE_ARRAY", "r": "BYTE_STREAM_SPLIT"}
    for name, table, options in [("plain", plain, {}), ("times", times, {"use_deprecated_int96_timestamps": True}), ("nested", nested, {"compression": "zstd"}),
                                 ("pages", plain, {"data_page_version": "2.0", "use_dictionary": False, "column_encoding": encodings}),
                                 ("groups", plain, {"row_group_size": 1, "compression": "none"})]:
        out = io.BytesIO()
        pq.write_table(table, out, store_schema=False, **options)
        seed("parquet", name, out.getvalue())


def databases():
    for name, script in {
        "tables": "CREATE TABLE a(i INTEGER PRIMARY KEY, t TEXT, r REAL, b BLOB); INSERT INTO a VALUES(1,'x',2.5,x'00ff'),(2,NULL,1e300,'z');"
                  "CREATE INDEX ai ON a(t); CREATE VIEW v AS SELECT t FROM a; CREATE TABLE w(k TEXT PRIMARY KEY) WITHOUT ROWID; INSERT INTO w VALUES('q');",
        "overflow": "CREATE TABLE a(t); INSERT INTO a VALUES(printf('%.2000c','x')); CREATE TABLE g(a, b AS (a+1)); INSERT INTO g VALUES(3);",
    }.items():
        folder = tempfile.mkdtemp()
        connection = sqlite3.connect(f"{folder}/a.db")
        connection.executescript("PRAGMA page_size=512;" + script)
        connection.close()
        seed("sqlite", name, pathlib.Path(f"{folder}/a.db").read_bytes())
        shutil.rmtree(folder)


def pictures():
    values = np.arange(8 * 6 * 3, dtype="u1").reshape(6, 8, 3)
    colour, grey = Image.fromarray(values), Image.fromarray(values[:, :, 0])
    alpha = Image.fromarray(np.dstack([values, values[:, :, :1]]))
    exif = Image.Exif()
    exif[0x0112] = 6
    for name, picture, format_, options in [
        ("colour.png", colour, "PNG", {"exif": exif}), ("alpha.png", alpha, "PNG", {}), ("grey16.png", Image.fromarray(values[:, :, 0].astype("u2") * 257), "PNG", {}),
        ("palette.png", colour.convert("P"), "PNG", {"bits": 4}), ("colour.jpg", colour, "JPEG", {"exif": exif}), ("grey.jpg", grey, "JPEG", {"progressive": True}),
        ("cmyk.jpg", colour.convert("CMYK"), "JPEG", {}), ("colour.bmp", colour, "BMP", {}), ("palette.bmp", grey.convert("P"), "BMP", {}), ("one.bmp", grey.convert("1"), "BMP", {}),
        ("colour.gif", colour.quantize(8), "GIF", {"interlace": 1}), ("frames.gif", grey, "GIF", {"save_all": True, "append_images": [grey.rotate(90)]}),
        ("lossy.webp", colour, "WEBP", {"exif": exif}), ("lossless.webp", alpha, "WEBP", {"lossless": True}),
        ("raw.tif", colour, "TIFF", {}), ("lzw.tif", grey, "TIFF", {"compression": "tiff_lzw"}), ("deflate.tif", alpha, "TIFF", {"compression": "tiff_deflate"}),
        ("jpeg.tif", colour, "TIFF", {"compression": "jpeg"}), ("fax.tif", grey.convert("1"), "TIFF", {"compression": "group4"}), ("packbits.tif", grey, "TIFF", {"compression": "packbits"}),
    ]:
        out = io.BytesIO()
        picture.save(out, format_, **options)
        seed("image_decode", name, out.getvalue())
        if "exif" in options or format_ == "TIFF":
            seed("image_exif", name, out.getvalue())
    seed("image_exif", "place", "train/cat/1.png")
    seed("image_store", "augmentation.yaml", "flip_horizontal: 0.5\nrotate: 10\nnoise: 2\n")
    labels = "file,label,split\na/1.png,cat,train\n2,dog,val\nb/1,,\nmissing.png,cow,test\n"
    seed("image_labels", "csv", labels, b"\0")
    seed("image_labels", "jsonl", '{"file_name": "1.png", "category": 3}\n{"file_name": "b\\\\1.png", "category": 4}\n', b"\1")
    pair = idx(0x08, (2,), b"\1\2") + idx(0x08, (2, 2, 3), bytes(range(12)))
    seed("image_labels", "images", pair[10:], b"\2")
    seed("image_labels", "pair", pair, bytes([4 * 10 + 3]))


def texts():
    for path in sorted((FIXTURES / "recipes").glob("*.yaml")):
        seed("recipe", path.name, path.read_bytes())
    recipe_steps = {
        "columns": "steps:\n- rename: {columns: {n: m}}\n- reorder: {columns: [x]}\n- drop: {columns: [d]}\n- keep: {columns: [m, x]}\n",
        "parts": "steps:\n- split_column: {column: t, separator: ' ', into: [p, q]}\n- join_columns: {columns: [p, q], into: r}\n- split_rows: {column: k, separator: '.'}\n",
        "texts": "steps:\n- trim: {columns: [t], inner: collapse}\n- change_case: {columns: t, to: title}\n- normalise_text: {columns: t, form: NFKC}\n"
                 "- extract: {column: t, pattern: '(a)(b)?', into: [e, f]}\n- cluster: {column: t, method: levenshtein}\n",
        "values": "steps:\n- parse_number: {columns: t, decimal: comma, percent: fraction}\n- parse_date: {columns: k, forms: ['%d.%m.%Y', unix]}\n- cast: {columns: {n: real, d: text}}\n",
        "gaps": "steps:\n- fill_missing: {columns: [x], with: knn, using: [n], neighbours: 2}\n- drop_missing: {when: any}\n- outliers: {columns: n, method: mad, action: clip}\n",
        "rows": "steps:\n- drop_duplicates: {}\n- drop_similar: {columns: t, method: jaro_winkler}\n- sample: {rows: 2, seed: 1}\n- rebalance: {column: k, method: over}\n",
        "groups": "steps:\n- lag: {columns: n, rows: -1, by: k, order: d}\n- rolling: {columns: x, window: 2, function: std}\n- group_aggregate: {by: k, values: {s: sum(x), c: count()}}\n",
        "encodings": "steps:\n- bin: {column: x, method: quantile, bins: 2}\n- date_parts: {column: d, parts: [week, hour]}\n- one_hot: {columns: k}\n- scale: {columns: n, method: robust}\n",
        "target": "steps:\n- target_encode: {columns: k, target: x, folds: 2}\n- ordinal: {column: t}\n- repair: {key: k, columns: t}\n",
        "privacy": "steps:\n- hash: {columns: t, salt: s}\n- mask: {columns: k, keep_first: 1}\n- generalise: {columns: n, width: 10}\n- suppress: {quasi: k, k: 2}\n",
    }
    for name, text in recipe_steps.items():
        seed("recipe", name, text)
    for name, text in {"arithmetic": "(n + 1) * x ^ 2 / -3 % 2", "logic": "k = 'sun' and t is not missing or n in [1, 2]", "like": "t like '%a_' and x not between 0 and 1",
                       "texts": "concat(upper(trim(t)), substring(t, 1, 2), pad_left(text(n), 5, '0'))", "patterns": "replace_pattern(t, '([a-z])', '\\1-')",
                       "dates": "days_between(start_of(d, 'month'), add_months(d, 1)) + d - '2014-01-31'", "forms": "parse_date(k, '%d.%m.%Y')",
                       "choice": "if(x > 0.5, log(x), missing)", "numbers": "coalesce(parse_number(t), round(x, 2), clip(n, -1, 1))"}.items():
        seed("expression", name, text)
    for name, text in {"number": "1.234,50 €$ 1,234.50", "dates": "31. Januar 2014%d. %B %Y", "spelling": "Müller-LüdenscheidtMueller"}.items():
        seed("written_values", name, text)
    for name, text in {"email": "a.b+c@example.org", "iban": "DE89 3704 0044 0532 0130 00", "card": "4111 1111 1111 1111", "ip": "2001:db8::1", "phone": "+49 (0)89 1234-567",
                       "ssn": "078-05-1120", "steuer": "86095742719"}.items():
        seed("profile", name, text)
    # profile_json/small.json is what Lathe keeps of a profile: PROJECT/cache/profiles/*.json of four rows.
    for path in sorted((FIXTURES / "validation").glob("*_suite*.json")):
        suite = json.loads(path.read_text())
        suite["expectations"] = suite["expectations"][:8] # a large input is mutated slowly
        seed("validation", path.name, json.dumps(suite), b"\0")
    schema = {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer", "minimum": 1}, "b": {"enum": ["x", None]}}}
    for name, head, text in [("own", b"\0", "name: o\nexpectations:\n- expect_column_values_to_be_between: {column: p, min_value: 0, mostly: 0.9}\n  severity: warning\n"),
                             ("pattern", b"\1", "^(a|b)+[0-9]{2,3}$\nab12"), ("time", b"\2", "%Y-%m-%dT%H:%M:%S%z\n2014-01-31T10:00:00+0100"),
                             ("condition", b"\3", 'col("a").notNull() & (a > 1)'), ("json_schema", b"\4", json.dumps(schema) + '\n{"a": 2, "b": "x"}'),
                             ("loose", b"\5", "Jan 31st, 2014 10:00 PM")]:
        seed("validation", name, text, head)
    for name, head, text in [("plain", b"\0", "sun\nthe sun shines"), ("regex", b"\x08", "^[A-Z]r.*e$\nGröße"), ("cell", b"\x20", "2014-01-31"),
                             ("expression", b"\1", "x > 0.5 and n < 3"), ("values", b"\2", "sun\nk"), ("duplicates", b"\3", "k\nx")]:
        seed("query", name, text, head)
    for name, head, text in [
        ("yaml", b"\0", "a: [1, 2.5, true, ~]\nb: {c: 'x', d: \"\\u00fc\"}\ne: &n |\n  text\nf: *n\n"), ("json", b"\0", '{"a": {"b": [1, null, "x"]}}'),
        ("run", b"\1", "data: weather@latest\ntarget: weather\nfeatures: [temp_max]\nsplit: {method: time, by: date, before: 2014-01-01}\n"
                       "model: {kind: gradient_boosting, rounds: 20, depth: 3}\nseed: 7\n"),
        ("import", b"\2", "format: csv\ndelimiter: ';'\nencoding: utf-8\ncolumns: {a: {type: date, date_form: dmy}}\n"),
        ("schema", b"\3", "features:\n  a: {type: INT, min_fraction: 1, min: 0, max: 120}\n  b: {type: FLOAT, disallow_inf: true, drift: {jensen_shannon_divergence: 0.05}}\n"
                          "  c: {type: BYTES, values: [x, y], min_domain_mass: 0.98, skew: {infinity_norm: 0.1}}\n"),
        ("pipeline", b"\4", "name: p\nvariables: {file: a.csv}\nsteps:\n- name: one\n  import: {file: '${file}', dataset: a}\n"
                            "- name: two\n  gate: {value: '${steps.one.rows}', at_least: 1}\n"),
    ]:
        seed("config", name, text, head)
    seed("dvc", "pointer", "outs:\n- md5: d41d8cd98f00b204e9800998ecf8427e\n  size: 0\n  hash: md5\n  path: data.csv\n")
    seed("dvc", "folder", '[{"md5": "d41d8cd98f00b204e9800998ecf8427e", "relpath": "a/b.csv"}]')
    for name, head, text in [("v1", b"\0", '{"instances": [{"x": 1}]}'), ("columnar", b"\0", '{"inputs": {"x": [1, 2]}}'),
                             ("v2", b"\1", '{"inputs": [{"name": "x", "shape": [1], "datatype": "FP64", "data": [1]}]}'),
                             ("binary", b"\2", b'{"inputs": [{"name": "x", "shape": [1], "datatype": "FP64", "parameters": {"binary_data_size": 8}}]}\0' + struct.pack("<d", 1)),
                             ("gzip", b"\3", gzip.compress(b'{"instances": [[1]]}', mtime=0)), ("path", b"\4", "/v1/models/weather:predict"), ("get", b"\5", "/v2/models/weather/versions/3/ready")]:
        seed("serve_request", name, text, head)


def columns():
    seed("column_file", "sound1", b"", b"\4\0")
    seed("column_file", "sound2", b"", b"\4\1")
    seed("column_file", "changed2", bytes([40, 0, 1, 0, 1, 255]), b"\4\1")


def model_packages():
    def tensors(**arrays):
        header, data = {}, b""
        for name, array in arrays.items():
            header[name] = {"dtype": {"f4": "F32", "f8": "F64"}[array.dtype.str[1:]], "shape": array.shape, "data_offsets": [len(data), len(data) + array.nbytes]}
            data += array.tobytes()
        text = json.dumps(header).encode()
        return struct.pack("<Q", len(text)) + text + data

    tree = {"split_indices": [0, 0, 0], "split_conditions": [0.5, 1, -1], "left_children": [1, -1, -1], "right_children": [2, -1, -1], "default_left": [1, 0, 0],
            "split_type": [0, 0, 0], "base_weights": [0, 1, -1], "tree_param": {"num_nodes": "3", "num_feature": "1"}}
    boosted = {"learner": {"learner_model_param": {"num_feature": "1", "num_class": "0", "base_score": "5E-1"},
                           "gradient_booster": {"model": {"tree_info": [0], "trees": [tree], "gbtree_model_param": {"num_trees": "1", "num_parallel_tree": "1"}}}}}
    seed("model_package", "linear", tensors(weight=np.array([[1.0, 2.0]]), bias=np.array([0.5])))
    seed("model_package", "mlp", tensors(**{"layers.0.weight": np.ones((2, 1), "f4"), "layers.0.bias": np.ones(2, "f4"), "layers.1.weight": np.ones((1, 2), "f4"), "layers.1.bias": np.ones(1, "f4")}))
    one = np.ones(1, "f4")
    seed("model_package", "cnn", tensors(mean=one, scale=one, **{"convolutions.0.weight": np.ones((1, 1, 3, 3), "f4"), "convolutions.0.norm.weight": one, "convolutions.0.norm.bias": one,
                                                                 "output.weight": np.ones((2, 1), "f4"), "output.bias": np.ones(2, "f4")}))
    seed("model_package", "trees", json.dumps(boosted))


for make in (tables, arrays, scientific, parquet, databases, pictures, texts, columns, model_packages):
    make()
