"""What the command lines of comparisons have in common."""

from variants import VARIANTS
from workers import ROOT


def add(parser, variants):
    """Adds the options that every race has; `variants` are those that run unless asked."""
    parser.add_argument("--variants", default=",".join(variants),
                        help=f"a list of {', '.join(VARIANTS)}")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5, help="for each side in a round")
    parser.add_argument("--malloc", default="glibc", help="for tuned: glibc, jemalloc, tcmalloc")
    parser.add_argument("--gan-run", default=str(ROOT / "gan-run"), help="the binary")


def variants(parser, arguments):
    """The variants that were asked for; ends the program where there is no such one."""
    names = [name for name in arguments.variants.split(",") if name]
    if unknown := set(names) - set(VARIANTS):
        parser.error(f"no variant {', '.join(unknown)}; known: {', '.join(VARIANTS)}")
    return names
