// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// What a demonstration says when it is ready.
enum DemoText {
    /// The address, and commands that work in another terminal as they stand.
    static func text(_ address: String) -> String {
        """
        The relapse-risk model is served at \(address), to everybody on this machine, until Ctrl-C.
        All patients are invented. In another terminal:

        blindscore keygen --no-passphrase --output client-key.json
        blindscore dataset --rows 1000 --seed 7 --output patients.csv
        blindscore predict --server \(address) --model relapse-risk --key client-key.json --input patients.csv --output predictions.csv

        """
    }
}
