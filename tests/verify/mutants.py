"""Mutation testing in one build: every mutant that cargo-mutants lists, woven into one copy of the sources.

cargo-mutants builds the program anew for each mutant, a minute or more each; there are thousands. Here all of them
stand in one copy, each behind a switch that an environment variable turns on when a test is run:

    a + b    becomes    match mutant::of(7, 2) { 0 => a + b, 1 => a - b, _ => a * b }

The copy is built once. Each test is run alone once, and notes which mutants it reaches. Then, for each mutant, the tests
that reach it are run with it switched on, quickest first, until one fails: the mutant is *caught*. A test that runs
much longer than usual has failed too. If all pass, or no test reaches it, it is *missed*.

What rustc refuses is found from the place of its errors, left out, and the rest built. If the mutant itself is at fault
it is *unviable*, as it is for cargo-mutants; if it is the weaving (a constant, or a function that returns `impl`), it is
*apart* and judged by a build of its own. So are mutants of `const fn` that were missed: where the compiler evaluates
them, no switch can be turned.

Run by tests/verify/mutants; docs/verification.md has what was found.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import math
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import sample
import tree_sitter_rust
from sample import together, wilson
from tree_sitter import Language, Node, Parser

# Those of .cargo/mutants.toml, and what else knows what should come out of the model. What compares with kept results
# or with pages is left out: it notices every change, and knows of none why it is wrong.
BINARIES = ["theory", "care", "prices", "finance_example", "determinism", "money_identities", "social_worker", "reported"]
BINARIES += ["levers", "coventry", "recruit", "optimism"]
PARTS = ["des", "stats", "finance", "care"]
# Seconds of the processor: a test that takes longer by itself is not used; what is spent on a mutant at most, by the
# tests' usual time; and up to which a test is quick, so that it is tried before it is asked how likely it is to fail.
SLOWEST, MOST, QUICK = 15.0, 40.0, 0.3
# Nothing that a test does needs more; a mutant may well.
MEMORY, FILE_SIZE = 4 << 30, 64 << 20
# What a constant is made of, no switch can reach when the program runs.
CONSTANT = {"const_item", "static_item", "array_type", "const_block", "enum_variant", "const_parameter"}
COMPARISONS = {"==", "!=", "<", ">", "<=", ">="}

MODULE = """\
//! Written by tests/verify/mutants.py: which mutant is switched on.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};

/// Not yet known, or reached mutants are noted instead.
const LOOK: u32 = u32::MAX;
static ACTIVE: AtomicU32 = AtomicU32::new(LOOK);
static REACHED: [AtomicBool; COUNT] = [const { AtomicBool::new(false) }; COUNT];

/// Which of the `count` mutants from `first` on is switched on, counted from 1; 0 for none.
#[inline(always)]
pub const fn of(first: u32, count: u32) -> u32 {
    core::intrinsics::const_eval_select((first, count), none, which)
}

#[inline(always)]
pub const fn on(number: u32) -> bool {
    of(number, 1) == 1
}

const fn none(_first: u32, _count: u32) -> u32 {
    0
}

#[inline(always)]
fn which(first: u32, count: u32) -> u32 {
    let active = match ACTIVE.load(Relaxed) {
        LOOK => look(first, count),
        active => active,
    };
    let offset = active.wrapping_sub(first);
    if offset < count { offset + 1 } else { 0 }
}

#[inline(never)]
fn look(first: u32, count: u32) -> u32 {
    // Those of one place are reached together.
    if REACHED[first as usize].load(Relaxed) {
        return 0;
    }
    static NOTES: OnceLock<Option<File>> = OnceLock::new();
    let notes = NOTES.get_or_init(|| {
        let path = std::env::var_os("PERMANENCE_MUTANT_REACHED")?;
        Some(OpenOptions::new().append(true).create(true).open(path).unwrap())
    });
    let Some(mut notes) = notes.as_ref() else {
        let active = std::env::var("PERMANENCE_MUTANT").map_or(0, |number| number.parse().unwrap());
        ACTIVE.store(active, Relaxed);
        return active;
    };
    for number in first..first + count {
        if !REACHED[number as usize].swap(true, Relaxed) {
            notes.write_all(format!("{number}\\n").as_bytes()).unwrap();
        }
    }
    0
}
"""


@dataclass
class Mutant:
    """One entry of cargo-mutants' list. `number` switches it on; `node` is the piece of syntax that is woven anew."""

    name: str
    file: str
    genre: str
    replacement: str
    returns: str
    begin: int
    end: int
    node: tuple[int, int, str] = (0, 0, "")
    state: str = "woven"
    in_const_fn: bool = False
    number: int = 0

    @property
    def part(self) -> str:
        return self.file.split("/")[1].removesuffix(".rs")


