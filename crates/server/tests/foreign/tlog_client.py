"""A transparency-log client that shares no code with the server: C2SP signed-note, tlog-checkpoint, tlog-tiles, tlog-proof, and COSE_Sign1.

Usage: [TLOG_TOKEN=…] tlog_client.py URL VKEY [PROOF ENTRY DESK_KEY_PEM]

Reads the whole log, rebuilds its tree from the entries, compares every tile of hashes, verifies the checkpoint's
Ed25519 signature, and, if given, one entry's proof and its PS256 signature. Standard library and `cryptography` only.
Exit codes: 0 all holds, 1 something does not, 77 `cryptography` is not installed.
"""

import base64
import gzip
import hashlib
import os
import struct
import sys
import urllib.error
import urllib.request

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key
except ImportError:
    print("SKIPPED: the Python package `cryptography` is not installed")
    sys.exit(77)


def leaf_hash(data):
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves):
    """RFC 6962 section 2.1, as it is written there."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(root_of(leaves[:split]), root_of(leaves[split:]))


def parse_vkey(text):
    name, key_hash, key = text.split("+", 2)
    raw = base64.b64decode(key)
    assert raw[0] == 1 and len(raw) == 33, "not an Ed25519 verifier key"
    assert hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4].hex() == key_hash, "key hash"
    return name, bytes.fromhex(key_hash), Ed25519PublicKey.from_public_bytes(raw[1:])


def open_checkpoint(note, vkey):
    name, key_id, key = vkey
    text, signatures = note[: note.rindex("\n\n") + 1], note[note.rindex("\n\n") + 2 :]
    verified = False
    for line in signatures.splitlines():
        dash, signer, encoded = line.split(" ")
        raw = base64.b64decode(encoded)
        assert dash == "\u2014"
        if signer == name and raw[:4] == key_id:
            key.verify(raw[4:], text.encode())
            verified = True
    assert verified, "the log has not signed the checkpoint"
    origin, size, root = text.splitlines()[:3]
    assert origin == name, "origin"
    return int(size), base64.b64decode(root)


def tile_path(prefix, number, width):
    groups = ["%03d" % (number % 1000)]
    while number >= 1000:
        number //= 1000
        groups.insert(0, "x%03d" % (number % 1000))
    return prefix + "/".join(groups) + ("" if width == 256 else ".p/%d" % width)


def get(url, path):
    request = urllib.request.Request(url + "/" + path, headers={"Accept-Encoding": "gzip, identity"})
    if os.environ.get("TLOG_TOKEN"):
        request.add_header("Authorization", "Bearer " + os.environ["TLOG_TOKEN"])
    with urllib.request.urlopen(request) as response:
        body = response.read()
        if response.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        return body, response.headers


def read_entries(url, size):
    entries = []
    for number in range((size + 255) // 256):
        width = min(256, size - number * 256)
        data, headers = get(url, tile_path("tile/entries/", number, width))
        if width == 256:
            assert "immutable" in headers["Cache-Control"], "full bundles never change"
        at = 0
        for _ in range(width):
            (length,) = struct.unpack(">H", data[at : at + 2])
            entries.append(data[at + 2 : at + 2 + length])
            at += 2 + length
        assert at == len(data), "bytes after the last entry"
    return entries


def check_tiles(url, leaves):
    checked, level, row = 0, 0, leaves
    while row:
        for number in range((len(row) + 255) // 256):
            wanted = row[number * 256 : number * 256 + 256]
            data, _ = get(url, tile_path("tile/%d/" % level, number, len(wanted)))
            assert data == b"".join(wanted), "tile %d/%d" % (level, number)
            checked += 1
        row = [root_of(row[at : at + 256]) for at in range(0, len(row) - len(row) % 256, 256)]
        level += 1
    return checked


def verify_inclusion(leaf, index, size, path, root):
    """RFC 9162 section 2.1.3.2."""
    assert index < size
    fn, sn, r = index, size - 1, leaf
    for p in path:
        assert sn != 0
        if fn & 1 or fn == sn:
            r = node_hash(p, r)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0 and r == root, "the proof does not lead to the root"


def check_proof(proof, entry, vkey):
    head, note = proof.split("\n\n", 1)
    lines = head.split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    index = int(lines[1].removeprefix("index "))
    size, root = open_checkpoint(note, vkey)
    verify_inclusion(leaf_hash(entry), index, size, [base64.b64decode(line) for line in lines[2:]], root)
    return index


def cbor_head(data, at):
    major, short = data[at] >> 5, data[at] & 31
    if short < 24:
        return major, short, at + 1
    length = 1 << (short - 24)
    return major, int.from_bytes(data[at + 1 : at + 1 + length], "big"), at + 1 + length


def cbor_bytes(data, at):
    major, length, at = cbor_head(data, at)
    assert major == 2, "not a byte string"
    return data[at : at + length], at + length


def bstr(data):
    length = len(data)
    if length < 24:
        return bytes([0x40 | length]) + data
    if length < 256:
        return bytes([0x58, length]) + data
    return b"\x59" + struct.pack(">H", length) + data


def check_cose(entry, pem):
    """RFC 9052 section 4.4, PS256 of RFC 8230."""
    assert cbor_head(entry, 0)[:2] == (6, 18), "not a COSE_Sign1"
    assert cbor_head(entry, 1)[:2] == (4, 4), "not four parts"
    protected, at = cbor_bytes(entry, 2)
    assert entry[at] == 0xA0, "the unprotected header is not empty"
    payload, at = cbor_bytes(entry, at + 1)
    signature, at = cbor_bytes(entry, at)
    assert at == len(entry)
    signed = b"\x84" + b"\x6aSignature1" + bstr(protected) + b"\x40" + bstr(payload)
    pss = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=32)
    load_pem_public_key(pem).verify(signature, signed, pss, hashes.SHA256())


def main():
    url, vkey = sys.argv[1], parse_vkey(sys.argv[2])
    note, _ = get(url, "checkpoint")
    size, root = open_checkpoint(note.decode(), vkey)
    entries = read_entries(url, size)
    leaves = [leaf_hash(entry) for entry in entries]
    assert root_of(leaves) == root, "the entries give another root"
    print("checkpoint of %d entries: signature and root hold" % size)
    print("%d tiles of hashes hold" % check_tiles(url, leaves))
    if len(sys.argv) > 3:
        proof, entry, pem = (open(path, "rb").read() for path in sys.argv[3:6])
        print("entry %d is in the log: its proof holds" % check_proof(proof.decode(), entry, vkey))
        check_cose(entry, pem)
        print("its PS256 signature holds")


try:
    main()
except (AssertionError, InvalidSignature, ValueError, urllib.error.URLError) as why:
    print("DOES NOT HOLD: %r" % why)
    sys.exit(1)
