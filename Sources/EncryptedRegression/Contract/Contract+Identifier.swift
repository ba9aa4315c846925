// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension Contract {
    /// The contract as bytes with one reading, from which its id is computed; JSON and protobuf only transport it.
    ///
    /// The number 1 in four bytes; the name; the version and the steps in eight bytes each; the headroom in four; the number of
    /// features and for each its name, its unit and one byte for its kind: 0 for numbers, followed by minimum and maximum; 1 for
    /// categories, followed by the number of levels and the levels. Then one byte for missing values: 0, or 1 followed by
    /// what stands for them: a number, or the place of a level from 0 in four bytes. Then the number of outputs and for each its
    /// name, unit, link (one byte, in the order of ``Link``'s cases, from 0), minimum and maximum. Texts carry their length in
    /// four bytes, counts are in four bytes, numbers are IEEE 754 doubles; everything is big-endian.
    ///
    /// - Complexity: Linear in the number of levels; ``id`` is kept, and asking for it costs nothing.
    public func canonicalBytes() -> [UInt8] {
        Self.canonicalBytes(
            name: name, version: version, steps: steps, headroom: headroom, features: features, outputs: outputs)
    }

    /// The canonical bytes of a contract of these parts.
    static func canonicalBytes(
        name: String, version: UInt64, steps: Int, headroom: Int, features: [Feature], outputs: [Output]
    ) -> [UInt8] {
        var canonical = CanonicalBytes()
        canonical.append(UInt32(1))
        canonical.append(name)
        canonical.append(version)
        canonical.append(UInt64(steps))
        canonical.append(UInt32(headroom))
        canonical.append(UInt32(features.count))
        for feature in features {
            canonical.append(feature.name)
            canonical.append(feature.unit)
            canonical.append(feature.domain)
        }
        canonical.append(UInt32(outputs.count))
        for output in outputs {
            canonical.append(output.name)
            canonical.append(output.unit)
            canonical.append(output.link.canonicalByte)
            canonical.append(output.minimum)
            canonical.append(output.maximum)
        }
        return canonical.bytes
    }
}

extension CanonicalBytes {
    fileprivate mutating func append(_ domain: Feature.Domain) {
        switch domain {
        case .numeric(let minimum, let maximum, let ifMissing):
            append(UInt8(0))
            append(minimum)
            append(maximum)
            append(UInt8(ifMissing == nil ? 0 : 1))
            if let ifMissing { append(ifMissing) }
        case .categorical(let levels, let ifMissing):
            append(UInt8(1))
            append(UInt32(levels.count))
            for level in levels { append(level) }
            append(UInt8(ifMissing == nil ? 0 : 1))
            if let ifMissing { append(UInt32(ifMissing)) }
        }
    }
}

extension Link {
    fileprivate var canonicalByte: UInt8 {
        switch self {
        case .identity: 0
        case .logistic: 1
        case .exp: 2
        case .softmax: 3
        }
    }
}
