// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression

extension Contract {
    /// Reads a contract from a protobuf message, `Contract` of Protos/blindscore/v1/contract.proto.
    ///
    /// - Throws: ``WireFormatError``: `limitExceeded` beyond 1 MiB, `malformedMessage`, `invalidContract` where the fields contradict a
    ///   contract's rules, else the fault and path of a field.
    public init(messageBytes bytes: [UInt8]) throws(WireFormatError) {
        guard bytes.count <= Self.messageByteLimit else {
            throw WireFormatError(.limitExceeded, "the message is longer than \(Self.messageByteLimit >> 20) MiB")
        }
        let message = try WireContract(bytes, at: .root)
        try message.refuseUnknownFields(at: .root)
        let version = try required(message.hasVersion, message.version, at: .field("version"))
        var features: [Feature] = []
        for (index, feature) in message.features.enumerated() {
            features.append(try Feature(feature, at: .element(of: .field("features"), index: index)))
        }
        var outputs: [Output] = []
        for (index, output) in message.outputs.enumerated() {
            outputs.append(try Output(output, at: .element(of: .field("outputs"), index: index)))
        }
        let name = try required(message.hasName, message.name, at: .field("name"))
        let accuracy = try required(message.hasAccuracy, message.accuracy, at: .field("accuracy"))
        let headroom = try required(message.hasHeadroom, message.headroom, at: .field("headroom"))
        do {
            try self.init(
                name: name, version: version, accuracy: accuracy, headroom: Int(headroom), features: features,
                outputs: outputs)
        } catch {
            throw WireFormatError(.invalidContract, error.description.printable)
        }
    }

    /// The contract as a protobuf message.
    public func messageBytes() -> [UInt8] {
        var message = WireContract()
        message.name = name
        message.version = version
        message.accuracy = accuracy
        message.headroom = UInt32(headroom)
        message.features = features.map(WireFeature.init)
        message.outputs = outputs.map(WireOutput.init)
        return message.bytes
    }

    private static let messageByteLimit = 1 << 20
}

extension JSONPath {
    fileprivate static func field(_ name: String) -> JSONPath { .member(of: .root, name: name) }
}

extension Feature {
    fileprivate init(_ message: WireFeature, at path: JSONPath) throws(WireFormatError) {
        try message.refuseUnknownFields(at: path)
        self.init(
            name: try required(message.hasName, message.name, at: .member(of: path, name: "name")),
            unit: try required(message.hasUnit, message.unit, at: .member(of: path, name: "unit")),
            domain: try message.domain(at: path))
    }
}

extension WireFeature {
    fileprivate init(_ feature: Feature) {
        self.init()
        (name, unit) = (feature.name, feature.unit)
        switch feature.domain {
        case .numeric(let minimum, let maximum, let ifMissing):
            (self.minimum, self.maximum) = (minimum, maximum)
            if let ifMissing { self.ifMissing = ifMissing }
        case .categorical(let levels, let ifMissing):
            self.levels = levels
            if let ifMissing { ifMissingLevel = UInt32(ifMissing) }
        }
    }

    /// A range or levels, and not both.
    fileprivate func domain(at path: JSONPath) throws(WireFormatError) -> Feature.Domain {
        func refuse(_ isPresent: Bool, _ name: String, _ kind: String) throws(WireFormatError) {
            guard !isPresent else {
                throw WireFormatError(.unknownField, "\(kind) have no such field", at: .member(of: path, name: name))
            }
        }
        if levels.isEmpty {
            try refuse(hasIfMissingLevel, "ifMissingLevel", "numbers")
            return .numeric(
                minimum: try required(hasMinimum, minimum, at: .member(of: path, name: "minimum")),
                maximum: try required(hasMaximum, maximum, at: .member(of: path, name: "maximum")),
                ifMissing: hasIfMissing ? ifMissing : nil)
        }
        try refuse(hasMinimum, "minimum", "categories")
        try refuse(hasMaximum, "maximum", "categories")
        try refuse(hasIfMissing, "ifMissing", "categories")
        return .categorical(levels: levels, ifMissing: hasIfMissingLevel ? Int(ifMissingLevel) : nil)
    }
}

extension Output {
    fileprivate init(_ message: WireOutput, at path: JSONPath) throws(WireFormatError) {
        try message.refuseUnknownFields(at: path)
        let linkPath = JSONPath.member(of: path, name: "link")
        guard let link = Link(try required(message.hasLink, message.link, at: linkPath)) else {
            throw WireFormatError(.outOfRange, "the link is unknown", at: linkPath)
        }
        self.init(
            name: try required(message.hasName, message.name, at: .member(of: path, name: "name")),
            unit: try required(message.hasUnit, message.unit, at: .member(of: path, name: "unit")), link: link,
            minimum: try required(message.hasMinimum, message.minimum, at: .member(of: path, name: "minimum")),
            maximum: try required(message.hasMaximum, message.maximum, at: .member(of: path, name: "maximum")))
    }
}

extension WireOutput {
    fileprivate init(_ output: Output) {
        self.init()
        (name, unit, link) = (output.name, output.unit, WireLink(output.link))
        (minimum, maximum) = (output.minimum, output.maximum)
    }
}

extension Link {
    fileprivate init?(_ link: WireLink) {
        switch link {
        case .identity: self = .identity
        case .logistic: self = .logistic
        case .exp: self = .exp
        case .softmax: self = .softmax
        case .unspecified, .UNRECOGNIZED: return nil
        }
    }
}

extension WireLink {
    fileprivate init(_ link: Link) {
        self =
            switch link {
            case .identity: .identity
            case .logistic: .logistic
            case .exp: .exp
            case .softmax: .softmax
            }
    }
}
