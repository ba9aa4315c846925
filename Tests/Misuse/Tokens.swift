// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// What no app can do with a service's token. Scripts/check-misuse compiles this.

import ScoringClient

func compare(_ a: ServiceToken) {
    _ = a == a  // expected-error {{conformance of 'ServiceToken' to 'Equatable' is unavailable}}
}