@dataclass(frozen=True)
class Test:
    binary: str
    name: str

    def __str__(self) -> str:
        return f"{self.binary}::{self.name}"


def byte(source: bytes, line: int, column: int) -> int:
    """Where a place stands that is given as rustc and cargo-mutants do: from 1, columns in characters."""
    start = 0
    for _ in range(line - 1):
        start = source.index(b"\n", start) + 1
    return start + len(source[start : source.find(b"\n", start)].decode()[: column - 1].encode())


def ancestors(node: Node | None) -> Iterator[Node]:
    while node is not None:
        yield node
        node = node.parent


def place(tree: Node, mutant: Mutant) -> None:
    """Finds the piece of syntax that a mutant is about, and whether a switch can be put there."""
    kinds = {
        "FnValue": ("function_item",),
        "BinaryOperator": ("binary_expression", "compound_assignment_expr", "let_chain"),
        "UnaryOperator": ("unary_expression",),
        "MatchArm": ("match_arm",),
        "MatchArmGuard": ("match_pattern",),
        "StructField": ("field_initializer", "shorthand_field_initializer"),
    }[mutant.genre]
    end = mutant.end if mutant.genre == "FnValue" else mutant.begin + 1
    around = list(ancestors(tree.descendant_for_byte_range(mutant.begin, end)))
    node = next(node for node in around if node.type in kinds)
    function = next((node for node in around if node.type == "function_item"), None)
    if mutant.genre == "FnValue":
        node = node.child_by_field_name("body")
    if mutant.genre == "MatchArm":
        node = node.child_by_field_name("pattern")
    assert node is not None, mutant.name
    mutant.node = (node.start_byte, node.end_byte, node.type)
    if function is not None:
        mutant.in_const_fn = any(child.type == "function_modifiers" and b"const" in child.text for child in function.children)
    if node.type == "let_chain":
        # `let` stands beside `&&` only.
        mutant.state = "unviable"
    elif node.type == "shorthand_field_initializer" or any(node.type in CONSTANT for node in around):
        mutant.state = "apart"


def listed(root: Path, tool: str) -> list[Mutant]:
    """What cargo-mutants lists, numbered so that those of one piece of syntax follow each other."""
    text = subprocess.run([tool, "mutants", "--list", "--json"], cwd=root, check=True, stdout=subprocess.PIPE).stdout
    parser = Parser(Language(tree_sitter_rust.language()))
    files: dict[str, tuple[bytes, Node]] = {}
    mutants = []
    for entry in json.loads(text):
        file = entry["file"]
        if file not in files:
            source = (root / file).read_bytes()
            tree = parser.parse(source).root_node
            assert not tree.has_error, f"{file} is not understood"
            files[file] = (source, tree)
        source, tree = files[file]
        begin, end = (byte(source, at["line"], at["column"]) for at in (entry["span"]["start"], entry["span"]["end"]))
        returns = (entry["function"] or {}).get("return_type", "")
        mutant = Mutant(entry["name"], file, entry["genre"], entry["replacement"], returns, begin, end)
        place(tree, mutant)
        mutants.append(mutant)
    mutants.sort(key=lambda mutant: (mutant.file, mutant.node, mutant.begin, mutant.replacement))
    for number, mutant in enumerate(mutants, 1):
        mutant.number = number
    return mutants


