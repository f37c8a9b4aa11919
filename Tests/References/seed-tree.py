"""Keys of SeedTree by its documented rule, in plain Python; prints the table of ValueStabilityTests.

Run `python3 Tests/References/seed-tree.py` to check the rule, not to change the table.
"""
M = 0xFFFFFFFF

def philox(counter, key):
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        p0, p1 = c0 * 0xD2511F53, c2 * 0xCD9E8D57
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & M, (p0 >> 32) ^ c3 ^ k1, p0 & M
        k0, k1 = (k0 + 0x9E3779B9) & M, (k1 + 0xBB67AE85) & M
    return c0, c1, c2, c3

def mix(key, counter):
    w = philox(counter, (key & M, key >> 32))
    return w[0] | w[1] << 32

def name(key, text):
    data = text.encode()
    blocks = [data[i:i + 12] for i in range(0, len(data), 12)] or [b""]
    for b in blocks:
        w = b.ljust(12, b"\0")
        key = mix(key, tuple(int.from_bytes(w[4 * i:4 * i + 4], "little") for i in range(3)) + (2 + 256 * len(b),))
    return key

def index(key, n):
    n &= (1 << 64) - 1
    return mix(key, (n & M, n >> 32, 0, 1))

root = mix(20261121, (0, 0, 0, 0))
for k in (root, name(root, ""), name(root, "a"), name(root, "gradient-by-depth"), name(root, "twelve bytes"),
          index(name(root, "twelve bytes"), 0), index(root, 0), index(root, -1), index(root, 1 << 40)):
    print(f"{k:x}")
