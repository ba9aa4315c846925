#!/usr/bin/env python3
# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""A peer's process: worker.py MODULE CLASS, both of the package `sides`."""
import importlib
import os
import sys

# What a library prints must not come between the answers.
output = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

from sides.side import serve  # noqa: E402

module, name = sys.argv[1:]
serve(getattr(importlib.import_module(f"sides.{module}"), name), output)
