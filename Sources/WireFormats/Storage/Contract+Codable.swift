// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression

// For an app's own storage, in whatever coder it uses. `contract.json` is another thing: the file that is exchanged, with its
// one strict reader.

extension Contract: Codable {
    private enum Field: String, CodingKey {
        case name, version, accuracy, headroom, features, outputs
    }

    /// Reads a contract that was stored.
    ///
    /// - Throws: What the decoder throws; `DecodingError.dataCorrupted` for what is no contract, with the `ContractError`.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Field.self)
        let (name, version) = (
            try fields.decode(String.self, forKey: .name), try fields.decode(UInt64.self, forKey: .version)
        )
        let accuracy = try fields.decode(Double.self, forKey: .accuracy)
        let headroom = try fields.decode(Int.self, forKey: .headroom)
        let features = try fields.decode([Feature].self, forKey: .features)
        let outputs = try fields.decode([Output].self, forKey: .outputs)
        self = try checked(decoder) { () throws(ContractError) in
            try Contract(
                name: name, version: version, accuracy: accuracy, headroom: headroom, features: features,
                outputs: outputs)
        }
    }

    /// Stores the contract.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Field.self)
        try fields.encode(name, forKey: .name)
        try fields.encode(version, forKey: .version)
        try fields.encode(accuracy, forKey: .accuracy)
        try fields.encode(headroom, forKey: .headroom)
        try fields.encode(features, forKey: .features)
        try fields.encode(outputs, forKey: .outputs)
    }
}

extension Feature: Codable {
    private enum Field: String, CodingKey {
        case name, unit, minimum, maximum, levels, ifMissing
    }

    /// Reads a feature that was stored; it is checked when it becomes part of a contract.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Field.self)
        let (name, unit) = (
            try fields.decode(String.self, forKey: .name), try fields.decode(String.self, forKey: .unit)
        )
        if fields.contains(.levels) {
            self.init(
                name: name, unit: unit, levels: try fields.decode([String].self, forKey: .levels),
                ifMissing: try fields.decodeIfPresent(Int.self, forKey: .ifMissing))
        } else {
            self.init(
                name: name, unit: unit, minimum: try fields.decode(Double.self, forKey: .minimum),
                maximum: try fields.decode(Double.self, forKey: .maximum),
                ifMissing: try fields.decodeIfPresent(Double.self, forKey: .ifMissing))
        }
    }

    /// Stores the feature.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Field.self)
        try fields.encode(name, forKey: .name)
        try fields.encode(unit, forKey: .unit)
        switch domain {
        case .numeric(let minimum, let maximum, let ifMissing):
            try fields.encode(minimum, forKey: .minimum)
            try fields.encode(maximum, forKey: .maximum)
            try fields.encodeIfPresent(ifMissing, forKey: .ifMissing)
        case .categorical(let levels, let ifMissing):
            try fields.encode(levels, forKey: .levels)
            try fields.encodeIfPresent(ifMissing, forKey: .ifMissing)
        }
    }
}

extension Output: Codable {
    private enum Field: String, CodingKey {
        case name, unit, link, minimum, maximum
    }

    /// Reads an output that was stored; it is checked when it becomes part of a contract.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Field.self)
        self.init(
            name: try fields.decode(String.self, forKey: .name), unit: try fields.decode(String.self, forKey: .unit),
            link: try fields.decode(Link.self, forKey: .link),
            minimum: try fields.decode(Double.self, forKey: .minimum),
            maximum: try fields.decode(Double.self, forKey: .maximum))
    }

    /// Stores the output.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Field.self)
        try fields.encode(name, forKey: .name)
        try fields.encode(unit, forKey: .unit)
        try fields.encode(link, forKey: .link)
        try fields.encode(minimum, forKey: .minimum)
        try fields.encode(maximum, forKey: .maximum)
    }
}

extension Link: Codable {
    /// Reads a link's name.
    public init(from decoder: any Decoder) throws {
        let name = try decoder.singleValueContainer().decode(String.self)
        guard let link = Link(name: name) else {
            throw DecodingError.dataCorrupted(at: decoder, "no link has this name")
        }
        self = link
    }

    /// Stores the link's name.
    public func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        try value.encode(name)
    }
}

extension FeatureValue: Codable {
    private enum Field: String, CodingKey {
        case level
    }

    /// Reads a value that was stored; it is checked when it becomes part of a row.
    public init(from decoder: any Decoder) throws {
        if let fields = try? decoder.container(keyedBy: Field.self) {
            self = .level(try fields.decode(Int.self, forKey: .level))
            return
        }
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .missing
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else {
            self = .number(try value.decode(Double.self))
        }
    }

    /// Stores a number as a number, a text as a text, a missing value as null, and the place of a level as `{"level": 1}`.
    public func encode(to encoder: any Encoder) throws {
        if case .level(let place) = self {
            var fields = encoder.container(keyedBy: Field.self)
            try fields.encode(place, forKey: .level)
            return
        }
        var value = encoder.singleValueContainer()
        switch self {
        case .number(let number): try value.encode(number)
        case .text(let text): try value.encode(text)
        case .missing, .level: try value.encodeNil()
        }
    }
}

extension DecodingError {
    /// What was stored is well formed and yet no value.
    static func dataCorrupted(
        at decoder: any Decoder, _ description: String, _ error: (any Error)? = nil
    ) -> DecodingError {
        .dataCorrupted(Context(codingPath: decoder.codingPath, debugDescription: description, underlyingError: error))
    }
}

/// Makes a value through its type's own checks.
func checked<Value, Failure: Error & CustomStringConvertible>(
    _ decoder: any Decoder, _ make: () throws(Failure) -> Value
) throws -> Value {
    do { return try make() } catch { throw DecodingError.dataCorrupted(at: decoder, error.description, error) }
}
