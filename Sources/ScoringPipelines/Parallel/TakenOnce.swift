// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A value that cannot be copied, on its way through what copies: escaping closures, arrays, other threads.
///
/// Whoever takes it first has it; there is no second time.
final class TakenOnce<Value: ~Copyable & Sendable>: Sendable {
    private let value: Mutex<Value?>

    init(_ value: consuming Value) {
        self.value = Mutex(value)
    }

    /// The value; traps when it has been taken.
    func take() -> Value {
        guard let value = value.withLock({ $0.take() }) else { preconditionFailure("the value was taken before") }
        return value
    }
}
