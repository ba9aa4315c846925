// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
import SecretMarks
import SecretMemory

/// What can be marked as secret and looked at for marks: memory, never the bytes in it.
protocol Markable {
    /// Calls `body` with each piece of memory that holds the value, which is not copied.
    @safe func withMemory(_ body: (UnsafeRawBufferPointer) -> Void)
}

extension Markable {
    func markSecret() {
        withMemory { unsafe mark_secret($0.baseAddress, $0.count) }
    }

    func markPublic() {
        withMemory { unsafe mark_public($0.baseAddress, $0.count) }
    }

    /// Whether every piece holds a secret bit.
    var isSecret: Bool {
        var all = true
        withMemory { all = unsafe all && is_marked_secret($0.baseAddress, $0.count) }
        return all
    }
}

extension Natural: Markable {
    @safe func withMemory(_ body: (UnsafeRawBufferPointer) -> Void) {
        unsafe body(UnsafeRawBufferPointer(UnsafeBufferPointer(start: storage.pointer, count: storage.count)))
    }
}

extension WipedArray: Markable {
    @safe func withMemory(_ body: (UnsafeRawBufferPointer) -> Void) {
        unsafe body(UnsafeRawBufferPointer(UnsafeBufferPointer(start: storage.pointer, count: count)))
    }
}

extension Array: Markable {
    @safe func withMemory(_ body: (UnsafeRawBufferPointer) -> Void) {
        if let pieces = self as? [any Markable] {
            for piece in pieces { piece.withMemory(body) }
        } else {
            unsafe withUnsafeBytes { unsafe body($0) }
        }
    }
}
