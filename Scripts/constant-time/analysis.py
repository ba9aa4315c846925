# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Follows secrets through the x86-64 machine code of one function.

Every register, flag and stack slot has a level: 0 is a secret, 1 the address of secrets, 2 the address of such addresses
(a Swift object), and so on; PUBLIC is a number that is known. A load has its address's level less 1, a computation the lowest level among its operands. A fault is: a conditional jump on a secret flag, a memory access at a secret address, a
division of or by a secret. A jump to `ud2` is none: it is never taken in a program that goes on.
"""
import re
import subprocess
from dataclasses import dataclass, field

SECRET, PUBLIC = 0, 9

WIDE = ["rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "rsp"] + [f"r{i}" for i in range(8, 16)]
REGISTER = {}
for name in WIDE:
    REGISTER[name] = (name, 8)
for name in ("ax", "bx", "cx", "dx", "si", "di", "bp", "sp"):
    REGISTER["e" + name] = ("r" + name, 4)
    REGISTER[name] = ("r" + name, 2)
    REGISTER[name[0] + "l" if name[1] == "x" else name + "l"] = ("r" + name, 1)
for i in range(8, 16):
    REGISTER |= {f"r{i}d": (f"r{i}", 4), f"r{i}w": (f"r{i}", 2), f"r{i}b": (f"r{i}", 1)}
for i in range(32):
    REGISTER |= {f"{kind}mm{i}": (f"xmm{i}", 16) for kind in "xyz"}
for i in range(8):
    REGISTER[f"k{i}"] = (f"k{i}", 8)
CALLER_SAVED = ["rax", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11"] + [f"xmm{i}" for i in range(16)]

CARRY_CONDITIONS = {"b", "ae", "c", "nc", "nae", "nb"}
BOTH_CONDITIONS = {"a", "be", "na", "nbe"}
CONDITIONS = CARRY_CONDITIONS | BOTH_CONDITIONS | set(
    "e ne z nz s ns o no l ge le g nl nge ng nle p np pe po".split())

# The destination takes the sources' level and forgets its own.
MOVES = set(
    "mov movabs movzx movsx movsxd movq movd movdqu movdqa movups movaps movupd movapd movss movsd lddqu vmovdqu vmovdqa "
    "vmovups vmovaps vmovq vmovd pshufd pshuflw pshufhw vpshufd vpbroadcastq bswap rorx lea".split())
# The destination takes the lowest of its own and the sources' levels; flags as well in the second set.
COMPUTES = set(
    "not pand pandn por pxor paddq paddd psubq psubd pmuludq pmulld psrlq psllq psrldq pslldq psrld pslld psrad pcmpeqd "
    "pcmpeqq pcmpgtd punpcklqdq punpckhqdq punpckldq punpckhdq shufps shufpd xorps xorpd andps andpd andnps andnpd orps "
    "orpd unpcklpd unpckhpd movhps movlps movhpd movlpd packssdw shlx shrx sarx pinsrq pinsrd palignr blendps".split())
ARITHMETIC = set("add sub and or xor neg shl shr sar sal rol ror rcl rcr shld shrd imul adc sbb bt bts btr btc andn".split())
# Of AVX: the destination takes the lowest of the sources' levels; and of its own in the second set or under a mask.
VECTOR = set(
    "vmovdqa64 vmovapd vmovsd vpmuludq vpaddq vpsubq vpandq vpand vpandnq vpandn vporq vpor vpxor vpxorq vpxord vpsrlq vpsraq vpsllq vpsllvq "
    "vpcmpeqq vpcmpeqd vpcmpgtq vpcmpnltq vpblendd vblendvpd vpermpd vpermq vpalignr vpinsrq vpextrq vpunpcklqdq vunpcklpd "
    "vextracti128 vinserti128 vbroadcastsd vaddpd vsubpd vandpd vandnpd vxorpd vcvtsi2sd vcvttsd2si kmovd kmovb".split())
VECTOR_SUMS = set(
    "vpmadd52luq vpmadd52huq vpternlogd vpternlogq vpermt2q vpermi2q vfmadd132pd vfmadd213pd vfmadd231pd".split())
ZEROING = {"xor", "sub", "pxor", "xorps", "xorpd", "vpxor", "psubq", "psubd"}
SILENT = {"nop", "nopw", "nopl", "endbr64", "data16", "leave", "cs", "int3", "vzeroupper", "prefetcht0"}


@dataclass
class Instruction:
    address: int
    mnemonic: str
    operands: list
    target: int | None = None
    callee: str | None = None
    text: str = ""


@dataclass
class Signature:
    """The levels at a function's entry, by register or stack slot; `fields` are secret words behind a register: {("r13", 0x38)}."""

    places: dict
    stack: int = SECRET
    fields: set = field(default_factory=set)


