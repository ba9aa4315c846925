// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs every stage of known answers and prints a digit for each: 1 where it gave the known answer, else 0.
//
//     node run.mjs known-answers.wasm

import { readFileSync } from "node:fs";

const program = new WebAssembly.Module(readFileSync(process.argv[2]));
let stages = "";
for (;;) {
    // Each stage starts afresh, random numbers too.
    const answer = new WebAssembly.Instance(program).exports.known_answer_test(stages.length);
    if (answer === -1) break;
    stages += answer;
}
console.log(stages);
