// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import HTTPTypes
package import WireFormats

/// A type in which the protocol's messages come and go.
package struct MessageType: Hashable, Sendable {
    /// The name in Content-Type and Accept.
    package let name: String
    /// How a message of the type is written.
    package let encoding: StreamEncoding

    /// Every type, the preferred ones of each encoding first.
    package static let all = [
        Self(name: "application/x-protobuf", encoding: .binary),
        Self(name: "application/json", encoding: .json),
        Self(name: "application/vnd.google.protobuf", encoding: .binary),
        Self(name: "application/protobuf", encoding: .binary),
    ]

    /// The type of a request's body.
    ///
    /// - Throws: `unsupported-media-type` where it is missing, doubled or another, or where the body is compressed.
    package static func ofBody(_ headers: HTTPFields) throws(Problem) -> Self {
        guard headers[values: .contentEncoding].allSatisfy({ $0.lowercased() == "identity" }) else {
            throw Problem.unsupportedContentEncoding
        }
        let fields = headers[values: .contentType]
        guard fields.count == 1, let range = MediaRange(fields[0][...]),
            let type = all.first(where: { range.specificity(for: $0.name) == 2 })
        else { throw Problem.unsupportedMediaType(supported: all.map(\.name)) }
        return type
    }

    /// The type of the answer: what the client likes best, and of equals the request's own type, then its encoding.
    ///
    /// - Throws: `not-acceptable` where the client accepts none.
    package static func ofAnswer(_ headers: HTTPFields, to request: Self) throws(Problem) -> Self {
        let ranges = headers[values: .accept].joined(separator: ",")[...].splitOutsideQuotes(at: ",")
            .map(\.trimmingOptionalWhitespace).filter { !$0.isEmpty }
        // No field, or an empty one: everything is accepted.
        guard !ranges.isEmpty else { return request }
        let accepted = ranges.compactMap(MediaRange.init)
        let preference = [request] + all.filter { $0.encoding == request.encoding } + all
        var best: (type: Self, weight: Int)?
        for type in preference {
            let weight = type.weight(in: accepted)
            if weight > best?.weight ?? 0 { best = (type, weight) }
        }
        guard let best else { throw Problem(.notAcceptable) }
        return best.type
    }

    /// The weight that the most specific of the ranges gives the type; 0 if none names it.
    private func weight(in ranges: [MediaRange]) -> Int {
        var closest = (specificity: -1, weight: 0)
        for range in ranges {
            guard let specificity = range.specificity(for: name), specificity > closest.specificity else { continue }
            closest = (specificity, range.weight)
        }
        return closest.weight
    }
}