# What callees return; every other result is a secret.
RETURNS = [
    (re.compile(r"cpk_reveal|\$s17ModularArithmetic4MaskV6revealSbyF"), PUBLIC),
    (re.compile(r"swift_(allocObject|initStackObject|retain)"), 2),
    (re.compile(r"swift_slowAlloc"), 1),
    # A new array of bytes, whose elements follow its count.
    (re.compile(r"\$sSa28_allocateBufferUninitialized.*"), 1),
    # Methods of Natural and constructors of a storage: an object.
    (re.compile(r"\$s17ModularArithmetic7NaturalV\d+(adding|subtracting|multiplied|modulo|shifted).*"), 2),
    (re.compile(r"\$s17ModularArithmetic11(LimbStorageC|SignedLimbsV)5count.*"), 2),
]


def returned_level(callee):
    return next((level for pattern, level in RETURNS if callee and pattern.fullmatch(callee)), SECRET)


def demangled(symbols):
    """The readable names of symbols: {symbol: name}."""
    symbols = list(symbols)
    output = subprocess.run(
        ["swift", "demangle", "--simplified"], input="\n".join(symbols), check=True, capture_output=True, text=True)
    return dict(zip(symbols, output.stdout.splitlines()))


def disassemble(path):
    """The functions of an object file: {symbol: [Instruction]}."""
    listing = subprocess.run(
        ["objdump", "-dr", "--no-show-raw-insn", "-M", "intel", str(path)], check=True, capture_output=True, text=True)
    functions, current = {}, None
    for line in listing.stdout.splitlines():
        if match := re.match(r"^[0-9a-f]+ <(.+)>:$", line):
            current = functions.setdefault(match[1], [])
        elif match := re.match(r"^\s+([0-9a-f]+):\s+R_X86_64_\S+\s+(\S+?)(?:[-+]0x[0-9a-f]+)?$", line):
            if current and current[-1].mnemonic in ("call", "jmp"):
                current[-1].callee = match[2]
        elif (match := re.match(r"^\s+([0-9a-f]+):\t(.+)$", line)) and current is not None:
            current.append(parse(int(match[1], 16), match[2].split("#")[0].strip()))
    return functions


def parse(address, text):
    words = text.split(None, 1)
    while words[0] in ("data16", "cs", "lock", "notrack", "rex.W", "bnd", "repz") and len(words) > 1:
        words = words[1].split(None, 1)
    mnemonic, rest = words[0], words[1] if len(words) > 1 else ""
    rest = re.sub(r"\s*<.*>$", "", rest)
    instruction = Instruction(address, mnemonic, [], text=text)
    if mnemonic == "call" or mnemonic.startswith("j"):
        if re.fullmatch(r"[0-9a-f]+", rest):
            instruction.target = int(rest, 16)
        else:
            instruction.operands = [rest]
    elif rest:
        instruction.operands = [operand.strip() for operand in rest.split(",")]
    return instruction


class State(dict):
    """Levels by register, flag (`carry`, `other`) and stack slot; what is absent has the default level."""

    def merged(self, other, default):
        keys = set(self) | set(other)
        return State({k: min(self.get(k, default(k)), other.get(k, default(k))) for k in keys})


