"""Files that were made to break a reader, each of another kind, and what is said about it: (name, bytes, pattern).

What takes long to make is a function, called by the test alone. One file, because it is a list.
"""

import copy
import gzip
import io
import json
import pickle
import struct
import zipfile
import zlib

JSON_ONLY = "neither a .keras file nor the JSON"
ARCHIVE = "ZIP archive with a config.json"
NOT_A_NETWORK = "not the config of a Sequential or functional Keras model"


def tensor(name, call=0, output=0, shape=None):
    config = {"keras_history": [name, call, output]} | ({"shape": shape} if shape else {})
    return {"class_name": "__keras_tensor__", "config": config}


def layer(class_name, name, given, **config):
    """A layer of a functional model, called on the layers in `given`."""
    tensors = [tensor(one) for one in given]
    nodes = [{"args": [tensors] if len(tensors) > 1 else tensors, "kwargs": {}}] if given else []
    return {"class_name": class_name, "name": name, "config": config | {"name": name}, "inbound_nodes": nodes}


PICTURE = layer("InputLayer", "picture", [], batch_shape=[None, 8, 8, 3])


def model(*layers, last=None, picture=PICTURE, **changed):
    """The JSON of a functional model of a picture of 8 x 8 pixels in three colours."""
    ends = {"input_layers": [["picture", 0, 0]], "output_layers": [[last or layers[-1]["name"], 0, 0]]}
    return json.dumps({"class_name": "Functional", "config": {"layers": [picture, *layers], **ends, **changed}})


def one(class_name, **config):
    """A model of one layer."""
    return model(layer(class_name, "only", ["picture"], **config))


def changed(path, value):
    """A sound model with another value at a path."""
    config = copy.deepcopy(SOUND)
    *parents, last = path
    inside = config
    for key in parents:
        inside = inside[key]
    inside[last] = value
    return json.dumps(config)


CONV = layer("Conv2D", "conv", ["picture"], filters=4, kernel_size=3)
SOUND = json.loads(model(CONV))
LAYERS = ("config", "layers")


def zipped(text, name="config.json", method=zipfile.ZIP_DEFLATED, times=1):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for number in range(times):
            archive.writestr(name if times == 1 else f"{number}", text)
    return file.getvalue()


def patched(data, signature, offset, value):
    """The bytes with a 16-bit number behind each `signature` replaced."""
    found = bytearray(data)
    at = found.find(signature)
    while at >= 0:
        struct.pack_into("<H", found, at + offset, value)
        at = found.find(signature, at + 4)
    return bytes(found)


def marked(data, flags, method=8):
    """An archive whose only member is said to have these flags and to be packed by this method."""
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data = patched(patched(data, signature, offset, flags), signature, offset + 2, method)
    return data


def in_64_bits(count=1, size=0, said=None, record=b"PK\x06\x06"):
    """An archive whose end gives its numbers with 64 bits, in a record at byte `said`."""
    data = zipped(model(CONV))
    at = len(data) - 22
    record = record and struct.pack("<4sQHHIIQQQQ", record, 44, 45, 45, 0, 0, count, count, size, 0)
    return data[:at] + record + struct.pack("<4sIQI", b"PK\x06\x07", 0, at if said is None else said, 1) + data[at:]


def nested(depth):
    config = {"layers": []}
    for _ in range(depth):
        config = {"layers": [{"class_name": "Sequential", "config": config}]}
    return json.dumps(config)


def doubled(depth):
    """Each network calls the one in it twice."""
    inner = {"class_name": "ReLU", "name": "in", "config": {}}
    source = {"class_name": "InputLayer", "name": "input", "config": {"batch_shape": [None, 4]}, "inbound_nodes": []}
    for _ in range(depth):
        nodes = [{"args": [tensor(*at)], "kwargs": {}} for at in (("input", 0), ("in", 0))]
        ends = {"input_layers": [["input", 0, 0]], "output_layers": [["in", int(inner["class_name"] != "ReLU") + 1, 0]]}
        inner = {
            "class_name": "Functional",
            "name": "in",
            "config": {"layers": [source, inner | {"inbound_nodes": nodes}], **ends},
        }
    return json.dumps(inner)


def torn(config):
    """An archive of which the packed bytes are no longer what was packed."""
    data = zipped(config, method=zipfile.ZIP_STORED)
    return data.replace(b"Functional", b"Functionax", 1)


CYCLE = model(layer("ReLU", "one", ["two"]), layer("ReLU", "two", ["one"]))


def many():
    """One layer more than is read."""
    return json.dumps({"layers": [{"class_name": "ReLU", "config": {"name": f"r{at}"}} for at in range(20_001)]})


TWO_SHAPES = model(
    CONV,
    *(
        layer("ReLU", name, [])
        | {"inbound_nodes": [{"args": [tensor("conv", shape=[None, side, side, 4])], "kwargs": {}}]}
        for name, side in (("one", 6), ("two", 7))
    ),
)