class Weaver:
    """Writes a file anew with its mutants in it, and notes where each stands in what it writes."""

    def __init__(self, source: bytes, mutants: list[Mutant]) -> None:
        self.source = source
        self.groups: dict[tuple[int, int, str], list[Mutant]] = defaultdict(list)
        for mutant in mutants:
            if mutant.state == "woven":
                self.groups[mutant.node].append(mutant)
        self.places = sorted(self.groups)
        self.first = {mutant.node: mutant.number for mutant in reversed(mutants)}
        self.count = {node: sum(mutant.node == node for mutant in mutants) for node in self.groups}
        self.out = bytearray()
        # From and to in what is written, whose it is, and whether it is the mutant's own text.
        self.marks: list[tuple[int, int, list[Mutant], bool]] = []

    def write(self, *pieces: str | Node) -> None:
        for piece in pieces:
            if isinstance(piece, str):
                self.out += piece.encode()
            else:
                self.node(piece)

    def own(self, mutant: Mutant, *pieces: str | Node) -> None:
        begin = len(self.out)
        self.write(*pieces)
        self.marks.append((begin, len(self.out), [mutant], True))

    def node(self, node: Node) -> None:
        key = (node.start_byte, node.end_byte, node.type)
        group = self.groups.get(key)
        if group is None:
            self.inside(node)
            return
        begin = len(self.out)
        {
            "block": self.body,
            "binary_expression": self.binary,
            "compound_assignment_expr": self.assignment,
            "unary_expression": self.unary,
            "match_pattern": self.pattern,
            "field_initializer": self.field,
        }[node.type](node, group, self.first[key], self.count[key])
        self.marks.append((begin, len(self.out), group, False))

    def inside(self, node: Node, after: str = "") -> None:
        """A node as it is but for what is woven into it; `after` follows its first token."""
        at = node.start_byte
        woven = any(node.start_byte <= begin < node.end_byte for begin, _, _ in self.places)
        for child in node.children if woven or after else []:
            self.out += self.source[at : child.start_byte]
            self.node(child)
            at = child.end_byte
        self.out += self.source[at : node.end_byte]

    def body(self, node: Node, group: list[Mutant], first: int, count: int) -> None:
        self.write("{")
        for mutant in group:
            self.write(f" if crate::mutant::on({mutant.number}) {{ ")
            self.own(mutant, f"return {mutant.replacement};")
            self.write(" }")
        at = node.start_byte + 1
        for child in node.children[1:]:
            self.out += self.source[at : child.start_byte]
            self.node(child)
            at = child.end_byte

    def choice(self, group: list[Mutant], first: int, count: int, usual: str, other: dict[int, str]) -> None:
        self.write(f"match crate::mutant::of({first}, {count}) {{ 0 => {{ {usual} }}")
        for mutant in group:
            self.write(f", {mutant.number - first + 1} => ")
            self.own(mutant, f"{{ {other[mutant.number]} }}")
        self.write(", _ => unreachable!() }")

    def binary(self, node: Node, group: list[Mutant], first: int, count: int) -> None:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = node.child_by_field_name("operator").text.decode()
        a, b = f"left_{first}", f"right_{first}"
        if operator in ("&&", "||"):
            # The right side counts if the left is true, or the left is false; the mutant exchanges these.
            sign = "!=" if operator == "&&" else "=="
            self.write(f"({{ let {a} = ", left, f"; if {a} {sign} crate::mutant::on({first}) {{ ", right, f" }} else {{ {a} }} }})")
            return
        compared = operator in COMPARISONS
        by, of = ("&", "*") if compared else ("", "")
        self.write(f"(match ({by}(", left, f"), {by}(", right, f")) {{ ({a}, {b}) => ")
        others = {mutant.number: f"{of}{a} {mutant.replacement} {of}{b}" for mutant in group}
        self.choice(group, first, count, f"{of}{a} {operator} {of}{b}", others)
        self.write(" })")

    def assignment(self, node: Node, group: list[Mutant], first: int, count: int) -> None:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = node.child_by_field_name("operator").text.decode()
        b = f"right_{first}"
        self.write(
            "(match (", right, f") {{ {b} => match crate::mutant::of({first}, {count}) {{ 0 => {{ ", left, f" {operator} {b} }}"
        )
        for mutant in group:
            self.write(f", {mutant.number - first + 1} => ")
            self.own(mutant, "{ ", left, f" {mutant.replacement} {b} }}")
        self.write(", _ => unreachable!() } })")

    def unary(self, node: Node, group: list[Mutant], first: int, count: int) -> None:
        operator, operand = node.children[0].text.decode(), node.children[-1]
        value = f"value_{first}"
        self.write("(match (", operand, f") {{ {value} => if !crate::mutant::on({first}) {{ {operator}{value} }} else ")
        self.own(group[0], f"{{ {value} }}")
        self.write(" })")

    def pattern(self, node: Node, group: list[Mutant], first: int, count: int) -> None:
        guard = node.child_by_field_name("condition")
        if guard is None:
            self.inside(node)
            self.write(f" if !crate::mutant::on({first})")
            return
        self.write(node.children[0], " if ")
        for mutant in group:
            self.write(f"crate::mutant::on({mutant.number}) || " if mutant.replacement == "true" else "")
        self.write("(")
        for mutant in group:
            self.write(f"!crate::mutant::on({mutant.number}) && " if mutant.replacement == "false" else "")
        self.write("(", guard, "))")

    def field(self, node: Node, group: list[Mutant], first: int, count: int) -> None:
        name = node.child_by_field_name("field").text.decode()
        value = node.child_by_field_name("value")
        base = next(child for child in node.parent.children if child.type == "base_field_initializer").children[-1]
        self.write(f"{name}: if !crate::mutant::on({first}) {{ ", value, " } else { (", base, f").{name} }}")


