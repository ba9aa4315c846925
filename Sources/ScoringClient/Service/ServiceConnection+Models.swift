// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Paillier
public import Receipts
import WireFormats

/// A model that a service offers to an account.
public struct OfferedModel: Hashable, Sendable {
    /// One version of a model.
    public struct Version: Hashable, Sendable {
        /// The version that its contract has.
        public let version: UInt64
        /// Its contract's id, in hexadecimal.
        public let contractID: String
        /// Whether there is a form for people.
        public let hasForm: Bool
    }

    /// The name.
    public let name: String
    /// The versions.
    public let versions: [Version]
}

/// What a service allows a request.
public struct ServiceLimits: Hashable, Sendable {
    /// What an account may have answered by a model, in slots: rows × outputs.
    public struct Budget: Hashable, Sendable {
        /// The model's name.
        public let model: String
        /// Slots in all.
        public let allowed: UInt64
        /// Slots that were answered, and those reserved for requests under way.
        public let used: UInt64
        /// What is left.
        public let remaining: UInt64
    }

    /// Bytes of a request's body.
    public let bodyBytes: UInt64
    /// Groups × (columns + outputs) of a request.
    public let productUnits: UInt64
    /// The account's budgets.
    public let budgets: [Budget]
}

extension ServiceConnection {
    /// The models that the account may use.
    ///
    /// - Throws: ``ServiceError``.
    public func models() async throws -> [OfferedModel] {
        let response = try await perform(Call(path: "/v1/models"))
        return try parse(response) { (field) throws(WireFormatError) in
            var object = try field.object()
            var models: [OfferedModel] = []
            for field in try object.required("models").array(counts: 0...Self.longestList) {
                models.append(try OfferedModel(field))
            }
            return models
        }
    }

    /// A model's contract.
    ///
    /// - Parameters:
    ///   - model: The model's name.
    ///   - version: Which version; nil for the newest.
    /// - Returns: The contract, which nothing was compared with.
    /// - Throws: ``ServiceError``: `modelNotFound` where there is none for this account.
    public func contract(of model: String, version: UInt64? = nil) async throws -> Contract {
        let query = version.map { "?version=\($0)" } ?? ""
        let response = try await perform(
            Call(path: "/v1/models/\(model.percentEncoded)/contract\(query)", responseByteLimit: 64 << 20))
        do {
            return try Contract(JSONDocument(response.body))
        } catch {
            throw malformed(error)
        }
    }

    /// What the service allows a request, and the account's budgets.
    ///
    /// - Throws: ``ServiceError``.
    public func limits() async throws -> ServiceLimits {
        let response = try await perform(Call(path: "/v1/limits"))
        return try parse(response) { (field) throws(WireFormatError) in try ServiceLimits(field) }
    }

    /// The key that the service's receipts are verified with.
    ///
    /// - Throws: ``ServiceError``.
    public func receiptKey() async throws -> ReceiptKey {
        let response = try await perform(Call(path: "/v1/receipt-key"))
        do {
            return try ReceiptKey(JSONDocument(response.body))
        } catch {
            throw malformed(error)
        }
    }

    static let longestList = 100_000

    private func parse<Value>(
        _ response: TransportResponse, _ read: (JSONField) throws(WireFormatError) -> Value
    ) throws(ServiceError) -> Value {
        do {
            return try read(JSONField(JSONReader.read(response.body)))
        } catch {
            throw malformed(error)
        }
    }

    private func malformed(_ error: WireFormatError) -> ServiceError {
        ServiceError(.malformedResponse, "not what a service says: \(error.description.shown)")
    }
}

// Keys.
extension ServiceConnection {
    /// Registers a key for the account, or renews it.
    ///
    /// - Parameter key: The public key with its proof, which the service verifies.
    /// - Throws: ``ServiceError``.
    public func register(_ key: ProvenPublicKey) async throws {
        var call = Call(method: "PUT", path: Self.path(of: key.publicKey.id), body: key.jsonText())
        call.headers["Content-Type"] = "application/json"
        _ = try await perform(call)
    }

    /// Whether a key is registered for the account.
    ///
    /// - Throws: ``ServiceError``.
    public func isRegistered(_ id: KeyID) async throws -> Bool {
        do {
            _ = try await perform(Call(path: Self.path(of: id)))
            return true
        } catch let error as ServiceError where error.problem == "not-found" || error.code == .keyNotRegistered {
            return false
        }
    }

    /// Forgets a key of the account.
    ///
    /// - Throws: ``ServiceError``.
    public func removeKey(_ id: KeyID) async throws {
        _ = try await perform(Call(method: "DELETE", path: Self.path(of: id)))
    }

    private static func path(of id: KeyID) -> String { "/v1/keys/\(id)" }
}

extension OfferedModel {
    /// Members that are not known are left aside: a service may have learnt new ones.
    fileprivate init(_ field: JSONField) throws(WireFormatError) {
        var object = try field.object()
        name = try object.required("name").string()
        var versions: [Version] = []
        for field in try object.required("versions").array(counts: 0...ServiceConnection.longestList) {
            var object = try field.object()
            versions.append(
                Version(
                    version: try object.required("version").integer(in: 0...UInt64.max),
                    contractID: try object.required("contractId").string(),
                    hasForm: try object.required("hasForm").boolean()))
        }
        self.versions = versions
    }
}

extension ServiceLimits {
    fileprivate init(_ field: JSONField) throws(WireFormatError) {
        var object = try field.object()
        bodyBytes = try object.required("bodyBytes").integer(in: 0...UInt64.max)
        productUnits = try object.required("productUnits").integer(in: 0...UInt64.max)
        var budgets: [Budget] = []
        for field in try object.required("budgets").array(counts: 0...ServiceConnection.longestList) {
            var object = try field.object()
            budgets.append(
                Budget(
                    model: try object.required("model").string(),
                    allowed: try object.required("allowed").integer(in: 0...UInt64.max),
                    used: try object.required("used").integer(in: 0...UInt64.max),
                    remaining: try object.required("remaining").integer(in: 0...UInt64.max)))
        }
        self.budgets = budgets
    }
}

extension String {
    /// The text as one segment of a path, which `.` and `..` cannot be however they are written: all but unreserved characters (RFC 3986, section 2.3) in percent signs and digits.
    var percentEncoded: String {
        let digits = Array("0123456789ABCDEF".utf8)
        let encoded = utf8.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                [byte]
            default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
