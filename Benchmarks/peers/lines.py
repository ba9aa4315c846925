# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""The lines of the tables: which library, how it is used, and what can be said of that without a clock."""
from dataclasses import dataclass, field

BATCH = 4096


@dataclass(frozen=True)
class Kind:
    """A way to do the job, and what no clock tells of it."""

    name: str
    # Module and class of `sides`; none for BlindScore's own side.
    side: tuple = ()
    scheme: str = "Paillier"
    # The assumption behind the noise that hides the values.
    hidden_by: str = ""
    # What the other side learns beside the result.
    shows: str = ""
    # Whether the library says that secrets have no part in how long it takes.
    constant_time: str = "no"
    # Who multiplies; BlindScore's side says it itself.
    kernel: str = ""
    options: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """A kind with a number of rows in each request; only for some numbers of cores, and up to a number of features."""

    kind: Kind
    rows: int = 1
    cores: tuple = (1,)
    most_features: int = 10**9


def ours(name, server_noise, **options):
    return Kind(
        name, hidden_by=f"Paillier's own: the client's noise is exact, the server's {server_noise}",
        shows="nothing; below its accuracy an answer is noise", constant_time="yes", options={"isPoolWarm": True, "isCompact": False} | options)


POOLED = "within 2^−96 of it"
OURS = ours("BlindScore", POOLED)
OURS_FRESH = ours("BlindScore, fresh noise", "exact", isPoolWarm=False)
OURS_COMPACT = ours("BlindScore, compact requests", POOLED, isCompact=True)
PHE = Kind(
    "phe", ("python_paillier", "PythonPaillier"), hidden_by="Paillier's own, exact",
    shows="exponents: of the features in a request, of the weights in an answer", kernel="GMP")
PHE_FIXED = Kind(
    "phe, one precision", ("python_paillier", "PythonPaillierFixed"), hidden_by="Paillier's own, exact",
    shows="nothing but the exact sum", kernel="GMP")
PYPAILLIER = Kind(
    "pypaillier", ("pypaillier", "PyPaillier"), hidden_by="short exponents: half the key's length",
    shows="nothing but the exact sum", constant_time="partly; not for the weights here", kernel="GMP")
HEU = Kind(
    "HEU ZPaillier", ("heu", "HEUPaillier"), hidden_by="short exponents: half the key's length",
    shows="nothing but the exact sum", kernel="HEU's own")
HEU_BY_SIGN = Kind(
    "HEU ZPaillier, columns by sign", ("heu", "HEUPaillierBySign"), hidden_by="short exponents: half the key's length",
    shows="the weights' signs, to the client", kernel="HEU's own")
HEU_OU = Kind(
    "HEU OU, columns by sign", ("heu", "HEUOkamotoUchiyama"), scheme="Okamoto-Uchiyama",
    hidden_by="exponents of 110 bits, 128 at 3072; n = p²q", shows="the weights' signs, to the client",
    kernel="HEU's own")
LIGHTPHE = Kind(
    "LightPHE", ("light_phe", "LightPaillier"), hidden_by="nonces of a generator that is not cryptographic",
    shows="nothing but the exact sum", kernel="Python")
CKKS = Kind(
    "TenSEAL CKKS, a row each", ("tenseal_ckks", "CKKS"), scheme="CKKS", hidden_by="ring learning with errors",
    shows="what an answer that is not re-randomised tells", kernel="SEAL")
CKKS_BATCH = Kind(
    "TenSEAL CKKS, a feature each", ("tenseal_ckks", "CKKSBatch"), scheme="CKKS", hidden_by="ring learning with errors",
    shows="what an answer that is not re-randomised tells", kernel="SEAL")

LINES = [
    Line(OURS, cores=(1, 2)),
    Line(OURS_FRESH),
    Line(PHE),
    Line(PHE_FIXED),
    Line(PYPAILLIER),
    Line(HEU),
    Line(HEU_BY_SIGN),
    Line(HEU_OU),
    # A row of a hundred features would take it most of a minute.
    Line(LIGHTPHE, most_features=10),
    Line(CKKS),
    # Those that use a second core need some rows for it.
    Line(PYPAILLIER, 16, cores=(2,)),
    Line(HEU, 16, cores=(2,)),
    Line(HEU_BY_SIGN, 16, cores=(2,)),
    Line(HEU_OU, 16, cores=(2,)),
    Line(OURS, BATCH, cores=(1, 2)),
    # With a hundred features a round takes a minute or more on the portable kernel.
    Line(OURS_COMPACT, BATCH, cores=(1, 2), most_features=10),
    Line(CKKS_BATCH, BATCH, cores=(1, 2)),
]
