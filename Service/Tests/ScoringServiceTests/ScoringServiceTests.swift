// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ScoringService
import Testing

@Suite struct ScoringServiceTests {
    @Test func programIsNamed() { #expect(ScoringService.name == "blindscore-server") }
}
