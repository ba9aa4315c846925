// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// The public part of a model: what client and server must agree on, without weights.
///
/// Every value of this type has been checked. Scales and widths of all formats are functions of it.
public struct Contract: Hashable, Sendable {
    /// The name of the model.
    public let name: String
    /// The version of the model, at least 1.
    public let version: UInt64
    /// The accuracy of an answer as a fraction of the width of its output's range.
    public let accuracy: Double
    /// The number of steps that the accuracy distinguishes, `round(1 / accuracy)`: from 2 to 10^9.
    public let steps: Int
    /// g, from 0 to 30: an output's linear predictors lie within its range widened 2^g times about its centre.
    ///
    /// Above 0 for a model whose effects cancel in every row that matters: rows inside the feature ranges could then take it
    /// far outside the predictions that occur. It costs g bits more in what an answer tells about the model.
    public let headroom: Int
    /// The features, in the order of a row: 1 to 4,096, with at most 4,096 columns.
    public let features: [Feature]
    /// The outputs, in the order of an answer: 1 to 256.
    public let outputs: [Output]
    /// d: columns of all features together, 1 to 4,096.
    ///
    /// A group of a request has one ciphertext for each.
    public let columnCount: Int
    /// The contract's name for machines, SHA-256 of its ``canonicalBytes()``; made once, with the contract.
    public let id: ContractID

    /// A checked contract.
    ///
    /// - Parameters:
    ///   - name: Not empty. None of the names of model, features and outputs begins, spaces aside, with `=`, `+`, `-`, `@`, a tab
    ///     or a carriage return: in a table's header a spreadsheet would run it.
    ///   - version: At least 1.
    ///   - accuracy: From 10^−9 to 1/2.
    ///   - headroom: From 0 to 30, and ``steps`` · 2^headroom at most 2^48.
    ///   - features: 1 to 4,096, with unique names and at most 4,096 columns. Ranges are finite and not empty, and their widths
    ///     are at least 2^−40 of the larger end in absolute value. Categorical features have 2 to 64 distinct levels of 1 to 256
    ///     bytes without control characters. What stands for missing values is one of the feature's own.
    ///   - outputs: 1 to 256, likewise. Either all have the softmax link or none has.
    /// - Throws: ``ContractError``, which names what is wrong.
    public init(
        name: String, version: UInt64, accuracy: Double = 1e-6, headroom: Int = 0, features: [Feature],
        outputs: [Output]
    ) throws(ContractError) {
        guard !name.utf8.isEmpty else { throw ContractError(.emptyName, "the model has no name") }
        guard !Contract.isFormula(name) else { throw ContractError.formula(of: "model", name) }
        guard version >= 1 else { throw ContractError(.version, "the version must be at least 1") }
        let steps = (1 / accuracy).rounded(.toNearestOrEven)
        guard steps >= 2, steps <= 1e9 else {
            throw ContractError(.accuracy, "the accuracy must be from 1e-9 to 0.5")
        }
        guard (0...Contract.maximumHeadroom).contains(headroom) else {
            throw ContractError(.headroom, "the headroom must be from 0 to \(Contract.maximumHeadroom)")
        }
        guard headroom <= Contract.maximumHeadroom(steps: Int(steps)) else {
            throw ContractError(
                .headroom,
                "the accuracy distinguishes \(Int(steps)) steps, which times 2^\(headroom) of headroom is more than 2^48: "
                    + "with this accuracy the headroom is at most \(Contract.maximumHeadroom(steps: Int(steps)))")
        }
        guard (1...Contract.maximumFeatureCount).contains(features.count) else {
            throw ContractError(.featureCount, "a model has 1 to 4096 features, not \(features.count)")
        }
        guard (1...Contract.maximumOutputCount).contains(outputs.count) else {
            throw ContractError(.outputCount, "a model has 1 to 256 outputs, not \(outputs.count)")
        }
        try Contract.check(names: features.map { $0.name }, of: "feature")
        try Contract.check(names: outputs.map { $0.name }, of: "output")
        for feature in features {
            if let fault = feature.fault { throw fault }
        }
        let columnCount = Contract.columnCount(of: features)
        guard columnCount <= Contract.maximumFeatureCount else {
            throw ContractError(
                .featureCount,
                "a model has at most 4096 columns, not \(columnCount): a category has one for each level but the first")
        }
        for output in outputs {
            if let fault = Contract.fault(of: output.minimum, output.maximum) {
                throw ContractError(.range, "output “\(output.name)” \(fault)")
            }
        }
        let softmaxCount = outputs.count { $0.link == .softmax }
        guard softmaxCount == 0 || softmaxCount == outputs.count else {
            throw ContractError(.mixedLinks, "outputs with the link softmax cannot be mixed with others")
        }
        id = ContractID(
            hashing: Contract.canonicalBytes(
                name: name, version: version, steps: Int(steps), headroom: headroom, features: features,
                outputs: outputs))
        self.name = name
        self.version = version
        self.accuracy = accuracy
        self.steps = Int(steps)
        self.headroom = headroom
        self.columnCount = columnCount
        self.features = features
        self.outputs = outputs
    }

    /// The largest number of features, and of their columns.
    public static let maximumFeatureCount = 4096
    /// The largest number of outputs.
    public static let maximumOutputCount = 256
    /// The largest headroom.
    public static let maximumHeadroom = 30

    /// The largest headroom g of a number of steps N: at most 30, with N·2^g at most 2^48.
    ///
    /// - Parameter steps: From 2 to 10^9.
    /// - Returns: g, from 18 to 30.
    public static func maximumHeadroom(steps: Int) -> Int {
        min(maximumHeadroom, (steps - 1).leadingZeroBitCount - (Int.bitWidth - 48))
    }

    /// The columns of features, whose levels need not have been checked.
    static func columnCount(of features: [Feature]) -> Int {
        features.reduce(0) { $0 + $1.columnCount }
    }
}

extension Contract {
    /// What is wrong with a range, or nothing.
    static func fault(of minimum: Double, _ maximum: Double) -> String? {
        guard minimum.isFinite, maximum.isFinite else { return "must have a finite minimum and maximum" }
        guard minimum < maximum else { return "must have a minimum below its maximum" }
        let width = maximum - minimum
        guard width.isFinite else { return "has a range that is too wide" }
        guard width >= Swift.max(minimum.magnitude, maximum.magnitude) * 0x1p-40 else {
            return "has a range narrower than 2^-40 of its larger end"
        }
        return nil
    }

    /// Whether a spreadsheet would take a name for a formula and run it, where the name heads a column of a table.
    ///
    /// The characters are those of OWASP's "CSV Injection". A category's levels are not held to this: no file that this library
    /// writes has a level in a cell.
    package static func isFormula(_ name: String) -> Bool {
        guard let first = name.utf8.first(where: { $0 != UInt8(ascii: " ") }) else { return false }
        switch first {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D: return true
        default: return false
        }
    }

    private static func check(names: [String], of kind: String) throws(ContractError) {
        var seen: Set<[UInt8]> = []
        for (index, name) in names.enumerated() {
            guard !name.utf8.isEmpty else { throw ContractError(.emptyName, "\(kind) \(index + 1) has no name") }
            guard !isFormula(name) else { throw ContractError.formula(of: kind, name) }
            guard seen.insert(Array(name.utf8)).inserted else {
                throw ContractError(.duplicateName, "two \(kind)s are called “\(name)”")
            }
        }
    }
}
