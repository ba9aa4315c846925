// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Receipts
package import ScoringPipelines

/// What routes stand on.
package struct ServiceDependencies: Sendable {
    /// The models.
    package var catalogue: ModelCatalogue
    /// What is remembered.
    package var state: ServiceState
    /// Keys and noise of all models.
    package var noise: NoiseReservoirs
    /// What signs the receipts.
    package var signer: ReceiptSigner
    /// Where bodies that are too long for memory go.
    package var folder: URL
    /// What a request may ask.
    package var limits: ScoringLimits
    /// What an operator decides about requests and answers.
    package var http: HTTPSettings
    /// Who requests without a token are from, if anybody.
    package var anonymous: Account?
    /// Where work waits.
    package let scoring: Admission
    /// Where keys wait for their proofs.
    package let proofs: Admission
    /// What is counted.
    package let metrics = ServiceMetrics()

    /// Dependencies with the given limits.
    package init(
        catalogue: ModelCatalogue, state: ServiceState, noise: NoiseReservoirs, signer: ReceiptSigner, folder: URL,
        limits: ScoringLimits = ScoringLimits(), http: HTTPSettings = HTTPSettings(), anonymous: Account? = nil
    ) {
        (self.catalogue, self.state, self.noise, self.signer) = (catalogue, state, noise, signer)
        (self.folder, self.limits, self.http, self.anonymous) = (folder, limits, http, anonymous)
        scoring = Admission(workers: limits.workers, places: limits.waiting)
        proofs = Admission(workers: 1, places: limits.proofsWaiting)
        addGauges()
    }

    /// What is asked of its owner whenever somebody wants the metrics.
    private func addGauges() {
        metrics.registry.gauge("blindscore_info", "The program that answers; always 1.", labels: ["version"]) {
            [([ScoringService.version], 1)]
        }
        metrics.registry.gauge("blindscore_models", "Models that are served, each version for itself.") {
            [catalogue] in Double(catalogue.count)
        }
        metrics.registry.gauge(
            "blindscore_answer_storage_bytes", "Bytes of answers that are kept, and that those in work may get."
        ) {
            // What cannot be read now is left out, rather than told wrong.
            [state] in state.answerBytes().map { [([], Double($0))] } ?? []
        }
        metrics.registry.gauge("blindscore_answer_storage_limit_bytes", "The most bytes of answers that are kept.") {
            [state] in Double(state.limits.answerBytes)
        }
        metrics.registry.gauge(
            "blindscore_scoring_requests", "Requests that are scored now, and that wait.", labels: ["state"]
        ) {
            [scoring] in
            [(["working"], Double(scoring.workingCount)), (["waiting"], Double(scoring.waitingCount))]
        }
        metrics.registry.gauge("blindscore_proofs_waiting", "Keys that wait for their proofs to be verified.") {
            [proofs] in Double(proofs.waitingCount)
        }
        metrics.registry.gauge(
            "blindscore_noise_keys", "Keys whose noise is kept, by whether their pools are full.", labels: ["pool"]
        ) {
            [noise] in
            let full = noise.levels.values.count(where: \.isPoolFull)
            return [(["full"], Double(full)), (["filling"], Double(noise.levels.count - full))]
        }
        metrics.registry.gauge("blindscore_noise_stock", "Pieces of noise that are ready.") {
            [noise] in Double(noise.levels.values.reduce(0) { $0 + $1.stock })
        }
    }
}