class Copy:
    """A copy of the sources under target, built into a folder of its own."""

    def __init__(self, root: Path, out: Path) -> None:
        self.root, self.out, self.tree = root, out, out / "tree"
        self.env = os.environ | {
            "CARGO_TARGET_DIR": str(out / "build"),
            # For a switch that may stand in a const fn.
            "RUSTC_BOOTSTRAP": "1",
            "CARGO_PROFILE_TEST_DEBUG": "false",
            "CARGO_INCREMENTAL": "0",
        }

    def fresh(self, woven: set[str]) -> None:
        """Everything but what is woven; what is as it was is left alone, so that cargo need not build it again."""
        for name in set(sources(self.root)) - woven:
            self.put(name, (self.root / name).read_bytes())

    def put(self, name: str, content: bytes) -> None:
        path = self.tree / name
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def cargo(self, *arguments: str) -> Iterator[dict]:
        command = ["cargo", arguments[0], "--locked", "--message-format=json", *arguments[1:]]
        run = subprocess.run(command, check=False, cwd=self.tree, env=self.env, capture_output=True)
        messages = [json.loads(line) for line in run.stdout.splitlines() if line.startswith(b"{")]
        if run.returncode and not any(message["reason"] == "compiler-message" for message in messages):
            raise SystemExit(run.stderr.decode())
        yield from messages

    def build(self) -> dict[str, str]:
        """Builds the tests, and names the programs."""
        programs = {}
        chosen = [part for name in BINARIES for part in ("--test", name)]
        for message in self.cargo("test", "--no-run", "--lib", *chosen):
            if message["reason"] == "compiler-artifact" and message["profile"]["test"] and message["executable"]:
                programs[message["target"]["name"]] = message["executable"]
            if message["reason"] == "compiler-message" and message["message"]["level"] == "error":
                raise SystemExit(message["message"]["rendered"])
        programs["lib"] = programs.pop("permanence")
        return programs


def weave(copy: Copy, mutants: list[Mutant], settled: bool) -> None:
    """Writes all mutants into the copy, and takes out what rustc refuses until it refuses nothing."""
    parser = Parser(Language(tree_sitter_rust.language()))
    by_file: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in mutants:
        by_file[mutant.file].append(mutant)
    copy.fresh({*by_file, "src/lib.rs"})
    head = "#![feature(core_intrinsics, const_eval_select)]\n#![allow(warnings, arithmetic_overflow, unconditional_panic)]\n"
    library = head + (copy.root / "src/lib.rs").read_text() + "\npub mod mutant;\n"
    copy.put("src/lib.rs", library.encode())
    copy.put("src/mutant.rs", MODULE.replace("COUNT", str(len(mutants) + 1)).encode())
    marks: dict[str, list[tuple[int, int, list[Mutant], bool]]] = {}
    changed = set(by_file)
    while changed:
        for file in changed:
            source = (copy.root / file).read_bytes()
            weaver = Weaver(source, by_file[file])
            weaver.inside(parser.parse(source).root_node)
            copy.put(file, bytes(weaver.out))
            marks[file] = weaver.marks
        changed = set()
        if settled:
            return
        # As the tests are built, so that the crates it depends on are compiled once.
        for message in copy.cargo("rustc", "--lib", "--profile=test", "--", "-Zno-codegen"):
            if message["reason"] != "compiler-message" or message["message"]["level"] != "error" or not message["message"]["spans"]:
                continue
            found = [
                (end - begin, own, file, whose)
                for file, at in primary(message["message"]["spans"])
                for begin, end, whose, own in marks.get(file, [])
                if begin <= at < end
            ]
            if not found:
                raise SystemExit(message["message"]["rendered"])
            _, own, file, whose = min(found, key=lambda one: one[0])
            for mutant in whose:
                # What returns `impl` has one type only, so that only one of two bodies fits.
                of_another_type = mutant.genre == "FnValue" and "impl " in mutant.returns
                mutant.state = "unviable" if own and not of_another_type else "apart"
            changed.add(file)
        left = sum(mutant.state == "woven" for mutant in mutants)
        print(f"{left} of {len(mutants)} mutants woven; files to write again: {len(changed)}", flush=True)


