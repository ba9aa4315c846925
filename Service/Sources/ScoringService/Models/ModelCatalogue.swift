// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import EncryptedRegression
import Synchronization

/// The models that a service answers for, by name and version; changes as a whole.
package final class ModelCatalogue: Sendable {
    /// A name and a version.
    struct Key: Hashable, Sendable {
        let name: String
        let version: UInt64

        init(_ contract: Contract) { (name, version) = (contract.name, contract.version) }
    }

    private struct State {
        var models: [String: [UInt64: ServedModel]] = [:]
        /// What was ever served under a name and version, so that it never becomes something else.
        var fingerprints: [Key: [UInt8]] = [:]
    }

    private let state = Mutex(State())

    /// No models.
    init() {}

    /// The names, in order.
    package var names: [String] { state.withLock { $0.models.keys.sorted() } }

    /// How many models there are, each version for itself.
    package var count: Int { state.withLock { $0.models.values.reduce(0) { $0 + $1.count } } }

    /// The version of a model that has a contract.
    ///
    /// - Returns: nil when the service has no model of this name, or none of its versions has this contract.
    package func model(_ name: String, contract: ContractID) -> ServedModel? {
        versions(name).first { $0.contract.id == contract }
    }

    /// A version of a model; without a number the newest.
    package func model(_ name: String, version: UInt64? = nil) -> ServedModel? {
        version.map { version in versions(name).first { $0.contract.version == version } } ?? versions(name).last
    }

    /// The versions of a model, the oldest first; none where the service has no such model.
    package func versions(_ name: String) -> [ServedModel] {
        let versions = state.withLock { $0.models[name] } ?? [:]
        return versions.values.sorted { $0.contract.version < $1.contract.version }
    }

    /// Whether a model may be served: nothing else was ever served under its name and version.
    func mayServe(_ model: ServedModel) -> Bool {
        state.withLock { $0.fingerprints[Key(model.contract)] ?? model.fingerprint } == model.fingerprint
    }

    /// Serves these models from now on, each of which ``mayServe(_:)`` has let pass; requests in work end as they began.
    func replace(with models: [ServedModel]) {
        state.withLock { state in
            state.models = [:]
            for model in models {
                state.models[model.contract.name, default: [:]][model.contract.version] = model
                state.fingerprints[Key(model.contract)] = model.fingerprint
            }
        }
    }
}
