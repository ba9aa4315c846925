// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
struct NumberEncrypt: ParsableCommand {}
struct NumberDecrypt: ParsableCommand {}
struct NumberAdd: ParsableCommand {}
struct NumberAddPlain: ParsableCommand {}
struct NumberMultiply: ParsableCommand {}
struct Demo: ParsableCommand {}
