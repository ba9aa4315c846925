// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A non-negative integer of a fixed width in limbs; the width is public, the value may be secret.
///
/// The limbs are wiped when the last copy goes. There is no `Equatable` and no description on purpose: comparisons give
/// a ``Mask``. Unless a name says `VariableTime`, time depends on widths alone.
@safe package struct Natural: Sendable {
    package let storage: LimbStorage

    /// The number of 64-bit limbs, at least 1.
    package var limbCount: Int { storage.count }

    /// Takes over a storage that its maker no longer writes to.
    package init(adopting storage: LimbStorage) {
        self.storage = storage
    }

    /// A natural of `limbCount` limbs that `fill` writes; they start as zeros.
    @inline(__always)
    static func make(limbCount: Int, _ fill: (UnsafeMutablePointer<UInt64>) -> Void) -> Natural {
        let storage = LimbStorage(count: limbCount)
        unsafe fill(storage.pointer)
        return Natural(adopting: storage)
    }

    /// The value of one word, in `limbCount` limbs.
    package init(_ word: UInt64, limbCount: Int = 1) {
        storage = LimbStorage(count: limbCount)
        unsafe storage.pointer[0] = word
    }

    /// Limbs from the least significant on; none at all gives zero in one limb.
    package init(limbs: some Collection<UInt64>) {
        storage = LimbStorage(count: Swift.max(1, limbs.count))
        var index = 0
        for limb in limbs {
            unsafe storage.pointer[index] = limb
            index &+= 1
        }
    }

    /// Bytes from the most significant on; the width is the smallest that holds them, leading zeros included.
    package init(bigEndianBytes bytes: ArraySlice<UInt8>) {
        storage = LimbStorage(count: Swift.max(1, (bytes.count + 7) / 8))
        var position = bytes.count
        for byte in bytes {
            position &-= 1
            unsafe storage.pointer[position >> 3] |= UInt64(byte) &<< UInt64((position & 7) &* 8)
        }
    }

    /// Bytes from the most significant on; the width is the smallest that holds them, leading zeros included.
    package init(bigEndianBytes bytes: [UInt8]) {
        self.init(bigEndianBytes: bytes[...])
    }

    /// Exactly `count` bytes, the most significant first.
    ///
    /// The value must fit: a trap otherwise.
    package func bigEndianBytes(count: Int) -> [UInt8] {
        precondition(fits(bitCount: count * 8).reveal(), "the value needs more bytes")
        var bytes = [UInt8](repeating: 0, count: count)
        for position in 0..<count {
            bytes[count - 1 - position] = UInt8(truncatingIfNeeded: limb(position >> 3) >> UInt64((position & 7) * 8))
        }
        return bytes
    }

    /// All bytes of the width, the most significant first: how many there are tells nothing about the value.
    package var bigEndianBytes: [UInt8] { bigEndianBytes(count: limbCount * 8) }

    /// The limb of weight `2^(64·index)`; zero beyond the width.
    package func limb(_ index: Int) -> UInt64 {
        index < limbCount ? unsafe storage.pointer[index] : 0
    }

    /// The same value in another width.
    ///
    /// The limbs dropped must be zero: a trap otherwise.
    package func resized(limbCount newCount: Int) -> Natural {
        precondition(newCount >= limbCount || fits(bitCount: newCount * 64).reveal(), "the value needs more limbs")
        return modulo(limbCount: newCount)
    }

    /// The value modulo `2^(64·limbCount)`, in that width.
    package func modulo(limbCount newCount: Int) -> Natural {
        unsafe Natural.make(limbCount: newCount) { result in
            unsafe result.update(from: storage.pointer, count: Swift.min(newCount, limbCount))
        }
    }

    /// The number that `count` limbs make, from limb `start` on; zeros beyond the width.
    func limbs(from start: Int, count: Int) -> Natural {
        unsafe Natural.make(limbCount: count) { result in
            for index in 0..<count { unsafe result[index] = limb(start &+ index) }
        }
    }

    /// The value modulo `2^bitCount`, in the smallest width that holds it.
    package func lowBits(_ bitCount: Int) -> Natural {
        let result = modulo(limbCount: Swift.max(1, (bitCount + 63) / 64))
        if bitCount & 63 != 0 || bitCount == 0 {
            unsafe result.storage.pointer[result.limbCount - 1] &= (1 << UInt64(bitCount & 63)) - 1
        }
        return result
    }

    /// Bit `index`, 0 or 1; zero beyond the width.
    package func bit(_ index: Int) -> UInt64 {
        (limb(index >> 6) >> UInt64(index & 63)) & 1
    }

    /// The `count` bits from position `start` on, for `count` up to 63.
    package func bits(from start: Int, count: Int) -> UInt64 {
        let shift = UInt64(start & 63)
        var word = limb(start >> 6) >> shift
        if start & 63 + count > 64 {
            word |= limb(start >> 6 + 1) << (64 &- shift)
        }
        return word & ((1 << UInt64(count)) &- 1)
    }
}

extension Natural: CustomStringConvertible {
    package var description: String { "Natural(redacted)" }
}

// Embedded Swift has no reflection to hide from.
#if !hasFeature(Embedded)
    extension Natural: CustomReflectable {
        package var customMirror: Mirror { Mirror(self, children: [:]) }
    }
#endif
