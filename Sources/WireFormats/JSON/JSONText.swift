// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import SecretMemory

/// A slice of a JSON text: the digits of a number, or the UTF-8 of a string after its escapes are undone.
///
/// It shares the memory of the document it came from, which is wiped after the last slice is gone.
package struct JSONText: RandomAccessCollection, Sendable {
    private let bytes: WipedArray<UInt8>
    private let range: Range<Int>

    /// Copies `bytes` into memory of their own.
    package init(copying bytes: some Collection<UInt8>) {
        self.init(WipedArray<UInt8>(bytes))
    }

    /// All of `bytes`.
    package init(_ bytes: WipedArray<UInt8>) {
        (self.bytes, range) = (bytes, 0..<bytes.count)
    }

    private init(_ bytes: WipedArray<UInt8>, range: Range<Int>) {
        (self.bytes, self.range) = (bytes, range)
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { range.count }

    /// The byte at `index`, which must lie in `0 ..< count`.
    package subscript(index: Int) -> UInt8 {
        precondition(index >= 0 && index < range.count)
        return bytes[range.lowerBound + index]
    }

    /// A part that shares this text's memory.
    package func part(_ part: Range<Int>) -> JSONText {
        precondition(part.lowerBound >= 0 && part.upperBound <= range.count)
        return JSONText(bytes, range: range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound)
    }

    /// The text as a string, which cannot be wiped: not for secrets.
    package var string: String { String(decoding: self, as: UTF8.self) }
}
