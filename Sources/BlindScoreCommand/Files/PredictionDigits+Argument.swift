// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import ScoringPipelines

extension PredictionWriter.Digits: ExpressibleByArgument {}