BYTES = [
    ("nothing", b"", JSON_ONLY),
    ("zeros", bytes(1000), JSON_ONLY),
    ("HDF5", b"\x89HDF\r\n\x1a\n" + bytes(100), "HDF5 file, which is not opened here"),
    ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(100), JSON_ONLY),
    ("a pickle", pickle.dumps({"class_name": "Sequential"}), JSON_ONLY),
    ("gzip", gzip.compress(model(CONV).encode()), JSON_ONLY),
    ("zlib", zlib.compress(model(CONV).encode()), JSON_ONLY),
    ("broken UTF-8", model(CONV).encode().replace(b"conv", b"\xff\xfeon"), JSON_ONLY),
    (
        "Latin-1",
        model(layer("ReLU", "caf\u00e9", ["picture"])).replace("\\u00e9", "\u00e9").encode("latin-1"),
        JSON_ONLY,
    ),
    ("half of a UTF-16 letter", model(CONV).encode("utf-16-le")[:-1], JSON_ONLY),
    ("cut off", model(CONV).encode()[:-40], JSON_ONLY),
    ("something behind it", model(CONV).encode() + b"{}", JSON_ONLY),
    ("YAML", b"class_name: Sequential\nconfig: !!python/object/apply:os.system ['true']\n", JSON_ONLY),
    ("Python", b"__import__('os').system('true')", JSON_ONLY),
    ("brackets", lambda: b"[" * 500_000, JSON_ONLY),
    ("braces", lambda: b'{"config":' * 300_000, JSON_ONLY),
    ("wrapped many times", b'{"modelTopology":' * 900 + b"{}" + b"}" * 900, "not a network|" + JSON_ONLY),
    ("too long", lambda: model(CONV).encode() + b" " * 5_000_000, "larger than 5 MB"),
    ("a list", b"[1, 2]", "an object with class_name and config"),
    ("a text", b'"Sequential"', "an object with class_name and config"),
    ("null", b"null", "an object with class_name and config"),
    ("a number of a million digits", lambda: b'{"class_name": ' + b"9" * 1_000_000 + b"}", JSON_ONLY),
]
ARCHIVES = [
    ("an archive cut off", zipped(model(CONV))[:-30], ARCHIVE),
    ("the signature alone", b"PK\x03\x04", ARCHIVE),
    ("another file in it", zipped(model(CONV), "model.json"), "no item named 'config.json'"),
    ("a path out of it", zipped(model(CONV), "../config.json"), "no item named 'config.json'"),
    ("an absolute path", zipped(model(CONV), "/config.json"), "no item named 'config.json'"),
    ("a folder", zipped("", "config.json/"), "no item named 'config.json'"),
    ("a bomb", lambda: zipped(b" " * 60_000_000), "larger than 5 MB"),
    ("an archive in an archive", zipped(zipped(model(CONV))), "UnicodeDecodeError|JSONDecodeError"),
    ("text in it", zipped("no json"), "JSONDecodeError"),
    ("brackets in it", lambda: zipped("[" * 500_000), "RecursionError"),
    ("a list in it", zipped("[1]"), "Sequential or functional"),
    ("bytes in it", zipped(b"\xff\xfe\x00"), "UnicodeDecodeError"),
    ("another checksum", torn(model(CONV)), "Bad CRC-32"),
    ("encrypted", marked(zipped(model(CONV)), 1), "encrypted or packed in an unusual way"),
    ("LZMA", zipped(model(CONV), method=zipfile.ZIP_LZMA), "encrypted or packed in an unusual way"),
    ("bzip2", lambda: zipped(b" " * 10_000_000, method=zipfile.ZIP_BZIP2), "encrypted or packed in an unusual way"),
    ("an unknown method", marked(zipped(model(CONV)), 0, 99), "encrypted or packed in an unusual way"),
    ("too many members", lambda: zipped("", times=1001), "too many members"),
    ("a count that lies", patched(zipped(model(CONV)), b"PK\x05\x06", 10, 60_000), "too many members"),
    ("a 64-bit end that leads nowhere", in_64_bits(record=b""), "is not where it should be"),
    ("a 64-bit end that leads elsewhere", in_64_bits(said=0), "is not where it should be"),
    ("a 64-bit count", in_64_bits(count=2**40), r"too many members \(1,099,511,627,776\)"),
    ("a 64-bit list of members", in_64_bits(size=2**40), "too many members"),
]
GRAPHS = [
    ("a cycle", CYCLE, "contains a cycle"),
    ("its own output", model(layer("ReLU", "me", ["me"])), "contains a cycle"),
    ("a layer that there is not", model(layer("ReLU", "one", ["ghost"])), "uses outputs of ghost that do not exist"),
    ("an output that there is not", changed(("config", "output_layers"), [["conv", 0, 7]]), "has no output 7"),
    ("a call that there is not", changed(("config", "output_layers"), [["conv", 5, 0]]), "has no output"),
    (
        "a negative call",
        changed((*LAYERS, 1, "inbound_nodes", 0, "args", 0), tensor("picture", -1)),
        "history of a tensor",
    ),
    (
        "a history too short",
        changed((*LAYERS, 1, "inbound_nodes", 0, "args", 0, "config", "keras_history"), ["picture"]),
        NOT_A_NETWORK,
    ),
    ("two layers of one name", model(CONV, CONV), "More than one layer is called conv"),
    ("two shapes of one output", TWO_SHAPES, "two shapes"),
    ("nested 30 deep", nested(30), "nested more than 20 deep"),
    ("calls that double", lambda: doubled(16), "more than the limit of 20,000"),
    ("too many layers", many, "more than the limit of 20,000"),
    ("no layers", '{"class_name": "Functional", "config": {"layers": 3}}', "no list of layers"),
    ("a layer that is null", changed((*LAYERS, 1), None), NOT_A_NETWORK),
    ("a layer that is a number", changed((*LAYERS, 1), 7), NOT_A_NETWORK),
    ("a class that is a list", changed((*LAYERS, 1, "class_name"), ["Conv2D"]), NOT_A_NETWORK),
    ("a config that is a text", changed((*LAYERS, 1, "config"), "Conv2D"), NOT_A_NETWORK),
    ("inputs that are a number", changed(("config", "input_layers"), 7), NOT_A_NETWORK),
    (
        "no outputs",
        json.dumps(
            {"config": {k: v for k, v in SOUND["config"].items() if k != "output_layers"}, "class_name": "Functional"}
        ),
        NOT_A_NETWORK,
    ),
    ("a subclassed model", '{"class_name": "Mine", "config": {"name": "mine", "units": 3}}', "no list of layers"),
    ("a shape that is a text", changed((*LAYERS, 0, "config", "batch_shape"), "8x8x3"), NOT_A_NETWORK),
    ("a negative size", changed((*LAYERS, 0, "config", "batch_shape"), [None, -8, 8, 3]), NOT_A_NETWORK),
    ("a size that is NaN", changed((*LAYERS, 0, "config", "batch_shape"), [None, float("nan"), 8, 3]), NOT_A_NETWORK),
]
SETTINGS = [
    ("negative filters", one("Conv2D", filters=-4, kernel_size=3), "`filters` = -4"),
    ("filters that are NaN", one("Conv2D", filters=float("nan"), kernel_size=3), "`filters` = nan"),
    ("infinite units", one("Dense", units=float("inf")), "`units` = inf"),
    ("units that are true", one("Dense", units=True), "`units` = True"),
    ("more filters than a tensor holds", one("Conv2D", filters=10**30, kernel_size=1), "cannot be described"),
    ("a kernel of nothing", one("Conv2D", filters=4, kernel_size=0), "`kernel_size` = 0"),
    ("a kernel that is a text", one("Conv2D", filters=4, kernel_size="3"), "`kernel_size` = '3'"),
    ("a kernel of four axes", one("Conv2D", filters=4, kernel_size=[3, 3, 3, 3]), "length: 2"),
    ("a kernel of lists", one("Conv2D", filters=4, kernel_size=[[3], [3]]), "`kernel_size`"),
    ("a stride of nothing", one("MaxPooling2D", pool_size=2, strides=0), "`strides` = 0"),
    ("unknown padding", one("Conv2D", filters=4, kernel_size=3, padding="reflect"), "`padding` = 'reflect'"),
    ("stride and dilation", one("Conv2D", filters=4, kernel_size=3, strides=2, dilation_rate=2), "cannot be described"),
    ("groups that do not divide", one("Conv2D", filters=4, kernel_size=3, groups=2), "cannot be described"),
    ("a window that does not fit", one("Conv2D", filters=4, kernel_size=9), "does not fit"),
    ("dilation beyond the map", one("Conv2D", filters=4, kernel_size=3, dilation_rate=10**9), "does not fit"),
    ("a crop of everything", one("Cropping2D", cropping=4), "cannot be described"),
    ("another number of values", one("Reshape", target_shape=[5, 5]), "cannot be described"),
    ("axes that there are not", one("Permute", dims=[1, 2, 7]), "cannot be described"),
    ("padding beyond a tensor", one("ZeroPadding2D", padding=10**12), "cannot be described"),
    ("a sum of unlike maps", model(CONV, layer("Add", "sum", ["picture", "conv"])), "cannot be described"),
]
HOSTILE = [*BYTES, *ARCHIVES, *GRAPHS, *SETTINGS]


def made(data):
    """The bytes of a case, which gives them, a text, or a function that makes one of them."""
    data = data() if callable(data) else data
    return data.encode() if isinstance(data, str) else data
