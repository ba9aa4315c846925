// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Paillier
import SecretMemory
public import WireFormats

/// A passphrase for key files, in memory of its own that is overwritten when the last reference goes.
///
/// It is its bytes, as they are: another Unicode form of the same letters is another passphrase.
public struct Passphrase: Redacted, Sendable {
    private static let lengths = 1...1024
    private let bytes: WipedArray<UInt8>

    /// Takes one line of text without its line ending; the caller's own copy stays the caller's to wipe.
    ///
    /// - Throws: `WireFormatError`: `invalidPassphrase` for an empty one, one of more than 1,024 bytes, and one with a control
    ///   character, such as a line break.
    public init(_ line: some Collection<UInt8>) throws(WireFormatError) {
        guard Self.lengths.contains(line.count) else {
            throw WireFormatError(
                .invalidPassphrase, line.isEmpty ? "the passphrase is empty" : "a passphrase has at most 1,024 bytes")
        }
        guard !line.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw WireFormatError(.invalidPassphrase, "a passphrase is one line of text without control characters")
        }
        bytes = WipedArray<UInt8>(line)
    }

    /// Lends the bytes and overwrites the copy that was lent.
    func withBytes<Result, Failure: Error>(_ body: ([UInt8]) throws(Failure) -> Result) throws(Failure) -> Result {
        var copy = (0..<bytes.count).map { bytes[$0] }
        defer { wipe(&copy) }
        return try body(copy)
    }
}

@available(*, unavailable) extension Passphrase: Equatable {}