def primary(spans: list[dict]) -> Iterator[tuple[str, int]]:
    """Where an error stands: within a macro, where the macro is called."""
    for span in spans:
        if span["is_primary"]:
            yield span["file_name"], span["byte_start"]
        if span.get("expansion"):
            yield from primary([span["expansion"]["span"] | {"is_primary": True}])


def waited(process: subprocess.Popen, limit: float) -> tuple[int | None, float]:
    """How a process and what it started ended, None if it had to be stopped, and the processor's seconds."""
    until, pause = time.monotonic() + limit, 0.002
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        late = time.monotonic() > until
        if pid or late:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        if late and not pid:
            _, _, usage = os.wait4(process.pid, 0)
        if pid or late:
            process.returncode = os.waitstatus_to_exitcode(status) if pid else -signal.SIGKILL
            return (process.returncode if pid else None), usage.ru_utime + usage.ru_stime
        time.sleep(pause)
        pause = min(1.5 * pause, 0.1)


class Tests:
    """The test programs of the copy: how long each test takes, and which mutants it reaches."""

    def __init__(self, copy: Copy, programs: dict[str, str]) -> None:
        self.copy, self.programs = copy, programs
        self.seconds: dict[Test, float] = {}
        self.reaching: dict[int, list[Test]] = defaultdict(list)
        # How often a module of tests has caught a mutant of a file.
        self.catches: Counter[tuple[str, str]] = Counter()

    def run(self, binary: str, names: list[str], limit: float, **env: str) -> tuple[str, str, float]:
        """`passed`, `failed` or `timeout`, which test failed first, and the processor's seconds.

        `limit` is of the processor, not of the clock: the machine may have other things to do.
        """
        fixed = {"RAYON_NUM_THREADS": "1", "PROPTEST_RNG_SEED": "1", "PROPTEST_DISABLE_FAILURE_PERSISTENCE": "1"}
        fixed |= {"PROPTEST_MAX_SHRINK_ITERS": "0", "RUST_BACKTRACE": "0"}

        limits = f"ulimit -t {math.ceil(limit)}; ulimit -v {MEMORY >> 10}; ulimit -f {FILE_SIZE >> 9}; ulimit -c 0"
        temporary = tempfile.TemporaryDirectory(prefix="mutant-", ignore_cleanup_errors=True)
        with temporary as folder, Path(folder, "output").open("w+b") as output:
            process = subprocess.Popen(
                ["sh", "-c", f'{limits}; exec "$@"', "sh", self.programs[binary], "--exact", "--test-threads=1", *names],
                cwd=self.copy.tree,
                env=os.environ | fixed | {"TMPDIR": folder} | env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            status, used = waited(process, 300 + 100 * limit)
            output.seek(0)
            text = output.read(1 << 22).decode(errors="replace")
        begun = re.findall(r"^test (\S+) (?:- should panic )?\.\.\. ", text, re.M)
        failed = re.findall(r"^test (\S+) (?:- should panic )?\.\.\. .*?FAILED$", text, re.M)
        first = (failed or begun[-1:] or names)[0]
        if status in (None, -signal.SIGXCPU, -signal.SIGKILL):
            return "timeout", first, used
        return ("passed", "", used) if status == 0 else ("failed", first, used)

    def every(self, binary: str) -> list[Test]:
        listing = subprocess.run([self.programs[binary], "--list", "--format=terse"], check=True, stdout=subprocess.PIPE)
        lines = listing.stdout.decode().splitlines()
        return [Test(binary, line.removesuffix(": test")) for line in lines if line.endswith(": test")]

    def measure(self, test: Test) -> tuple[str, str, float, list[int]]:
        """How a test ends, its seconds, and what it reaches: twice, as noting that takes time."""
        said, _, seconds = self.run(test.binary, [test.name], SLOWEST)
        if said != "passed":
            return test.name, said, seconds, []
        with tempfile.NamedTemporaryFile("r", prefix="reached-") as notes:
            said, _, _ = self.run(test.binary, [test.name], 20 * SLOWEST, PERMANENCE_MUTANT_REACHED=notes.name)
            return test.name, said, seconds, sorted({int(line) for line in notes if line.strip()})

    def reach(self, binary: str, workers: int, kept: dict) -> None:
        """Runs every test of a program once, unless the program is as it was."""
        stamp = hashlib.blake2b(Path(self.programs[binary]).read_bytes(), digest_size=8).hexdigest()
        if kept.get(binary, {}).get("stamp") != stamp:
            with ThreadPoolExecutor(workers) as pool:
                kept[binary] = {"stamp": stamp, "tests": list(pool.map(self.measure, self.every(binary)))}
        for name, said, seconds, reached in kept[binary]["tests"]:
            test = Test(binary, name)
            if said == "passed":
                self.seconds[test] = seconds
                for number in reached:
                    self.reaching[number].append(test)
            else:
                print(f"left out: {test}, {said}", flush=True)

    def batches(self, tests: Iterable[Test]) -> Iterator[tuple[str, list[str], float]]:
        """Quick tests of one program together, ever more of them; slow ones alone."""
        most, spent = 0.2, 0.0
        waiting = list(tests)
        while waiting:
            binary = waiting[0].binary
            names, seconds, rest = [], 0.0, []
            for test in waiting:
                if test.binary == binary and (not names or seconds + self.seconds[test] <= most):
                    names.append(test.name)
                    seconds += self.seconds[test]
                else:
                    rest.append(test)
            spent += seconds
            if spent > MOST:
                return
            yield binary, names, seconds
            waiting, most = rest, min(2 * most, 5.0)

    def caught(self, file: str, by: str) -> None:
        self.catches[file, by.rpartition("::")[0]] += 1

    def in_order(self, mutant: Mutant) -> list[Test]:
        """The quick ones first, then those whose like have caught most in the same file."""

        def order(test: Test) -> tuple[bool, int, float]:
            quick, seconds = self.seconds[test] <= QUICK, self.seconds[test]
            like = 0 if quick else self.catches[mutant.file, str(test).rpartition("::")[0]]
            return not quick, -like, seconds

        return sorted(self.reaching.get(mutant.number, []), key=order)

    def judge(self, mutant: Mutant) -> dict:
        tests = self.in_order(mutant)
        ran, spent = 0, 0.0
        verdict = {"name": mutant.name, "part": mutant.part, "verdict": "missed", "reached_by": len(tests)}
        for binary, names, seconds in self.batches(tests):
            said, name, used = self.run(binary, names, 2 + 8 * seconds, PERMANENCE_MUTANT=str(mutant.number))
            ran, spent = ran + len(names), spent + used
            if said != "passed":
                verdict |= {"verdict": "caught" if said == "failed" else "timeout", "by": f"{binary}::{name}"}
                self.caught(mutant.file, verdict["by"])
                break
        return verdict | {"ran": ran, "seconds": round(spent, 2)}


def one_by_one(root: Path, out: Path, cargo: str, mutants: list[Mutant]) -> dict[str, str]:
    """What cargo-mutants itself finds of a few, a build for each."""
    names = "|".join(re.sub(r"([.^$|?*+()\[\]{}\\])", r"\\\1", mutant.name) for mutant in mutants)
    command = [cargo, "mutants", "--output", str(out), "--baseline=skip", "--timeout=300", "--re", f"^({names})$"]
    if subprocess.run(command, cwd=root, check=False).returncode not in (0, 2, 3):
        raise SystemExit("cargo mutants did not finish")
    files = {verdict: out / "mutants.out" / f"{verdict}.txt" for verdict in ("caught", "timeout", "missed", "unviable")}
    return {name: verdict for verdict, file in files.items() for name in file.read_text().splitlines()}


def sources(root: Path) -> list[str]:
    listing = subprocess.run(["git", "ls-files", "-coz", "--exclude-standard"], cwd=root, check=True, stdout=subprocess.PIPE)
    return sorted(name for name in listing.stdout.decode().split("\0") if name and (root / name).is_file())


def digest(root: Path, with_tests: bool) -> str:
    """Of all code, scenarios and settings, tests included; or of what is mutated, and `dist` that it is made with.

    The second is what kept verdicts stand under. It decides which mutants there are, where they stand and which of them
    rustc refuses: these layers use none but each other (tests/architecture.rs), and a mutant changes no signature. Unit
    tests stand at the end of a file and are cut off. A verdict depends on more: on the tests, on the layers and the
    scenarios between them and what is mutated, on the crates and the compiler. With a change of any but the last, what
    was missed is judged anew, as that holds only for everything as it was. What was caught stays so while the test that
    caught it is there, though that test may have come to ask for less, or to get there by a scenario that is read in
    another way. A run into an empty folder knows nothing of earlier ones.
    """
    found = hashlib.blake2b(" ".join(BINARIES if with_tests else PARTS).encode(), digest_size=8)
    for name in sources(root):
        if with_tests and name.endswith((".rs", ".toml", ".lock")):
            found.update((root / name).read_bytes())
        elif not with_tests and re.fullmatch(rf"src/({'|'.join([*PARTS, 'dist'])})(/.*)?\.rs", name):
            found.update((root / name).read_text().split("#[cfg(test)]\nmod ")[0].encode())
    return found.hexdigest()


class Verdicts:
    """What was found so far, a line a mutant, so that a run can be broken off and taken up again, elsewhere too."""

    def __init__(self, path: Path, code: str, tests: str) -> None:
        self.path, self.tests = path, tests
        self.found: dict[str, dict] = {}
        if path.exists():
            head, *lines = [json.loads(line) for line in path.read_text().splitlines()]
            if head["code"] == code:
                self.found = {line["name"]: line for line in lines}
                return
            # What was found of other code took hours and may be what a page rests on.
            old = path.with_name(f"verdicts-{head['code']}.jsonl")
            if old.exists():
                raise SystemExit(f"error: {path.name} is of other code than this and {old.name} is there; move one of them away")
            path.rename(old)
            print(f"{path.name} is of other code: kept as {old.name}", flush=True)
        commit = subprocess.run(["git", "rev-parse", "--short=7", "HEAD"], cwd=path.parent, check=False, stdout=subprocess.PIPE)
        head = {"code": code, "commit": commit.stdout.decode().strip(), "date": time.strftime("%Y-%m-%d")}
        path.write_text(json.dumps(head) + "\n")

    def known(self, name: str, tests: set[str]) -> bool:
        """What was caught stays so while the test is there; what was missed may be caught by a test that is new."""
        line = self.found.get(name, {})
        return line["by"] in tests if "by" in line else self.settled(line)

    def settled(self, line: dict) -> bool:
        """Whether a verdict stands whichever tests there are (of a mutant judged alone no test is named), or these are the same."""
        return ("alone" in line and line["verdict"] != "missed") or line.get("tests") == self.tests

    def add(self, line: dict) -> None:
        line |= {"tests": self.tests}
        self.found[line["name"]] = line
        with self.path.open("a") as file:
            file.write(json.dumps(line) + "\n")


def judge_all(tests: Tests, mutants: list[Mutant], verdicts: Verdicts, workers: int) -> None:
    with ThreadPoolExecutor(workers) as pool:
        waiting = [pool.submit(tests.judge, mutant) for mutant in mutants]
        try:
            for done, line in enumerate(as_completed(waiting), 1):
                verdicts.add(line.result())
                if done % 100 == 0:
                    print(f"{done} of {len(mutants)}", flush=True)
        finally:
            pool.shutdown(cancel_futures=True)


def apart(mutant: Mutant, verdicts: Verdicts) -> bool:
    """Whether a mutant has to have a build of its own, and has not had it with these tests."""
    line = verdicts.found.get(mutant.name, {})
    done = "alone" in line and verdicts.settled(line)
    return not done and (mutant.state == "apart" or (mutant.in_const_fn and line.get("verdict") == "missed"))


def unnumbered(name: str) -> str:
    """A mutant's name without line and column, which move."""
    return re.sub(r":\d+:\d+:", ":", name, count=1)


def report(kept: Path, mutants: list[Mutant], found: dict[str, dict]) -> None:
    """results/mutants: the shares, and who survived, with what was said about them before."""
    kept.mkdir(parents=True, exist_ok=True)
    head = "part,mutants,unviable,judged,caught,of_these_by_time,missed,share_caught,low,high"
    rows, weighed = [], []
    for part in PARTS:
        those = [mutant for mutant in mutants if mutant.part == part]
        verdicts = [found[mutant.name]["verdict"] for mutant in those if mutant.state != "unviable" and mutant.name in found]
        unviable = sum(mutant.state == "unviable" for mutant in those) + verdicts.count("unviable")
        late, missed = verdicts.count("timeout"), verdicts.count("missed")
        caught = verdicts.count("caught") + late
        judged, viable = caught + missed, len(those) - unviable
        rows.append([len(those), unviable, judged, caught, late, missed])
        if judged:
            low, high = wilson(caught, judged) if judged < viable else 2 * (caught / judged,)
            weighed.append((viable, caught / judged, low, high))
            rows[-1] += [caught / judged, low, high]
    if len(weighed) == len(PARTS):
        rows.append([sum(row[n] for row in rows) for n in range(6)] + together(weighed))
    lines = [
        f"{part},{','.join(f'{n:.3f}' if isinstance(n, float) else str(n) for n in row)}"
        for part, row in zip([*PARTS, "all"], rows, strict=False)
    ]
    rows = lines
    text = "\n".join([head, *rows]) + "\n"
    (kept / "shares.csv").write_text(text)
    print(text, end="")
    survivors = kept / "survivors.txt"
    reasons = {}
    if survivors.exists():
        for line in survivors.read_text().splitlines():
            name, _, why = line.rpartition(" | ")
            # A test that was written since does not catch a mutant that is missed again.
            if not why.startswith("caught by "):
                reasons[name] = reasons[unnumbered(name)] = why
    lines = []
    for mutant in mutants:
        if mutant.state != "unviable" and found.get(mutant.name, {}).get("verdict") == "missed":
            why = reasons.get(mutant.name) or reasons.get(unnumbered(mutant.name)) or "not looked at"
            lines.append(f"{mutant.name} | {why}\n")
    survivors.write_text("".join(lines))


def main() -> None:
    parser = argparse.ArgumentParser(description="Mutation testing in one build: see docs/verification.md, Mutants.")
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all if none is named")
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--cargo", default="cargo", help="a cargo that has cargo-mutants")
    parser.add_argument("--apart", action="store_true", help="judge what cannot be woven, too: a minute or more for each")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    root, out = chosen.root.resolve(), chosen.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    copy = Copy(root, out)
    mutants = listed(root, chosen.cargo)
    code, all_of_it = digest(root, False), digest(root, True)
    woven, tests = out / "woven.json", Tests(copy, {})
    kept = json.loads(woven.read_text()) if woven.exists() else {}
    settled = kept.get("code") == code
    if settled:
        for mutant in mutants:
            mutant.state = kept["states"][mutant.name]
    else:
        kept = {"code": code, "tests": {}}
    weave(copy, mutants, settled)
    kept["states"] = {mutant.name: mutant.state for mutant in mutants}
    woven.write_text(json.dumps(kept))
    tests.programs = copy.build()
    for binary in tests.programs:
        tests.reach(binary, chosen.workers, kept["tests"])
        woven.write_text(json.dumps(kept))
    print(f"{len(tests.seconds)} tests", flush=True)
    verdicts = Verdicts(root / "results/mutants/verdicts.jsonl", code, all_of_it)
    names = {str(test) for test in tests.seconds}
    for line in verdicts.found.values():
        if "by" in line:
            tests.caught(line["name"].split(":")[0], line["by"])
    left = [mutant for mutant in mutants if mutant.state == "woven" and not verdicts.known(mutant.name, names)]
    # A run that is broken off is then a random sample of what was asked for. What was missed before comes last: it
    # takes longest, and tests were written for it, so that it is no sample of anything.
    parts = chosen.parts or PARTS
    left = [mutant for mutant in left if mutant.part in parts]
    random.Random(2).shuffle(left)
    left.sort(key=lambda mutant: mutant.name in verdicts.found)
    try:
        judge_all(tests, left, verdicts, chosen.workers)
        alone = [mutant for mutant in mutants if mutant.part in parts and apart(mutant, verdicts)]
        if chosen.apart and alone:
            for name, verdict in one_by_one(root, out, chosen.cargo, alone).items():
                verdicts.add({"name": name, "verdict": verdict, "alone": True})
    finally:
        report(root / "results/mutants", mutants, verdicts.found)
        sample.write(root / "results/mutants")


if __name__ == "__main__":
    main()
