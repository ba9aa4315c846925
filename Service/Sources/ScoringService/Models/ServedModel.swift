// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Crypto
package import EncryptedRegression
import Foundation
import ModelBuilding
package import ScoringPipelines
import WireFormats

/// A version of a model that a service answers for.
package struct ServedModel: Sendable {
    /// What answers requests.
    package let server: BlindScoreServer
    /// What answers requests in python-paillier's formats, if the model's numbers fit them.
    let exchange: UnboundedScorer?
    /// The text of contract.json.
    package let contractText: [UInt8]
    /// The text of the form, if there is one.
    package let formText: [UInt8]?
    /// Which model it is, weights included: equal for equal models alone.
    let fingerprint: [UInt8]

    /// The public part of the model.
    package var contract: Contract { server.contract }

    /// A version of a model.
    ///
    /// - Parameters:
    ///   - file: The model.
    ///   - form: What a page that asks for the features wants to know.
    ///   - noise: The keys and their noise, shared by all models.
    /// - Throws: `ModelError`.
    init(_ file: ModelFile, form: ModelForm?, noise: NoiseReservoirs) throws(ModelError) {
        server = try BlindScoreServer(model: file.model, noise: noise)
        exchange = try? UnboundedScorer(model: file.model)
        contractText = server.contract.jsonText()
        formText = form?.jsonText()
        fingerprint = Array(SHA256.hash(data: file.jsonText()))
    }
}
