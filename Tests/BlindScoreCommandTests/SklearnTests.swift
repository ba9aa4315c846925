// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Models fitted by scikit-learn, exported by `Examples/export_sklearn.py`, evaluated on ciphertexts.
@Suite("Models of scikit-learn")
struct SklearnTests {
    @Test("Every kind of exported model predicts on ciphertexts what scikit-learn predicts")
    func predictions() throws {
        let folder = try Workspace()
        _ = try CommandRun.python("Examples/test_export_sklearn.py", [folder.url.path], in: folder)
        try folder.write(Scenario.key.privateKey, to: "key.json")
        let cases = try folder.names.compactMap { $0.hasSuffix(".model.json") ? String($0.dropLast(11)) : nil }
        #expect(cases.count >= 10)
        for name in cases {
            let expected = try Table(folder.read("\(name).expected.csv"))
            let contract = try CommandRun.blindscore(
                ["contract", "--model", "\(name).model.json", "--output", "contract.json"], in: folder)
            #expect(contract.status == 0, "\(name): \(contract.errors)")
            let outputs = try PlainContract(folder.read("contract.json")).outputs
            for row in [1, expected.rows.count] {
                let run = try CommandRun.shell(
                    """
                    blindscore encrypt --key key.json --contract contract.json --input \(name).rows.csv --row \(row) \\
                        --format phe --output data.json &&
                    blindscore score --model \(name).model.json --input data.json --output answer.json &&
                    blindscore decrypt --key key.json --contract contract.json --input answer.json
                    """, in: folder)
                #expect(run.status == 0, "\(name), row \(row): \(run.errors)")
                let values = try #require(Table(run.output).rows.first).map { Double($0) ?? .nan }
                let wanted = expected.rows[row - 1].map { Double($0) ?? .nan }
                #expect(values.count == wanted.count)
                for ((value, right), output) in zip(zip(values, wanted), outputs) {
                    // A link other than the identity stretches an error of the predictor at most by its steepest slope in the range.
                    let slope = output.link == "identity" ? 1 : output.link == "exp" ? exp(output.maximum) : 1
                    let allowed = 1e-9 * output.width * slope
                    #expect(abs(value - right) <= allowed, "\(name), row \(row): \(value), not \(right)")
                }
            }
        }
    }
}
