// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#ifndef SECRET_MARKS_H
#define SECRET_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Marks bytes as secret: what Valgrind's memcheck takes for memory that nobody wrote to, and follows through registers, flags
// and memory. Outside Valgrind nothing happens. The idea is Langley's (ctgrind, 2010).

/// Whether the program runs under Valgrind, which marks need.
bool marks_work(void);

/// The address of this function in memory, which tells where the program was loaded.
uintptr_t address_of_marks(void);

/// Marks bytes as secret.
void mark_secret(const void *bytes, size_t count);

/// Marks bytes as public.
void mark_public(const void *bytes, size_t count);

/// Whether some bit of the bytes is secret.
bool is_marked_secret(const void *bytes, size_t count);

/// Whether random numbers are secret from here on; at the start they are.
void mark_random_numbers(bool are_secret);

/// Says that a path begins, the first, second and so on, or ends; of use to whoever plants leaks.
void path_begins(void);
void path_ends(void);

#endif
