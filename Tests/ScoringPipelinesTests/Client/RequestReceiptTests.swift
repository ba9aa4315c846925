// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import Paillier
import ScoringPipelines
import Testing

@Suite("What a client keeps of a request")
struct RequestReceiptTests {
    private static let layouts = [
        StreamHeader.Layout.packedRows, .compactRows(seed: [UInt8](repeating: 9, count: 32)),
    ]

    private func receipt(_ layout: StreamHeader.Layout) throws -> RequestReceipt {
        let header = StreamHeader(
            kind: .request, contractID: try ContractID(bytes: [UInt8](repeating: 3, count: 32)),
            keyID: try KeyID(bytes: [UInt8](repeating: 200, count: 32)), requestID: RequestID(), layout: layout)
        return RequestReceipt(header: header, rowCount: .max)
    }

    @Test("comes back as it was, in JSON and in a property list", arguments: layouts)
    func roundTrip(_ layout: StreamHeader.Layout) throws {
        let receipt = try receipt(layout)
        #expect(try JSONDecoder().decode(RequestReceipt.self, from: JSONEncoder().encode(receipt)) == receipt)
        let small = RequestReceipt(header: receipt.header, rowCount: 7)
        let list = try PropertyListEncoder().encode(small)
        let again = try PropertyListDecoder().decode(RequestReceipt.self, from: list)
        #expect(again == small && again.header.binding == receipt.header.binding)
    }

    @Test(
        "is refused when it is damaged",
        arguments: [
            ("\"kind\":1", "\"kind\":2"), ("\"kind\":1", "\"kind\":3"), ("\"rowCount\":7", "\"rowCount\":0"),
            ("\"rowCount\":7", "\"rowCount\":-1"), ("\"rowCount\":7", "\"rows\":7"),
            ("\"requestID\":\"", "\"requestID\":\"AAAA"),
            ("\"keyID\":\"", "\"keyID\":\"AAAA"), ("\"contractID\":\"", "\"contractID\":\"A"),
            ("\"seed\":\"", "\"seed\":\"AAAA"),
        ])
    func damaged(_ text: String, _ other: String) throws {
        let receipt = RequestReceipt(header: try receipt(Self.layouts[1]).header, rowCount: 7)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        let json = String(decoding: try encoder.encode(receipt), as: UTF8.self)
        let changed = json.replacingOccurrences(of: text, with: other)
        #expect(changed != json)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(RequestReceipt.self, from: Data(changed.utf8)) }
    }
}
