"""Prints the values that DrawnValuesTests holds: Philox4x32-10 and FNV-1a in plain Python, the
rest by its own math and decimal modules."""

import decimal
import math

MASK = 0xFFFFFFFF


def philox(counter, key):
    counter, key = list(counter), list(key)
    for _ in range(10):
        even = counter[0] * 0xD2511F53
        odd = counter[2] * 0xCD9E8D57
        counter = [
            (odd >> 32) ^ counter[1] ^ key[0], odd & MASK,
            (even >> 32) ^ counter[3] ^ key[1], even & MASK,
        ]
        key = [(key[0] + 0x9E3779B9) & MASK, (key[1] + 0xBB67AE85) & MASK]
    return counter


# Known answers of Random123.
assert philox([0] * 4, [0] * 2) == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
assert philox([MASK] * 4, [MASK] * 2) == [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]


def fnv1a(text):
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def words(seed, path, number):
    name = fnv1a(f"sweep/{path}")
    x, y, z, w = philox([number, 0, name & MASK, name >> 32], [seed & MASK, seed >> 32])
    return x << 32 | y, z << 32 | w


def fraction(word):
    return (word >> 11) / 2**53


def rounded(value):
    context = decimal.Context(prec=6, rounding=decimal.ROUND_HALF_UP)
    return float(context.create_decimal(repr(value)))


def uniform(word, low, high):
    return rounded(low + (high - low) * fraction(word[0]))


def log_uniform(word, low, high):
    return rounded(math.exp(math.log(low) + math.log(high / low) * fraction(word[0])))


def integer(word, low, high):
    return low + (word[0] * (high - low + 1) >> 64)


def normal(word, mean, std):
    radius = math.sqrt(-2 * math.log(1 - fraction(word[0])))
    return rounded(mean + std * radius * math.cos(2 * math.pi * fraction(word[1])))


for name, draw, path, arguments in [
    ("uniform", uniform, "loss.label_smoothing.real", (0, 0.3)),
    ("log_uniform", log_uniform, "optimizer.adam.lr", (1e-5, 1e-3)),
    ("int", integer, "model.ngf", (2, 9)),
    ("choice", integer, "train.batch", (0, 2)),
    ("normal", normal, "init.conv.normal.mean", (0.5, 0.25)),
]:
    print(name, [draw(words(7, path, number), *arguments) for number in range(6)])