class Analysis:
    def __init__(self, instructions, signature):
        self.code = instructions
        self.signature = signature
        self.index = {instruction.address: i for i, instruction in enumerate(instructions)}
        self.faults = {}

    def covers(self, address):
        return self.code[0].address <= address <= self.code[-1].address

    def default(self, key):
        return self.signature.stack if isinstance(key, tuple) else SECRET

    def get(self, state, key):
        return state.get(key, self.default(key))

    def run(self):
        start = State({"carry": PUBLIC, "other": PUBLIC})
        for place, level in ({"rsp": PUBLIC, "rbp": PUBLIC, "r12": PUBLIC} | self.signature.places).items():
            self.write(None, place, level, start)
        states, work = {0: start}, [0]
        while work:
            at = work.pop()
            state = State(states[at])
            for successor in self.step(self.code[at], at, state):
                if successor >= len(self.code):
                    continue
                known = states.get(successor)
                merged = state if known is None else known.merged(state, self.default)
                if known is None or merged != known:
                    states[successor] = State(merged)
                    work.append(successor)
        return [fault for _, fault in sorted(self.faults.items())]

    def fault(self, instruction, why):
        self.faults[instruction.address] = f"{instruction.address:x}: {instruction.text}: {why}"

    # Operands

    @staticmethod
    def memory(operand):
        match = re.search(r"(?:[a-z]s:)?\[(.+)\]$", operand)
        return match[1] if match else None

    def slot(self, inside):
        match = re.fullmatch(r"(rbp|rsp)(?:([+-])(0x[0-9a-f]+))?", inside)
        return (match[1], int(match[2] + match[3], 16) if match[2] else 0) if match else None

    def address_level(self, inside, state):
        registers = re.findall(r"[a-z]\w*", re.sub(r"0x[0-9a-f]+", "", inside))
        return min((PUBLIC if name in ("rip", "riz") else self.read(None, name, state) for name in registers),
                   default=PUBLIC)

    def read(self, instruction, operand, state):
        if operand in REGISTER:
            name, width = REGISTER[operand]
            low_byte = self.get(state, name + ".byte")
            return low_byte if width == 1 else min(low_byte, self.get(state, name))
        inside = self.memory(operand)
        if inside is None:
            return PUBLIC
        if slot := self.slot(inside):
            low_byte = self.get(state, slot + ("byte",))
            return low_byte if operand.startswith("BYTE") else min(low_byte, self.get(state, slot))
        level = self.address_level(inside, state)
        if level == SECRET:
            self.fault(instruction, "a memory access at a secret address")
        if self.is_secret_field(inside):
            return SECRET
        return level - 1 if level >= 2 else SECRET

    def low_byte(self, operand):
        """The key of the low byte of a register or stack slot, which may be known where the rest is not."""
        if operand in REGISTER:
            return REGISTER[operand][0] + ".byte"
        slot = (inside := self.memory(operand)) and self.slot(inside)
        return slot + ("byte",) if slot else None

    def is_secret_field(self, inside):
        match = re.fullmatch(r"(\w+)\+(0x[0-9a-f]+)", inside)
        return bool(match) and (match[1], int(match[2], 16)) in self.signature.fields

    def write(self, instruction, operand, level, state):
        if operand in REGISTER:
            # A write to the low byte or word keeps the rest of the register.
            name, width = REGISTER[operand]
            state[name + ".byte"] = level
            if width > 1:
                state[name] = level if width >= 4 else min(level, self.get(state, name))
            return
        inside = self.memory(operand)
        if inside is None:
            return
        if slot := self.slot(inside):
            state[slot + ("byte",)] = level
            state[slot] = min(level, self.get(state, slot)) if operand.startswith("BYTE") else level
            return
        address = self.address_level(inside, state)
        if address == SECRET:
            self.fault(instruction, "a memory access at a secret address")
        elif level == SECRET and address > 1 and not self.is_secret_field(inside):
            self.fault(instruction, "a secret goes where it would not be followed")

    def write_pair(self, instruction, level, state):
        """The result of a long product or division."""
        for register in ("rax", "rdx"):
            self.write(instruction, register, level, state)
        state["carry"] = state["other"] = level

    def condition(self, condition, state):
        carry, other = self.get(state, "carry"), self.get(state, "other")
        if condition in CARRY_CONDITIONS:
            return carry
        return min(carry, other) if condition in BOTH_CONDITIONS else other

    # Instructions

    def step(self, instruction, at, state):
        """Changes `state` as the instruction does; the indices of its successors."""
        name, operands = instruction.mnemonic, instruction.operands
        following = [at + 1]
        if name in SILENT or name.startswith("nop"):
            return following
        if name in ("ret", "ud2", "retq"):
            return []
        if name == "jmp":
            if instruction.target in self.index and instruction.callee is None:
                return [self.index[instruction.target]]
            if operands and instruction.callee is None:
                self.fault(instruction, "an indirect jump")
            return []
        if name.startswith("j"):
            target = self.index.get(instruction.target)
            # To the start of another function: a call at the end.
            is_last = instruction.target is not None and target is None and not self.covers(instruction.target)
            if name[1:] not in CONDITIONS | {"rcxz"} or target is None and not is_last:
                self.fault(instruction, "a jump that is not understood")
                return following
            if not is_last and self.code[target].mnemonic == "ud2":
                return following
            if self.code[at + 1].mnemonic == "ud2":
                return [target]
            level = self.read(None, "rcx", state) if name == "jrcxz" else self.condition(name[1:], state)
            if level == SECRET:
                self.fault(instruction, "a conditional jump on a secret")
            return following if is_last else following + [target]
        if name == "call":
            for register in CALLER_SAVED:
                self.write(instruction, register, SECRET, state)
            state["carry"] = state["other"] = SECRET
            self.write(instruction, "rax", returned_level(instruction.callee), state)
            return following
        self.compute(instruction, name, operands, state)
        return following

    def compute(self, instruction, name, operands, state):
        read = lambda operand: self.read(instruction, operand, state)
        if name in ("push", "pop"):
            # Saved registers come back as they were, and nobody uses a popped one otherwise.
            if name == "pop" and operands[0] != "rbp":
                self.write(instruction, operands[0], SECRET, state)
        elif name in ("cmp", "test", "ptest", "ucomisd", "comisd"):
            state["carry"] = state["other"] = min(map(read, operands))
        elif name in ("inc", "dec"):
            level = read(operands[0])
            state["other"] = level
            self.write(instruction, operands[0], level, state)
        elif name.startswith("set") and name[3:] in CONDITIONS:
            self.write(instruction, operands[0], self.condition(name[3:], state), state)
        elif name.startswith("cmov") and name[4:] in CONDITIONS:
            level = min(read(operands[0]), read(operands[1]), self.condition(name[4:], state))
            self.write(instruction, operands[0], level, state)
        elif name in ("bsr", "bsf"):
            state["carry"] = state["other"] = read(operands[1])
            self.write(instruction, operands[0], read(operands[1]), state)
        elif name in ("cqo", "cdq"):
            self.write(instruction, "rdx", read("rax"), state)
        elif name in ("cdqe", "cwde"):
            pass
        elif name in ("div", "idiv"):
            level = min(map(read, (operands[0], "rax", "rdx")))
            if level == SECRET:
                self.fault(instruction, "a division with a secret")
            self.write_pair(instruction, level, state)
        elif name in ("mul", "imul") and len(operands) == 1:
            self.write_pair(instruction, min(read(operands[0]), read("rax")), state)
        elif name == "mulx":
            level = min(read(operands[2]), read("rdx"))
            self.write(instruction, operands[0], level, state)
            self.write(instruction, operands[1], level, state)
        elif name == "xchg":
            first, second = map(read, operands)
            self.write(instruction, operands[0], second, state)
            self.write(instruction, operands[1], first, state)
        elif name in ZEROING and len(operands) == 2 and operands[0] == operands[1]:
            self.write(instruction, operands[0], PUBLIC, state)
            if name in ("xor", "sub"):
                state["carry"] = state["other"] = PUBLIC
        elif name == "lea":
            self.write(instruction, operands[0], self.address_level(self.memory(operands[1]), state), state)
        elif name in MOVES:
            level = read(operands[0]) if name == "bswap" else min(map(read, operands[1:]))
            places = [self.low_byte(operand) for operand in operands]
            byte = self.get(state, places[1]) if name == "mov" and all(places) else level
            self.write(instruction, operands[0], level, state)
            if places[0]:
                state[places[0]] = byte
        elif name in VECTOR | VECTOR_SUMS:
            target, _, mask = operands[0].partition("{")
            sources = [operand.partition("{")[0] for operand in operands[1:]]
            if len(sources) == 2 and sources[0] == sources[1] and name.startswith(("vpxor", "vxor")):
                level = PUBLIC
            else:
                level = min(map(read, sources))
            if mask:
                level = min(level, read(target), read(mask[:2]))
            elif name in VECTOR_SUMS:
                level = min(level, read(target))
            self.write(instruction, target, level, state)
        elif name in COMPUTES:
            self.write(instruction, operands[0], min(map(read, operands)), state)
        elif name in ("adcx", "adox"):
            # One flag each, the carry or the overflow, is all that these read and write.
            flag = "carry" if name == "adcx" else "other"
            state[flag] = min(*map(read, operands), self.get(state, flag))
            self.write(instruction, operands[0], state[flag], state)
        elif name in ARITHMETIC:
            sources = operands[1:] if name == "imul" and len(operands) == 3 else operands
            if name == "sbb" and operands[0] == operands[1]:
                level = self.get(state, "carry")
            else:
                level = min(map(read, sources))
                if name in ("adc", "sbb", "rcl", "rcr"):
                    level = min(level, self.get(state, "carry"))
            state["carry"] = state["other"] = level
            if name != "bt":
                self.write(instruction, operands[0], level, state)
        else:
            self.fault(instruction, "an instruction that is not understood")
