// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModelBuilding
import ScoringPipelines

/// The relapse-risk model, trained on invented patients, for whoever wants to see a service at work.
enum Demonstration {
    /// What everybody together may ask, in rows × outputs.
    private static let budget: Int64 = 10_000_000

    /// The model, trained anew: always the same.
    static func catalogue(_ noise: NoiseReservoirs) throws(StartFailure) -> ModelCatalogue {
        var generator = RelapseRiskGenerator(seed: 1)
        let catalogue = ModelCatalogue()
        do {
            let trained = try TrainedModel(
                generator.trainingData(rowCount: 2000), descriptions: .relapseRisk, name: "relapse-risk")
            catalogue.replace(with: [try ServedModel(trained.file, form: nil, noise: noise)])
        } catch {
            throw StartFailure(.internalFault, "the demonstration's model cannot be trained")
        }
        return catalogue
    }

    /// The account of everybody, with a budget for each model.
    static func account(in state: ServiceState, _ catalogue: ModelCatalogue) async throws(StateError) -> Account {
        let name = "anonymous"
        let account: Account
        do throws(StateError) { account = try await state.addAccount(name: name) } catch {
            guard error.code == .nameTaken else { throw error }
            account = try await state.account(named: name)
        }
        for model in catalogue.names { try await state.setBudget(account: name, model: model, allowed: budget) }
        return account
    }
}
