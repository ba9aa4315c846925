// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import Hashing
import Paillier
public import WireFormats

extension Receipt {
    private static let format = "blindscore.receipt.v1"

    /// Reads a receipt; its signature is not verified.
    ///
    /// - Throws: `WireFormatError`: `unsupportedFormat` for another file or version, else the fault and path of a
    ///   field.
    public init(_ document: JSONDocument) throws(WireFormatError) {
        var object = try document.fields(of: .receipt)
        try object.required("format").expect(Self.format)
        statement = Statement(
            contractID: try object.required("contractId").hexadecimal(ContractID.init(bytes:)),
            keyID: try object.required("keyId").hexadecimal(KeyID.init(bytes:)),
            request: try object.required("requestSha256").hexadecimal(BodyHash.init(checking:)),
            answer: try object.required("answerSha256").hexadecimal(BodyHash.init(checking:)),
            slots: try object.required("slots").integer(in: 1...UInt64.max),
            time: try object.required("time").time())
        let field = try object.required("signature")
        guard let signature = Base64URL.decode(try field.text()), signature.count == 64 else {
            throw field.fault(.outOfRange, "expected 64 bytes in base64url")
        }
        self.signature = signature
        try object.finish()
    }

    /// The text of the receipt.
    ///
    /// - Parameter isOneLine: Whether it is to go into a line, such as a header of HTTP.
    /// - Returns: JSON.
    public func jsonText(isOneLine: Bool = false) -> [UInt8] {
        JSONWriter.write(
            .object([
                JSONMember("format", .string(Self.format)),
                JSONMember("contractId", .string(statement.contractID.description)),
                JSONMember("keyId", .string(statement.keyID.description)),
                JSONMember("requestSha256", .string(statement.request.description)),
                JSONMember("answerSha256", .string(statement.answer.description)),
                JSONMember("slots", .number(statement.slots)),
                JSONMember("time", .string(statement.timeText)),
                JSONMember("signature", .string(JSONText(copying: Base64URL.encode(signature)))),
            ]), layout: isOneLine ? .line : .pretty)
    }
}

extension Receipt.Statement {
    /// The end of the year 9999, beyond which times are written with more digits.
    fileprivate static let timeLimit: UInt64 = 253_402_300_799

    /// The time in UTC: `2026-11-26T21:05:00Z`.
    package var timeText: String { Self.text(ofTime: time) }

    fileprivate static func text(ofTime time: UInt64) -> String {
        Date(timeIntervalSince1970: Double(min(time, timeLimit))).formatted(.iso8601)
    }
}

extension ReceiptKey {
    private static let format = "blindscore.receipt-key.v1"

    /// Reads a key.
    ///
    /// - Throws: `WireFormatError`: `unsupportedFormat` for another file or version, else the fault and path of a
    ///   field.
    public init(_ document: JSONDocument) throws(WireFormatError) {
        var object = try document.fields(of: .receiptKey)
        try object.required("format").expect(Self.format)
        let field = try object.required("ed25519")
        guard let bytes = Base64URL.decode(try field.text()), let key = ReceiptKey(bytes: bytes) else {
            throw field.fault(.outOfRange, "expected \(Self.byteCount) bytes in base64url")
        }
        self = key
        try object.finish()
    }

    /// The text of the key.
    public func jsonText() -> [UInt8] {
        JSONWriter.write(
            .object([
                JSONMember("format", .string(Self.format)),
                JSONMember("ed25519", .string(JSONText(copying: Base64URL.encode(bytes)))),
            ]))
    }
}

extension ReceiptKey: CustomStringConvertible {
    /// The key in base64url.
    public var description: String { String(decoding: Base64URL.encode(bytes), as: UTF8.self) }
}

extension BodyHash: CustomStringConvertible {
    private struct WrongLength: Error {}

    /// The bytes in hexadecimal: 64 lowercase digits.
    public var description: String { hexadecimal(bytes) }

    fileprivate init(checking bytes: [UInt8]) throws {
        guard let hash = BodyHash(bytes: bytes) else { throw WrongLength() }
        self = hash
    }
}

extension JSONField {
    /// 32 bytes in 64 lowercase hexadecimal digits.
    fileprivate func hexadecimal<Value>(_ make: ([UInt8]) throws -> Value) throws(WireFormatError) -> Value {
        func digit(_ character: UInt8) -> UInt8? {
            switch character {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
            default: nil
            }
        }
        let text = try text()
        let digits = text.compactMap(digit)
        guard text.count == 2 * BodyHash.byteCount, digits.count == 2 * BodyHash.byteCount,
            let value = try? make(stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
        else {
            throw fault(.outOfRange, "expected 64 lowercase hexadecimal digits")
        }
        return value
    }

    /// Seconds since 1970 from the one way that a time in UTC is written: `2026-11-26T21:05:00Z`.
    fileprivate func time() throws(WireFormatError) -> UInt64 {
        let text = try string()
        guard let date = try? Date(text, strategy: .iso8601), date.timeIntervalSince1970 >= 0,
            let time = UInt64(exactly: date.timeIntervalSince1970), Receipt.Statement.text(ofTime: time) == text
        else {
            throw fault(.outOfRange, "expected a time such as 2026-11-26T21:05:00Z")
        }
        return time
    }
}
