# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""Follows secrets through the arm64 machine code of the portable kernel.

Every register, the flags and every stack slot are secret or public. Public are, at a function's entry, the arguments that
its signature names (addresses and counts); what is loaded from memory other than the stack is secret, what is computed is
secret where an operand is. A fault is a conditional branch on a secret, a memory access at a secret address, a division, a call of anything
but the functions that have a signature, and an instruction that is not known. Loops over rows must have a `umulh` for each
`mul` and no stack in them.
"""
import re
import subprocess

# Public arguments of functions, by register at entry; the others are secret. Functions without external names are there where
# the compiler leaves them out of line.
SIGNATURES = {
    "cpk_montgomery_multiply": "x0 x1 x2 x3 x5 x6",
    "cpk_montgomery_square": "x0 x1 x2 x4 x5",
    "cpk_montgomery_leave": "x0 x1 x2 x4 x5",
    "cpk_montgomery_add": "x0 x1 x2 x3 x4",
    "cpk_pair_multiply": "x0 x1 x2 x3 x5 x6",
    "cpk_pair_square": "x0 x1 x2 x4 x5",
    "cpk_pair_leave": "x0 x1 x2 x4 x5",
    "cpk_pair_add": "x0 x1 x2 x3 x4",
    "cpk_multiply": "x0 x1 x2 x3 x4",
    "cpk_portable_kernel": "",
    "cpk_select": "x0 x2 x3 x4",
    "cpk_table_select": "x0 x1 x2 x3",
    "add_two_rows": "x0 x1 x2 x3",
    "add_row": "x0 x1 x2",
    "add_rows": "x0 x1 x2 x3 x4",
    "add_product": "x0 x1 x2 x3",
    "add_multiple": "x0 x1 x2 x4",
    "square": "x0 x1 x2",
    "subtract_once": "x0 x2 x3 x4",
    "add_modulo": "x0 x1 x2 x4 x5",
    "multiply_words": "x0 x1 x2",
    "finish": "x0 x1 x2 x3 x5",
    "finish_pair": "x0 x1 x2 x4 x5 x7",
    "clear": "x0 x1",
    "copy": "x0 x1 x2",
}
EXTERNAL = [name for name in SIGNATURES if name.startswith("cpk_")]

REGISTER = re.compile(r"\b([xwqvdsb])(\d+)\b")
CONDITIONAL = re.compile(r"b\.\w+$|[ct]bn?z$")
LOADS = {"ldr", "ldp", "ldur", "ldrb"}
STORES = {"str", "stp", "stur", "strb"}
SETS_FLAGS = {"adds", "subs", "adcs", "sbcs", "negs", "ngcs", "ands", "bics", "cmp", "cmn", "tst", "ccmp", "ccmn"}
READS_FLAGS = {"adc", "adcs", "sbc", "sbcs", "ngc", "ngcs", "cset", "csetm", "cinc", "csel", "csinc", "csinv", "csneg", "cneg",
               "cinv", "ccmp", "ccmn"}
COMPUTES = SETS_FLAGS | READS_FLAGS | set(
    "mov movi movn movk movz fmov add sub neg and orr eor bic orn mvn lsl lsr asr ror extr mul madd msub mneg umulh umull umaddl "
    "ubfx ubfiz sbfx bfi bfxil bif bit bsl uxtw sxtw dup adrp cmeq cmhi ext rev64 ushr shl sshr ins umov".split())
# These keep a part of what they write to.
KEEPS = {"movk", "bfi", "bfxil", "ins", "bif", "bit", "bsl"}
NO_RESULT = {"cmp", "cmn", "tst", "ccmp", "ccmn"}


def functions(binary):
    """The instructions of each function, as (address, mnemonic, operands)."""
    listing = subprocess.run(
        ["llvm-objdump", "-d", "--no-show-raw-insn", str(binary)], check=True, capture_output=True, text=True)
    found, current = {}, None
    for line in listing.stdout.splitlines():
        if match := re.match(r"^[0-9a-f]+ <(.+)>:$", line):
            current = found.setdefault(match[1], [])
        elif (match := re.match(r"^\s*([0-9a-f]+):\s+(\S+)\s*(.*)$", line)) and current is not None:
            current.append((int(match[1], 16), match[2], match[3].split("//")[0].strip()))
    return found


def registers(operands):
    """The registers in them, whatever part: x3 and w3 are r3, q3 and d3 are v3."""
    return [("r" if kind in "xw" else "v") + number for kind, number in REGISTER.findall(operands)]


def signature(name):
    return set(registers(SIGNATURES[name]))


def split(operands):
    """Operands one by one; an address in brackets is one."""
    return re.findall(r"\[[^\]]*\]!?|\{[^}]*\}|[^,\s][^,]*", operands)


class Function:
    def __init__(self, name, code):
        self.name, self.code = name, code
        self.index = {address: at for at, (address, _, _) in enumerate(code)}
        self.faults = {}

    def run(self):
        start = signature(self.name) | {"flags"}
        # A state is the set of what is public; where ways meet, what is public on both. The stack pointer and x29 are counted
        # from the pointer at entry.
        states, work = {0: (frozenset(start), 0, None)}, [0]
        while work:
            at = work.pop()
            for successor, state in self.step(at, *states[at]):
                known = states.get(successor)
                merged = state if known is None else (known[0] & state[0], *state[1:])
                if known is None or merged[0] != known[0]:
                    states[successor] = merged
                    work.append(successor)
        return [fault for _, fault in sorted(self.faults.items())]

    def fault(self, at, why):
        address, mnemonic, operands = self.code[at]
        self.faults[address] = f"{self.name} at {address:x}: {mnemonic} {operands}: {why}"

    def slot(self, address, stack, frame):
        """The place on the stack that an address is, counted from the pointer at entry."""
        match = re.match(r"\[(sp|x29)(?:,\s*#(-?0x[0-9a-f]+|-?\d+))?\]", address)
        base = match and (stack if match[1] == "sp" else frame)
        return None if base is None else base + int(match[2] or "0", 0)

    def step(self, at, public, stack, frame):
        """Every successor with the state there."""
        address, mnemonic, text = self.code[at]
        operands, public = split(text), set(public)
        is_public = lambda operand: public.issuperset(registers(operand))

        def write(operand, known):
            for register in registers(operand):
                (public.add if known else public.discard)(register)

        following = [at + 1]
        if mnemonic in ("ret", "brk", "udf"):
            return []
        if mnemonic in ("b", "bl") or CONDITIONAL.match(mnemonic):
            callee = re.search(r"<([^+>]+)(\+0x[0-9a-f]+)?>", text)
            target = int(re.search(r"0x([0-9a-f]+)(?: <|$)", text)[1], 16)
            if mnemonic == "bl" or (mnemonic == "b" and target not in self.index):
                if not callee or callee[1] not in SIGNATURES:
                    self.fault(at, "a call of a function that has no signature")
                elif not public >= signature(callee[1]):
                    self.fault(at, "an address or a count for the callee is secret")
                if mnemonic == "b":
                    return []
                public -= {f"{kind}{number}" for kind in "rv" for number in range(19)} | {"flags"}
            elif mnemonic == "b":
                following = [self.index[target]]
            else:
                tested = "flags" in public if mnemonic.startswith("b.") else is_public(operands[0])
                if not tested:
                    self.fault(at, "a conditional branch on a secret")
                following.append(self.index[target])
        elif mnemonic in LOADS | STORES:
            place = next(at for at, operand in enumerate(operands) if operand.startswith("["))
            moved, memory = operands[:place], operands[place]
            slot = self.slot(memory, stack, frame)
            size = 16 if moved[0][0] == "q" else 8
            slots = [("slot", (slot or 0) + size * which) for which in range(len(moved))]
            on_stack = re.match(r"\[(sp|x29)", memory)
            if on_stack and slot is None:
                self.fault(at, "a place on the stack that is not understood")
            if not on_stack and not is_public(memory):
                self.fault(at, "a memory access at a secret address")
            for register, place_on_stack in zip(moved, slots):
                if mnemonic in LOADS:
                    write(register, bool(on_stack) and place_on_stack in public)
                elif on_stack:
                    (public.add if is_public(register) else public.discard)(place_on_stack)
            change = re.fullmatch(r"\[sp(?:,\s*#(-?0x[0-9a-f]+|-?\d+))?\](!?)", memory)
            if change and (change[2] or len(operands) > place + 1):
                stack += int(change[1] if change[2] else operands[place + 1].lstrip("#"), 0)
        elif re.match(r"(sp|x29),", text) and mnemonic in ("add", "sub", "mov"):
            amount = int(operands[2].lstrip("#"), 0) if len(operands) > 2 else 0
            source = stack if operands[1] == "sp" else frame
            value = source + (-amount if mnemonic == "sub" else amount)
            if operands[0] == "sp":
                stack = value
            else:
                frame = value
        elif mnemonic == "mrs" and operands[1] == "NZCV":
            write(operands[0], "flags" in public)
        elif mnemonic == "msr" and operands[0] == "NZCV":
            (public.add if is_public(operands[1]) else public.discard)("flags")
        elif mnemonic in COMPUTES:
            first = 0 if mnemonic in NO_RESULT else 1
            sources = operands[first:] + (operands[:1] if mnemonic in KEEPS else [])
            known = all(is_public(source) for source in sources) and (mnemonic not in READS_FLAGS or "flags" in public)
            if mnemonic in ("eor", "sub", "subs") and len(operands) == 3 and operands[1] == operands[2]:
                known = True
            if mnemonic not in NO_RESULT:
                write(operands[0], known)
            if mnemonic in SETS_FLAGS:
                (public.add if known else public.discard)("flags")
        elif mnemonic != "nop":
            self.fault(at, "an instruction that is not known")
        return [(successor, (frozenset(public), stack, frame)) for successor in following if successor < len(self.code)]

    def row_loops(self):
        """The innermost loops that multiply."""
        for end, (address, mnemonic, text) in enumerate(self.code):
            match = CONDITIONAL.match(mnemonic) and re.search(r"0x([0-9a-f]+)(?: <|$)", text)
            start = self.index.get(int(match[1], 16)) if match else None
            if start is None or start > end:
                continue
            body = self.code[start:end]
            kinds = {other for _, other, _ in body}
            if kinds & {"mul", "madd", "umulh"} and not any(kind in ("b", "bl") or CONDITIONAL.match(kind) for kind in kinds):
                yield body


def faults(binary):
    """All faults of an object, the functions that were read, and the loops over rows."""
    found, loops = [], 0
    code_of = functions(binary)
    symbols = subprocess.run(["llvm-nm", "-u", str(binary)], check=True, capture_output=True, text=True).stdout.split()
    found += [f"{binary.name} needs {symbol}" for symbol in symbols if symbol != "U"]
    for name, code in code_of.items():
        if name not in SIGNATURES:
            found.append(f"{name} has no signature")
            continue
        function = Function(name, code)
        found += function.run()
        for body in function.row_loops():
            loops += 1
            counts = [sum(mnemonic in kinds for _, mnemonic, _ in body) for kinds in (("mul", "madd"), ("umulh",))]
            where = f"{name}: the loop at {body[0][0]:x}"
            if counts[0] != counts[1]:
                found.append(f"{where} has {counts[0]} mul and {counts[1]} umulh")
            if any(re.search(r"\[(sp|x29)", operands) for _, _, operands in body):
                found.append(f"{where} uses the stack")
    return found, list(code_of), loops
