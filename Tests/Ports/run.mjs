// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0
//
// Gives a file of cases to program.c in WebAssembly and writes its results: node run.mjs program.wasm < cases > results

import { readFileSync, writeSync } from "node:fs";

const program = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(process.argv[2]))).exports;
const cases = readFileSync(0);
new Uint8Array(program.memory.buffer).set(cases, program.input());
const results = new Uint8Array(program.memory.buffer, program.output(), 8 * program.run(cases.length / 8));
for (let at = 0; at < results.length;) at += writeSync(1, results, at);
