// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import EncryptedRegression

extension Contract {
    /// In which this contract is not another one, in words: the first few.
    ///
    /// - Parameter other: The contract that was expected.
    /// - Returns: Part of a sentence.
    package func differences(from other: Contract) -> String {
        var found = Self.differences("feature", features, other.features, \.name) { $0.differences(from: $1) }
        found += Self.differences("output", outputs, other.outputs, \.name) { $0.differences(from: $1) }
        if accuracy != other.accuracy { found.append("the accuracy is \(accuracy), not \(other.accuracy)") }
        if headroom != other.headroom { found.append("the headroom is \(headroom), not \(other.headroom)") }
        if name != other.name { found.append("the name is “\(name.shown)”, not “\(other.name.shown)”") }
        guard !found.isEmpty else { return "they differ in the version alone" }
        let more = found.count > 3 ? "; and \(found.count - 3) more differences" : ""
        return found.prefix(3).joined(separator: "; ") + more
    }

    /// What two lists of named parts differ in.
    private static func differences<Part>(
        _ kind: String, _ new: [Part], _ old: [Part], _ name: (Part) -> String, _ between: (Part, Part) -> [String]
    ) -> [String] {
        let former = Dictionary(old.map { (name($0), $0) }) { first, _ in first }
        let latter = Set(new.map(name))
        var found: [String] = []
        for part in new {
            let title = "\(kind) “\(name(part).shown)”"
            guard let other = former[name(part)] else {
                found.append("\(title) is new")
                continue
            }
            found += between(part, other).map { "\(title) \($0)" }
        }
        found += old.map(name).filter { !latter.contains($0) }.map { "\(kind) “\($0.shown)” is gone" }
        if found.isEmpty, new.map(name) != old.map(name) { found.append("the \(kind)s have another order") }
        return found
    }
}

extension Feature {
    fileprivate func differences(from other: Feature) -> [String] {
        var found: [String] = []
        switch (domain, other.domain) {
        case (.numeric(let low, let high, let standIn), .numeric(let otherLow, let otherHigh, let otherStandIn)):
            if (low, high) != (otherLow, otherHigh) {
                found.append("goes \(range(low, high)), not \(range(otherLow, otherHigh))")
            }
            if standIn != otherStandIn { found.append("has another ifMissing") }
        case (.categorical(let levels, let standIn), .categorical(let otherLevels, let otherStandIn)):
            if levels != otherLevels { found.append("has other levels") }
            if standIn != otherStandIn { found.append("has another ifMissing") }
        case (.numeric, .categorical): found.append("is a number, not a category")
        case (.categorical, .numeric): found.append("is a category, not a number")
        }
        return found + unitDifference(unit, other.unit)
    }
}

extension Output {
    fileprivate func differences(from other: Output) -> [String] {
        var found: [String] = []
        if link != other.link { found.append("has the link \(link.name), not \(other.link.name)") }
        if (minimum, maximum) != (other.minimum, other.maximum) {
            found.append("goes \(range(minimum, maximum)), not \(range(other.minimum, other.maximum))")
        }
        return found + unitDifference(unit, other.unit)
    }
}

private func range(_ minimum: Double, _ maximum: Double) -> String {
    let ends = [minimum, maximum].map { "\($0)" }.map { $0.hasSuffix(".0") ? String($0.dropLast(2)) : $0 }
    return "from \(ends[0]) to \(ends[1])"
}

private func unitDifference(_ unit: String, _ other: String) -> [String] {
    unit == other ? [] : ["has the unit “\(unit.shown)”, not “\(other.shown)”"]
}
