// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0
//
// Times the steps of Work.swift in each WebAssembly module that is named, in turn, and prints a table of medians.
//
//     node time.mjs KEYS NAME=FILE...

import { readFileSync } from "node:fs";

const [keyCount, ...programs] = process.argv.slice(2);
const modules = programs.map((program) => {
    const [name, file] = program.split("=");
    return { name, steps: new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file))).exports, times: {} };
});

function time({ name, steps, times }, label, work) {
    const start = performance.now();
    if (work(steps) === 0) throw new Error(`${name}: ${label}: wrong`);
    (times[label] ??= []).push((performance.now() - start) / 1000);
}

// A module's first key also pays for compiling: one round more, which does not count.
for (let round = 0; round <= Number(keyCount); round++) {
    for (const module of modules) {
        time(module, "key", (steps) => steps.generate());
        time(module, "8 features, by powers", (steps) => steps.encrypt(8));
        time(module, "10 features, making the tables", (steps) => steps.encrypt(10));
        time(module, "10 features, from the tables", (steps) => steps.encrypt(10));
        time(module, "decryption of one", (steps) => steps.decrypt());
        if (round === 0) module.times = {};
    }
}

const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];
const mean = (numbers) => numbers.reduce((a, b) => a + b) / numbers.length;
console.log(`Node ${process.versions.node}, ${keyCount} keys of 3072 bits, seconds: means of keys, else medians`);
console.log(["", ...modules.map(({ name }) => name)].join(" | "));
for (const label of Object.keys(modules[0].times)) {
    const figures = modules.map(({ times }) => (label === "key" ? mean : median)(times[label]).toFixed(3));
    console.log([label, ...figures].join(" | "));
}
